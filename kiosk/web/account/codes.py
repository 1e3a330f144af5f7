"""Codes from an app: the page that asks for one after the password, and those that set them up and switch them off."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions import second_factor
from kiosk.actions.log_in import LoggedIn
from kiosk.actions.one_time_codes import address_for_app, new_secret
from kiosk.actions.present_password import TOO_OFTEN
from kiosk.actions.second_factor import NOT_THE_CODE, TOO_LATE, TurnedOn, codes_of
from kiosk.actions.throttle import RETRY_AFTER_S
from kiosk.domain.phrases import Phrase, phrase
from kiosk.web import access
from kiosk.web.account.entering import enter
from kiosk.web.account.forms import CodeForm, ProofForm
from kiosk.web.account.offers import Offer, opened
from kiosk.web.account.pages import CodePage, CodesPage, RecoveryPage, ScanPage
from kiosk.web.account.refused import refused
from kiosk.web.codes import qr_code
from kiosk.web.languages import said, use

bp = Blueprint("codes", __name__)
bp.context_processor(access.staff_names)

ISSUER = "Before You Go"
GROUP = 4
NOT_IN_TIME = phrase("That took more than fifteen minutes. Begin once more: nothing was changed.")


@bp.post("/login/code")
def come_in() -> ResponseReturnValue:
    """The second half of a login, for whoever has done the first."""
    form, now = CodeForm(), clock.now()
    target, unsent = access.safe_next(form.next.data or "/"), form.unsent.data or ""
    language = form.language.data or ""
    use(language)
    match second_factor.come_in_by_code(access.half(), form.code.data or "", now):
        case LoggedIn() as came_in:
            return enter(came_in, target, unsent)
        case fault if fault is TOO_LATE:
            return access.ask_to_log_in(
                access.LoginPage(target, unsent=unsent, language=language, problem=said(fault))
            ), 401
        case fault:
            page = render_template("account/code.html", page=CodePage(target, unsent, language, said(fault)))
            return (page, 429, {"Retry-After": str(RETRY_AFTER_S)}) if fault is TOO_OFTEN else (page, 401)


@bp.get("/account/codes")
@access.needs_login
def codes() -> ResponseReturnValue:
    """Whether one's login asks for codes, and what can be done about it."""
    return _codes_page()


@bp.post("/account/codes")
@access.needs_login
def begin() -> ResponseReturnValue:
    """The password was typed again: a picture for the app."""
    person, now = access.therapist(), clock.now()
    if codes_of(person.id).on:
        return redirect(url_for(".codes"), code=303)
    if fault := _unproven():
        return _codes_page(fault)
    return _scan_page(Offer(person.id, new_secret(), now))


@bp.post("/account/codes/on")
@access.needs_login
def turn_on() -> ResponseReturnValue:
    """The first code of the app: from here on every login asks for one."""
    person, now = access.therapist(), clock.now()
    offer = opened(request.form.get("offer", ""), person.id, now)
    if offer is None or codes_of(person.id).on:
        return _codes_page(NOT_IN_TIME)
    turned_on = second_factor.turn_on_codes(person.id, offer.secret, request.form.get("code", ""), now)
    return _recovery_page(turned_on) if turned_on else _scan_page(offer, NOT_THE_CODE)


@bp.post("/account/codes/recovery")
@access.needs_login
def renew() -> ResponseReturnValue:
    """Ten new recovery codes."""
    if fault := _unproven():
        return _codes_page(fault)
    return _recovery_page(second_factor.renew_recovery_codes(access.therapist().id, clock.now()))


@bp.post("/account/codes/off")
@access.needs_login
def turn_off() -> ResponseReturnValue:
    """Back to the password alone."""
    if fault := _unproven():
        return _codes_page(fault)
    access.begin(second_factor.turn_off_codes(access.therapist().id, clock.now()))
    return redirect(url_for("account.account", saved="codes-off"), code=303)


def _unproven() -> Phrase | None:
    form = ProofForm()
    return second_factor.prove(access.therapist(), form.password.data or "", form.code.data or "", clock.now())


def _codes_page(fault: Phrase | None = None) -> ResponseReturnValue:
    person = access.therapist()
    stands = codes_of(person.id)
    page = CodesPage(
        person.email, stands.on, stands.left, bool(person.password_hash), problem=said(fault) if fault else ""
    )
    return render_template("account/codes.html", page=page), *refused(fault)


def _scan_page(offer: Offer, fault: Phrase | None = None) -> ResponseReturnValue:
    picture = qr_code(address_for_app(offer.secret, ISSUER, access.therapist().email))
    page = ScanPage(picture, _grouped(offer.secret), offer.sealed(), said(fault) if fault else "")
    return render_template("account/scan.html", page=page), 422 if fault else 200


def _recovery_page(turned_on: TurnedOn) -> ResponseReturnValue:
    access.begin(turned_on.secret)
    return render_template("account/recovery.html", page=RecoveryPage([_grouped(c) for c in turned_on.recovery_codes]))


def _grouped(text: str) -> str:
    return " ".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))
