"""One's own logins: showing once more who one is, and ending one that is somewhere else."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts.own_logins import end_own_login, renew_login
from kiosk.actions.accounts.second_factor import prove
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotAllowed
from kiosk.web.shared import browser_login
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.ask_to_log_in import refuse_tablets
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.fresh_proof import ask_to_prove
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.shared.unsent import opened
from kiosk.web.staff.account.forms import ProofForm
from kiosk.web.staff.account.refused import refused

bp = Blueprint("own_logins", __name__)
bp.context_processor(staff_names)
bp.before_request(refuse_tablets)


@bp.post("/account/prove")
@needs(Permission.KEEP_ACCOUNT)
def show_again() -> ResponseReturnValue:
    """Go on, with a login in place of the present one, once the proof is right."""
    form, me, now = ProofForm(), actor(), clock.now()
    target, sealed = safe_next(request.form.get("next", "/")), request.form.get("unsent", "")
    try:
        prove(me, form.password.data or "", form.code.data or "", now)
    except NotAllowed as refusal:
        status, headers = refused(refusal.why)
        return ask_to_prove(target, sealed, said(refusal.why)), status, headers
    browser_login.begin(renew_login(me, browser_login.held(), now))
    if unsent := opened(sealed, me.id):
        return render_template("account/unsent.html", page=unsent, is_proven=True)
    return redirect(target, code=303)


@bp.post("/account/logins/<public_id:login>/end")
@needs(Permission.KEEP_ACCOUNT)
def end_one(login: PublicId) -> ResponseReturnValue:
    """Log that browser out."""
    end_own_login(actor(), login, clock.now())
    return redirect(url_for("account.account", saved="ended"), code=303)
