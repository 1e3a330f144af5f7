"""The health of the server and its database, for monitoring."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from kiosk import __version__
from kiosk.storage.db import ailment
from kiosk.storage.trial import trial

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """200 when all is well, 503 with the reason when pages cannot be read or answers cannot be stored."""
    found = ailment() or trial().ailment()
    if found:
        return jsonify(status="unwell", database=found, version=__version__), 503
    return jsonify(status="ok", database="ok", version=__version__)
