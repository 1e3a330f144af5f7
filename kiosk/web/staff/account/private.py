"""The switch of one screen: only the person who is logged in can see it."""

from flask import Blueprint, make_response, redirect, request
from flask.typing import ResponseReturnValue

from kiosk.domain.permissions import Permission
from kiosk.web.shared.access import actor, needs, safe_next
from kiosk.web.shared.private import set_private

bp = Blueprint("private", __name__)


@bp.post("/private")
@needs(Permission.KEEP_ACCOUNT)
def switch() -> ResponseReturnValue:
    """Turn it on or off, and go back to the page it was turned on."""
    response = make_response(redirect(safe_next(request.form.get("next", "")), code=303))
    set_private(response, actor().id, on=request.form.get("on") == "yes")
    return response
