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
from kiosk.web.shared import access
from kiosk.web.shared.languages import said, use
from kiosk.web.staff.account.entering import enter
from kiosk.web.staff.account.forms import CodeForm, ProofForm
from kiosk.web.staff.account.offers import Offer, opened
from kiosk.web.staff.account.pages import CodePage, CodesPage, RecoveryPage, ScanPage
from kiosk.web.staff.account.refused import refused

bp = Blueprint("codes", __name__)
bp.context_processor(access.staff_names)
bp.before_request(access.refuse_tablets)

ISSUER = "Before You Go"
GROUP = 4
NOT_IN_TIME = phrase("That took more than fifteen minutes. Start again: nothing was changed.")


@bp.post("/login/code")
def come_in() -> ResponseReturnValue:
    """The second half of a login, for whoever has done the first."""
    form, now = CodeForm(), clock.now()
    target, unsent = access.safe_next(form.next.data or "/"), form.unsent.data or ""
    language = form.language.data or ""
    use(language)
    try:
        came_in = second_factor.come_in_by_code(Visitor(), access.half(), form.code.data or "", now)
    except NotAllowed as refusal:
        return _ask_again(refusal.why, CodePage(target, unsent, language, said(refusal.why)))
    return enter(came_in, target, unsent)


def _ask_again(fault: Phrase, page: CodePage) -> ResponseReturnValue:
    if fault is TOO_LATE:
        return access.ask_to_log_in(
            access.LoginPage(page.next, unsent=page.unsent, language=page.language, problem=page.problem)
        ), 401
    again = render_template("account/code.html", page=page)
    return (again, 429, {"Retry-After": str(RETRY_AFTER_S)}) if fault is TOO_OFTEN else (again, 401)


@bp.get("/account/codes")
@access.needs(Permission.KEEP_ACCOUNT)
def codes() -> ResponseReturnValue:
    """Show whether one's login asks for codes, and what can be done about it."""
    return _codes_page()


@bp.post("/account/codes")
@access.needs(Permission.KEEP_ACCOUNT)
def begin() -> ResponseReturnValue:
    """The password was typed again: a picture for the app."""
    if codes_of(access.actor()).on:
        return redirect(url_for(".codes"), code=303)
    if fault := _unproven():
        return _codes_page(fault)
    return _scan_page(Offer(access.actor().id, new_secret(), clock.now()))


@bp.post("/account/codes/on")
@access.needs(Permission.KEEP_ACCOUNT)
def turn_on() -> ResponseReturnValue:
    """The first code of the app: from here on every login asks for one."""
    now = clock.now()
    offer = opened(request.form.get("offer", ""), access.actor().id, now)
    if offer is None or codes_of(access.actor()).on:
        return _codes_page(NOT_IN_TIME)
    try:
        turned_on = second_factor.turn_on_codes(access.actor(), offer.secret, request.form.get("code", ""), now)
    except Invalid as refusal:
        return _scan_page(offer, refusal.why)
    return _recovery_page(turned_on)


@bp.post("/account/codes/recovery")
@access.needs(Permission.KEEP_ACCOUNT)
def renew() -> ResponseReturnValue:
    """Ten new recovery codes."""
    if fault := _unproven():
        return _codes_page(fault)
    return _recovery_page(second_factor.renew_recovery_codes(access.actor(), clock.now()))


@bp.post("/account/codes/off")
@access.needs(Permission.KEEP_ACCOUNT)
def turn_off() -> ResponseReturnValue:
    """Back to the password alone."""
    if fault := _unproven():
        return _codes_page(fault)
    access.begin(second_factor.turn_off_codes(access.actor(), clock.now()))
    return redirect(url_for("account.account", saved="codes-off"), code=303)


def _unproven() -> Phrase | None:
    form = ProofForm()
    try:
        second_factor.prove(access.actor(), form.password.data or "", form.code.data or "", clock.now())
    except NotAllowed as refusal:
        return refusal.why
    return None


def _codes_page(fault: Phrase | None = None) -> ResponseReturnValue:
    kept = see_account(access.actor())
    stands = codes_of(access.actor())
    page = CodesPage(kept.email, stands.on, stands.left, kept.has_password, problem=said(fault) if fault else "")
    return render_template("account/codes.html", page=page), *refused(fault)


def _scan_page(offer: Offer, fault: Phrase | None = None) -> ResponseReturnValue:
    picture = qr_code(address_for_app(offer.secret, ISSUER, see_account(access.actor()).email))
    page = ScanPage(picture, _grouped(offer.secret), offer.sealed(), said(fault) if fault else "")
    return render_template("account/scan.html", page=page), 422 if fault else 200


def _recovery_page(turned_on: TurnedOn) -> ResponseReturnValue:
    access.begin(turned_on.secret)
    return render_template("account/recovery.html", page=RecoveryPage([_grouped(c) for c in turned_on.recovery_codes]))


def _grouped(text: str) -> str:
    return " ".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))
