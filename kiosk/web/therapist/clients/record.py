"""A client's own record as a file, for the therapist to hand on."""

from io import BytesIO

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.records import own_record
from kiosk.exports.files import FORMATS
from kiosk.web.access import needs_login, therapist

bp = Blueprint("record", __name__)
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@bp.get("/clients/<int:client_id>/record.<kind>")
@needs_login
def record(client_id: int, kind: str) -> ResponseReturnValue:
    """Everything that is kept about one client of one's own."""
    found = own_record(therapist(), client_id) if kind in FORMATS else None
    if found is None:
        abort(404)
    text = FORMATS[kind]([found], clock.now())
    name = f"{found.client.code}.{kind}"
    file = send_file(BytesIO(text.encode()), mimetype=TYPES[kind], as_attachment=True, download_name=name)
    # Flask's own for files is "no-cache", which may be kept on disk.
    file.headers["Cache-Control"] = "no-store"
    return file
