"""A client's own record as a file, for the therapist to hand on."""

from io import BytesIO

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.export import export_own_record
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.interchange.files import FORMATS
from kiosk.web.shared.access import actor, needs

bp = Blueprint("record", __name__)
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@bp.get("/clients/<public_id:client_id>/record.<kind>")
@needs(Permission.EXPORT_CLIENTS)
def record(client_id: PublicId, kind: str) -> ResponseReturnValue:
    """Everything that is kept about one client of one's own."""
    if kind not in FORMATS:
        abort(404)
    found = export_own_record(actor(), client_id, clock.now())
    text = "".join(FORMATS[kind]([found], clock.now()))
    name = f"{found.client.code}.{kind}"
    file = send_file(BytesIO(text.encode()), mimetype=TYPES[kind], as_attachment=True, download_name=name)
    # Flask's own for files is "no-cache", which may be kept on disk.
    file.headers["Cache-Control"] = "no-store"
    return file
