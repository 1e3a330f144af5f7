"""The switch of a screen that one person alone sees, and who is logged in in this browser."""

from flask import Blueprint, jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue

from kiosk.domain.permissions import Permission
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.browser_login import actor, ends_in_s, somebody
from kiosk.web.shared.gate import needs
from kiosk.web.shared.private import private_screen, set_private

bp = Blueprint("private", __name__)


@bp.get("/private")
@needs(Permission.KEEP_ACCOUNT)
def state() -> ResponseReturnValue:
    """Say whether it is on, for a page that heard from another tab that it is not as it shows it."""
    return jsonify(on=private_screen(actor()) is not None)


@bp.post("/private")
@needs(Permission.KEEP_ACCOUNT)
def switch() -> ResponseReturnValue:
    """Turn it on or off, and go back to the page it was turned on."""
    response = make_response(redirect(safe_next(request.form.get("next", "")), code=303))
    set_private(response, actor().id, on=request.form.get("on") == "yes")
    return response


@bp.get("/account/here")
def here() -> ResponseReturnValue:
    """Say whose login this browser has and for how long, so that pages of an ended one cover themselves."""
    found = somebody()
    return jsonify(person=found.id if found else "", ends_in=ends_in_s())
