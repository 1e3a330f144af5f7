"""Whether the server and its database are well, for whoever watches over them."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from kiosk import __version__
from kiosk.storage.db import ailment

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """200 when all is well, 503 with the reason when not."""
    found = ailment()
    if found:
        return jsonify(status="unwell", database=found, version=__version__), 503
    return jsonify(status="ok", database="ok", version=__version__)
