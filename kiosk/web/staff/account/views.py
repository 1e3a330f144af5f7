"""Logging in and out, and one's own account."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions.accounts import log_in as logins
from kiosk.actions.accounts.second_factor import codes_of
from kiosk.actions.accounts.throttle import RETRY_AFTER_S
from kiosk.actions.exchange.imports import forget_uploads
from kiosk.domain.actors import Visitor
from kiosk.domain.permissions import Permission, may
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.refusals import Invalid, NotAllowed, NotSaved
from kiosk.network import network_of
from kiosk.queries.account import (
    Account,
    SeenLogin,
    see_account,
    see_logins,
    see_passkeys,
    see_tokens,
)
from kiosk.web.shared import browser_login
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.ask_to_log_in import LoginPage, ask_to_log_in, login_page, refuse_tablets
from kiosk.web.shared.browser_login import actor, somebody
from kiosk.web.shared.errors import problem
from kiosk.web.shared.gate import needs
from kiosk.web.shared.known import known_as
from kiosk.web.shared.languages import languages, said, spoken, use
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.account.entering import enter
from kiosk.web.staff.account.forms import LoginForm, PasswordForm
from kiosk.web.staff.account.pages import AccountPage, LoginCodePage, LoginRow
from kiosk.web.staff.account.refused import refused
from kiosk.web.staff.parts.times import clock_time, full_date

bp = Blueprint("account", __name__)
bp.context_processor(staff_names)
bp.before_request(refuse_tablets)

NOT_RIGHT = phrase("The email or the password is not right. Check both, and Caps Lock.")
SAVED = {
    "ended": phrase("That browser is logged out."),
    "arrival": phrase("Saved, for this device."),
    "duty": phrase("Saved."),
    "language": phrase("Saved. Your pages are in this language from now on."),
    "codes-off": phrase("Codes are off: your password alone logs you in. All other browsers are logged out."),
}
TOO_OFTEN = phrase("Too many tries for this address. Wait five minutes, then try again. Nothing is locked.")


@bp.get("/login")
def login() -> ResponseReturnValue:
    """The page for logging in."""
    if somebody() is not None:
        return redirect("/", code=303)
    target = safe_next(request.args.get("next", "/"))
    page = LoginPage(target) if "other" in request.args else login_page(target)
    return ask_to_log_in(replace(page, language=request.args.get("language", page.language)))


@bp.post("/login")
def begin() -> ResponseReturnValue:
    """Log in, or say in one sentence that it did not work, whichever of the two was wrong."""
    form, now = LoginForm(), clock.now()
    email, target = (form.email.data or "").strip(), safe_next(form.next.data or "/")
    again = LoginPage(
        target,
        email,
        locked=form.locked.data or "",
        unsent=form.unsent.data or "",
        language=form.language.data or "",
    )
    use(again.language)
    browser = logins.Browser(network_of(request.remote_addr or ""), known_as(), browser_login.held())
    try:
        came_in = logins.log_in(Visitor(), email, form.password.data or "", now, browser)
    except logins.TooOften:
        page = ask_to_log_in(_with(again, TOO_OFTEN))
        return page, 429, {"Retry-After": str(RETRY_AFTER_S)}
    except NotAllowed:
        return ask_to_log_in(_with(again, NOT_RIGHT)), 401
    if isinstance(came_in, logins.HalfWay):
        browser_login.begin_half(came_in.secret)
        return render_template("account/code.html", page=LoginCodePage(target, again.unsent, again.language))
    return enter(came_in, target, again.unsent)


@bp.post("/logout")
def end() -> ResponseReturnValue:
    """Log out, on the server too. The login page keeps their language, in its address and nowhere else."""
    me = somebody()
    logins.log_out(me or Visitor(), browser_login.end(), clock.now())
    if me:
        with suppress(NotSaved):
            forget_uploads(me, clock.now())
    return redirect(url_for(".login", language=me.language or None if me else None), code=303)


@bp.route("/account", methods=["GET", "POST"])
@needs(Permission.KEEP_ACCOUNT)
def account() -> ResponseReturnValue:
    """One's own account; a new password ends every other login."""
    kept, saved = see_account(actor()), ""
    fault: Phrase | None = None
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            secret = logins.change_password(
                actor(), form.password.data or "", form.new_password.data or "", clock.now()
            )
        except Invalid as error:
            fault = error.why
        else:
            browser_login.begin(secret)
            kept = replace(kept, has_password=True)
            saved = gettext("Your password is changed. All other browsers are logged out.")
    elif known := SAVED.get(request.args.get("saved", "")):
        saved = said(known)
    page = _account_page(kept, fault, saved)
    return render_template("account/account.html", page=page), *refused(fault)


@bp.post("/account/language")
@needs(Permission.KEEP_ACCOUNT)
def language() -> ResponseReturnValue:
    """Choose the language of one's own pages, or leave it to the browser."""
    chosen = request.form.get("language", "")
    if chosen and chosen not in languages("staff"):
        return problem(
            phrase("There are no pages in that language."), phrase("Nothing was changed. Choose from the list."), 422
        )
    logins.choose_language(actor(), chosen, clock.now())
    return redirect(url_for(".account", saved="language"), code=303)


def _account_page(kept: Account, fault: Phrase | None, saved: str) -> AccountPage:
    known, me, since = languages("staff"), actor(), clock.now() - logins.LOGIN_LASTS
    return AccountPage(
        name=me.name,
        email=kept.email,
        language=me.language,
        languages=[(tag, each.own_name) for tag, each in known.items()],
        is_draft=not known[spoken()].reviewed_by["staff"],
        has_password=kept.has_password,
        asks_for_codes=codes_of(me).on,
        passkeys=len(see_passkeys(me)),
        makes_tokens=may(me, Permission.MAKE_TOKENS),
        programs=len(see_tokens(me)) if may(me, Permission.MAKE_TOKENS) else 0,
        problem=said(fault) if fault else "",
        saved=saved,
        logins=[_login_row(one, me.time_zone) for one in see_logins(me, browser_login.held(), since)],
        on_duty=kept.on_duty,
        duty_minutes=kept.duty_minutes,
    )


def _login_row(login: SeenLogin, zone: str) -> LoginRow:
    now = clock.now()
    words = [gettext("Since %(when)s.", when=_moment(login.begun_at, now, zone))]
    if login.used_at:
        words.append(gettext("Something was saved last %(when)s.", when=_moment(login.used_at, now, zone)))
    return LoginRow(login.id, login.device or gettext("A browser"), " ".join(words), login.is_here)


def _moment(at: datetime, now: datetime, zone: str) -> str:
    return f"{full_date(at, now, zone)}, {clock_time(at, zone)}"


def _with(page: LoginPage, sentence: Phrase) -> LoginPage:
    return replace(page, problem=said(sentence))
