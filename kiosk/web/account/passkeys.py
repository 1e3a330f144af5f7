"""Passkeys: the way in that asks nobody to remember anything, and the page that looks after them."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions import passkeys as acts
from kiosk.actions.ceremonies import Site
from kiosk.actions.passkeys import passkeys_of
from kiosk.actions.second_factor import codes_of, prove
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage.factor_tables import Passkey
from kiosk.storage.tables import Person
from kiosk.web import access, passkeys
from kiosk.web.account.entering import enter
from kiosk.web.account.forms import PasskeyForm, ProofForm
from kiosk.web.account.pages import PasskeyRow, PasskeysPage
from kiosk.web.account.refused import refused
from kiosk.web.languages import locale, said, use
from kiosk.web.settings import settings

bp = Blueprint("passkeys", __name__)
bp.context_processor(access.staff_names)

OPENS_NOTHING = phrase("That passkey opens nothing here. Log in with your password, or use another one.")
NOT_ADDED = phrase("That passkey was not added. Try once more: nothing was changed.")
USED, NOT_USED = phrase("Used last on %(day)s."), phrase("Not used yet.")
SAVED = {
    "added": phrase("Your passkey is added. Every other browser is logged out."),
    "named": phrase("The name is kept."),
    "removed": phrase("The passkey is removed: it opens nothing any more. Every other browser is logged out."),
}


@bp.post("/login/passkey/challenge")
def challenge() -> ResponseReturnValue:
    """What a passkey has to sign to come in."""
    made, options = acts.begin_entering(_site(), clock.now())
    passkeys.keep_challenge(made)
    return Response(options, mimetype="application/json")


@bp.post("/login/passkey")
def come_in() -> ResponseReturnValue:
    """A passkey alone is a whole login: the device has asked for a finger, a face or its own code."""
    form = PasskeyForm()
    target, unsent = access.safe_next(form.next.data or "/"), form.unsent.data or ""
    came_in = acts.come_in_by_passkey(_site(), passkeys.take_challenge(), form.answer.data or "", clock.now())
    if came_in is None:
        page = access.login_page(target)
        language = form.language.data or page.language
        use(language)
        page = replace(page, unsent=unsent, language=language, problem=said(OPENS_NOTHING))
        return access.ask_to_log_in(page), 401
    return enter(came_in, target, unsent)


@bp.get("/account/passkeys")
@access.needs_login
def own() -> ResponseReturnValue:
    """One's own passkeys."""
    return _page(saved=SAVED.get(request.args.get("saved", "")))


@bp.post("/account/passkeys/challenge")
@access.needs_login
def challenge_to_add() -> ResponseReturnValue:
    """The password was typed again: what a new passkey has to sign."""
    site, person, now = _site(), access.therapist(), clock.now()
    if fault := _unproven(person):
        return jsonify(message=said(fault)), *refused(fault)
    made, options = acts.begin_adding(site, person, now)
    passkeys.keep_challenge(made)
    return Response(options, mimetype="application/json")


@bp.post("/account/passkeys")
@access.needs_login
def add() -> ResponseReturnValue:
    """The new passkey, as the device made it."""
    answer, name = request.form.get("answer", ""), request.form.get("name", "")
    person = access.therapist()
    secret = acts.add_passkey(person.id, _site(), passkeys.take_challenge(), answer, name, clock.now())
    return _changed(secret, "added") if secret else _page(NOT_ADDED)


@bp.post("/account/passkeys/<int:passkey>")
@access.needs_login
def rename(passkey: int) -> ResponseReturnValue:
    """By which name one knows it."""
    if not acts.rename_passkey(access.therapist().id, passkey, request.form.get("name", "")):
        abort(404)
    return redirect(url_for(".own", saved="named"), code=303)


@bp.post("/account/passkeys/<int:passkey>/remove")
@access.needs_login
def remove(passkey: int) -> ResponseReturnValue:
    """It opens nothing any more."""
    person = access.therapist()
    if passkey not in {each.id for each in passkeys_of(person.id)}:
        abort(404)
    if fault := _unproven(person):
        return _page(fault)
    return _changed(acts.remove_passkey(person.id, passkey, clock.now()) or abort(404), "removed")


def _site() -> Site:
    return passkeys.site_of(settings()) or abort(404)


def _unproven(person: Person) -> Phrase | None:
    form = ProofForm()
    return prove(person, form.password.data or "", form.code.data or "", clock.now())


def _changed(secret: str, what: str) -> ResponseReturnValue:
    access.begin(secret)
    return redirect(url_for(".own", saved=what), code=303)


def _page(fault: Phrase | None = None, saved: Phrase | None = None) -> ResponseReturnValue:
    person = access.therapist()
    if passkeys.site_of(settings()) and person.password_hash:
        passkeys.allow("create")
    page = PasskeysPage(
        email=person.email,
        passkeys=[_row(each, person.practice.time_zone) for each in passkeys_of(person.id)],
        asks_for_codes=codes_of(person.id).on,
        has_password=bool(person.password_hash),
        problem=said(fault) if fault else "",
        saved=said(saved) if saved else "",
    )
    return render_template("account/passkeys.html", page=page), *refused(fault)


def _row(passkey: Passkey, zone: str) -> PasskeyRow:
    used = passkey.used_at
    day = format_date(used.astimezone(ZoneInfo(zone)).date(), "long", locale()) if used else ""
    return PasskeyRow(passkey.id, passkey.name or gettext("Passkey"), USED.filled(day=day) if used else NOT_USED)
