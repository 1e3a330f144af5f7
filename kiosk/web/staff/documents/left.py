"""The record of a client whose therapist can no longer log in, for an administrator to take out of the server."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.export import take_left_record
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.queries.left_clients import see_left_client
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.documents.views import record_file

bp = Blueprint("left_record", __name__, url_prefix="/settings/without-therapist/<public_id:client_id>")
bp.context_processor(staff_names)
KINDS: Final = frozenset({"pdf", "html", "json"})


@dataclass(frozen=True)
class LeftRecordPage:
    """The client, and whose they were."""

    id: PublicId
    code: str
    therapist: str


@bp.get("")
@needs(Permission.TAKE_LEFT_RECORDS)
def ask(client_id: PublicId) -> ResponseReturnValue:
    """The page on which one says what it is for."""
    found = see_left_client(actor(), client_id)
    if found is None:
        abort(404)
    page = LeftRecordPage(found.id, found.code, found.therapist)
    return render_template("practice/left_record.html", page=page)


@bp.post("/record")
@needs(Permission.TAKE_LEFT_RECORDS)
def take(client_id: PublicId) -> ResponseReturnValue:
    """Give the file, with words and notes only where the client asked for it."""
    kind, now = request.form.get("format", "pdf"), clock.now()
    if kind not in KINDS:
        abort(404)
    found = take_left_record(actor(), client_id, now, for_client=request.form.get("for") == "client")
    return record_file(found, kind, now)
