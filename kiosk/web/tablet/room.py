"""The room itself: every page of it finds back from whatever goes wrong."""

from flask import Blueprint

from kiosk.web.shared.paired import ROOM, Dress, dress_as

bp = Blueprint(ROOM, __name__)


@bp.before_request
def dress_for_problems() -> None:
    """Dress each page of this room as an error, such as a full disk, unless it says otherwise."""
    dress_as(Dress("problem"))
