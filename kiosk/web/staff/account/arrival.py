"""Choices for this device: how an arrival is told, and whether colleagues' calls for help are."""

from flask import Blueprint, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts.duty import set_on_duty
from kiosk.domain.permissions import Permission
from kiosk.web.shared.arrival import set_arrival_signs
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.staff.parts.duty import duty_sentences

bp = Blueprint("arrival", __name__)


@bp.post("/account/arrival")
@needs(Permission.KEEP_ACCOUNT)
def choose() -> ResponseReturnValue:
    """Choose a sound, a vibration, both or none, on this device."""
    response = make_response(redirect(url_for("account.account", saved="arrival"), code=303))
    set_arrival_signs(response, actor().id, request.form.getlist("sign"))
    return response


@bp.post("/account/duty")
@needs(Permission.KEEP_ACCOUNT)
def agree() -> ResponseReturnValue:
    """Agree to be told of colleagues' calls for help that nobody has seen, or do so no longer."""
    set_on_duty(actor(), clock.now(), on=request.form.get("on", "") == "yes")
    return redirect(url_for("account.account", saved="duty"), code=303)


@bp.get("/duty")
@needs(Permission.KEEP_ACCOUNT)
def duty() -> ResponseReturnValue:
    """Answer an open page of somebody on duty, which asks every half minute."""
    return jsonify(sentences=duty_sentences(actor(), clock.now()))
