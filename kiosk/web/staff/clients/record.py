"""A client's own record as a file, for the therapist to hand on."""

from io import BytesIO

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.export import export_own_record
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.interchange.files import Format, text_of
from kiosk.interchange.tables import Rows
from kiosk.web.shared.access import actor, needs

bp = Blueprint("record", __name__)
TYPES = {Format.JSON: "application/json", Format.CSV: "text/csv; charset=utf-8"}
"""The kinds that are made at once: one client's table takes a worker no longer than a page."""


@bp.get("/clients/<public_id:client_id>/record.<kind>")
@needs(Permission.EXPORT_CLIENTS)
def record(client_id: PublicId, kind: str) -> ResponseReturnValue:
    """Everything that is kept about one client of one's own."""
    if kind not in TYPES:
        abort(404)
    found = export_own_record(actor(), client_id, clock.now())
    text = "".join(text_of([found], Format(kind), Rows.CHECK_INS, clock.now()))
    name = f"{found.client.code}.{kind}"
    file = send_file(BytesIO(text.encode()), mimetype=TYPES[Format(kind)], as_attachment=True, download_name=name)
    # Flask's own for files is "no-cache", which may be kept on disk.
    file.headers["Cache-Control"] = "no-store"
    return file
