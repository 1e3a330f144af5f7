"""Passkeys: the way in that asks nobody to remember anything, and the page that looks after them."""

from dataclasses import replace

from babel.dates import format_date
from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock, zones
from kiosk.actions.accounts import passkeys as acts
from kiosk.actions.accounts.passkey_values import Site
from kiosk.actions.accounts.present_password import TOO_OFTEN
from kiosk.actions.accounts.second_factor import codes_of, prove
from kiosk.actions.accounts.throttle import RETRY_AFTER_S, Limit, admit
from kiosk.core import settings
from kiosk.domain.actors import Visitor
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotAllowed
from kiosk.network import network_of
from kiosk.queries.account import SeenPasskey, see_account, see_passkeys
from kiosk.web.shared import browser_login, passkeys
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.ask_to_log_in import ask_to_log_in, login_page, refuse_tablets
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import locale, said, use
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.account.entering import enter
from kiosk.web.staff.account.forms import PasskeyForm, ProofForm
from kiosk.web.staff.account.pages import PasskeyRow, PasskeysPage
from kiosk.web.staff.account.refused import refused

bp = Blueprint("passkeys", __name__)
bp.context_processor(staff_names)
bp.before_request(refuse_tablets)

MOST_CHALLENGES = 200
"""Challenges that one network may ask for within five minutes: each is a row until it is answered."""
OPENS_NOTHING = phrase("That passkey does not work here. Log in with your password, or use another one.")
NOT_ADDED = phrase("That passkey was not added. Try again: nothing was changed.")
USED, NOT_USED = phrase("Last used on %(day)s."), phrase("Not used yet.")
SAVED = {
    "added": phrase("Your passkey is added. All other browsers are logged out."),
    "named": phrase("Name saved."),
    "removed": phrase("The passkey is removed and no longer works. All other browsers are logged out."),
}


@bp.post("/login/passkey/challenge")
def challenge() -> ResponseReturnValue:
    """Return the challenge that a passkey has to sign to log in."""
    site, now = _site(), clock.now()
    if not admit(Visitor(), [Limit("challenge", network_of(request.remote_addr or ""), MOST_CHALLENGES)], now):
        return jsonify(message=said(TOO_OFTEN)), 429, {"Retry-After": str(RETRY_AFTER_S)}
    made, options = acts.begin_entering(Visitor(), site, now)
    passkeys.keep_challenge(made)
    return Response(options, mimetype="application/json")


@bp.post("/login/passkey")
def come_in() -> ResponseReturnValue:
    """A passkey alone is a whole login: the device has asked for a finger, a face or its own code."""
    form = PasskeyForm()
    target, unsent = safe_next(form.next.data or "/"), form.unsent.data or ""
    answer = form.answer.data or ""
    try:
        came_in = acts.come_in_by_passkey(Visitor(), _site(), passkeys.take_challenge(), answer, clock.now())
    except NotAllowed:
        page = login_page(target)
        language = form.language.data or page.language
        use(language)
        page = replace(page, unsent=unsent, language=language, problem=said(OPENS_NOTHING))
        return ask_to_log_in(page), 401
    return enter(came_in, target, unsent)


@bp.get("/account/passkeys")
@needs(Permission.KEEP_ACCOUNT)
def own() -> ResponseReturnValue:
    """One's own passkeys."""
    return _page(saved=SAVED.get(request.args.get("saved", "")))


@bp.post("/account/passkeys/challenge")
@needs(Permission.KEEP_ACCOUNT)
def challenge_to_add() -> ResponseReturnValue:
    """The password was typed again: what a new passkey has to sign."""
    site = _site()
    if fault := _unproven():
        return jsonify(message=said(fault)), *refused(fault)
    made, options = acts.begin_adding(actor(), site, clock.now())
    passkeys.keep_challenge(made)
    return Response(options, mimetype="application/json")


@bp.post("/account/passkeys")
@needs(Permission.KEEP_ACCOUNT)
def add() -> ResponseReturnValue:
    """The new passkey, as the device made it."""
    answer, name = request.form.get("answer", ""), request.form.get("name", "")
    try:
        secret = acts.add_passkey(actor(), _site(), passkeys.take_challenge(), answer, name, clock.now())
    except Invalid:
        return _page(NOT_ADDED)
    return _changed(secret, "added")


@bp.post("/account/passkeys/<public_id:passkey>")
@needs(Permission.KEEP_ACCOUNT)
def rename(passkey: PublicId) -> ResponseReturnValue:
    """By which name one knows it."""
    acts.rename_passkey(actor(), passkey, request.form.get("name", ""), clock.now())
    return redirect(url_for(".own", saved="named"), code=303)


@bp.post("/account/passkeys/<public_id:passkey>/remove")
@needs(Permission.KEEP_ACCOUNT)
def remove(passkey: PublicId) -> ResponseReturnValue:
    """It opens nothing any more."""
    if passkey not in {each.id for each in see_passkeys(actor())}:
        abort(404)
    if fault := _unproven():
        return _page(fault)
    return _changed(acts.remove_passkey(actor(), passkey, clock.now()), "removed")


def _site() -> Site:
    return passkeys.site_of(settings()) or abort(404)


def _unproven() -> Phrase | None:
    form = ProofForm()
    try:
        prove(actor(), form.password.data or "", form.code.data or "", clock.now())
    except NotAllowed as refusal:
        return refusal.why
    return None


def _changed(secret: str, what: str) -> ResponseReturnValue:
    browser_login.begin(secret)
    return redirect(url_for(".own", saved=what), code=303)


def _page(fault: Phrase | None = None, saved: Phrase | None = None) -> ResponseReturnValue:
    me = actor()
    kept = see_account(me)
    if passkeys.site_of(settings()) and kept.has_password:
        passkeys.allow("create")
    page = PasskeysPage(
        email=kept.email,
        passkeys=[_row(each, me.time_zone) for each in see_passkeys(me)],
        asks_for_codes=codes_of(me).on,
        has_password=kept.has_password,
        problem=said(fault) if fault else "",
        saved=said(saved) if saved else "",
    )
    return render_template("account/passkeys.html", page=page), *refused(fault)


def _row(passkey: SeenPasskey, zone: str) -> PasskeyRow:
    used = passkey.used_at
    day = format_date(used.astimezone(zones.zone(zone)).date(), gettext("d MMMM y"), locale()) if used else ""
    return PasskeyRow(passkey.id, passkey.name or gettext("Passkey"), USED.filled(day=day) if used else NOT_USED)
