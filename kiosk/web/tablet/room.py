"""The room itself: every page of it is refused to forms of other sites."""

from flask import Blueprint

from kiosk.web.own_site import refuse_other_sites
from kiosk.web.paired import ROOM

bp = Blueprint(ROOM, __name__)
bp.before_request(refuse_other_sites)
