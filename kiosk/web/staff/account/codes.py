"""Authenticator app: the page that asks for one after the password, and those that set them up and switch them off."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts import second_factor
from kiosk.actions.accounts.one_time_codes import address_for_app, new_secret
from kiosk.actions.accounts.present_password import TOO_OFTEN
from kiosk.actions.accounts.second_factor import TOO_LATE, TurnedOn, codes_of
from kiosk.actions.accounts.throttle import RETRY_AFTER_S
from kiosk.domain.actors import Visitor
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.refusals import Invalid, NotAllowed
from kiosk.qr import qr_code
from kiosk.queries.account import see_account
from kiosk.web.shared import browser_login
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.ask_to_log_in import LoginPage, ask_to_log_in, refuse_tablets
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said, use
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.account.entering import enter
from kiosk.web.staff.account.forms import CodeForm, ProofForm
from kiosk.web.staff.account.offers import SetUpOffer, opened
from kiosk.web.staff.account.pages import CodesPage, LoginCodePage, RecoveryPage, ScanPage
from kiosk.web.staff.account.refused import refused

bp = Blueprint("codes", __name__)
bp.context_processor(staff_names)
bp.before_request(refuse_tablets)

ISSUER = "Before You Go"
GROUP = 4
NOT_IN_TIME = phrase("That took more than fifteen minutes. Start again: nothing was changed.")


@bp.post("/login/code")
def come_in() -> ResponseReturnValue:
    """The second half of a login, for whoever has done the first."""
    form, now = CodeForm(), clock.now()
    target, unsent = safe_next(form.next.data or "/"), form.unsent.data or ""
    language = form.language.data or ""
    use(language)
    try:
        came_in = second_factor.come_in_by_code(Visitor(), browser_login.half(), form.code.data or "", now)
    except NotAllowed as refusal:
        return _ask_again(refusal.why, LoginCodePage(target, unsent, language, said(refusal.why)))
    return enter(came_in, target, unsent)


def _ask_again(fault: Phrase, page: LoginCodePage) -> ResponseReturnValue:
    if fault is TOO_LATE:
        return ask_to_log_in(
            LoginPage(page.next, unsent=page.unsent, language=page.language, problem=page.problem)
        ), 401
    again = render_template("account/code.html", page=page)
    return (again, 429, {"Retry-After": str(RETRY_AFTER_S)}) if fault is TOO_OFTEN else (again, 401)


@bp.get("/account/codes")
@needs(Permission.KEEP_ACCOUNT)
def codes() -> ResponseReturnValue:
    """Show whether one's login asks for codes, and what can be done about it."""
    return _codes_page()


@bp.post("/account/codes")
@needs(Permission.KEEP_ACCOUNT)
def begin() -> ResponseReturnValue:
    """The password was typed again: a picture for the app."""
    if codes_of(actor()).on:
        return redirect(url_for(".codes"), code=303)
    if fault := _unproven():
        return _codes_page(fault)
    return _scan_page(SetUpOffer(actor().id, new_secret(), clock.now()))


@bp.post("/account/codes/on")
@needs(Permission.KEEP_ACCOUNT)
def turn_on() -> ResponseReturnValue:
    """The first code of the app: from here on every login asks for one."""
    now = clock.now()
    offer = opened(request.form.get("offer", ""), actor().id, now)
    if offer is None or codes_of(actor()).on:
        return _codes_page(NOT_IN_TIME)
    try:
        turned_on = second_factor.turn_on_codes(actor(), offer.secret, request.form.get("code", ""), now)
    except Invalid as refusal:
        return _scan_page(offer, refusal.why)
    return _recovery_page(turned_on)


@bp.post("/account/codes/recovery")
@needs(Permission.KEEP_ACCOUNT)
def renew() -> ResponseReturnValue:
    """Ten new recovery codes."""
    if fault := _unproven():
        return _codes_page(fault)
    return _recovery_page(second_factor.renew_recovery_codes(actor(), clock.now()))


@bp.post("/account/codes/off")
@needs(Permission.KEEP_ACCOUNT)
def turn_off() -> ResponseReturnValue:
    """Back to the password alone."""
    if fault := _unproven():
        return _codes_page(fault)
    browser_login.begin(second_factor.turn_off_codes(actor(), clock.now()))
    return redirect(url_for("account.account", saved="codes-off"), code=303)


def _unproven() -> Phrase | None:
    form = ProofForm()
    try:
        second_factor.prove(actor(), form.password.data or "", form.code.data or "", clock.now())
    except NotAllowed as refusal:
        return refusal.why
    return None


def _codes_page(fault: Phrase | None = None) -> ResponseReturnValue:
    kept = see_account(actor())
    stands = codes_of(actor())
    page = CodesPage(kept.email, stands.on, stands.left, kept.has_password, problem=said(fault) if fault else "")
    return render_template("account/codes.html", page=page), *refused(fault)


def _scan_page(offer: SetUpOffer, fault: Phrase | None = None) -> ResponseReturnValue:
    picture = qr_code(address_for_app(offer.secret, ISSUER, see_account(actor()).email))
    page = ScanPage(picture, _grouped(offer.secret), offer.sealed(), said(fault) if fault else "")
    return render_template("account/scan.html", page=page), 422 if fault else 200


def _recovery_page(turned_on: TurnedOn) -> ResponseReturnValue:
    browser_login.begin(turned_on.secret)
    return render_template("account/recovery.html", page=RecoveryPage([_grouped(c) for c in turned_on.recovery_codes]))


def _grouped(text: str) -> str:
    return " ".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))
