"""The room itself: every page of it is refused to forms of other sites, and finds back from whatever goes wrong."""

from flask import Blueprint

from kiosk.web.own_site import refuse_other_sites
from kiosk.web.paired import ROOM, Dress, dress_as

bp = Blueprint(ROOM, __name__)
bp.before_request(refuse_other_sites)


@bp.before_request
def dress_for_problems() -> None:
    """What a page of this room wears unless it says otherwise: that of an error, such as a full disk."""
    dress_as(Dress("problem"))
