"""A device becomes a tablet: by a code that an administrator types, or, in a demo, by a link that works once."""

from datetime import datetime

from flask import Response, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts.throttle import RETRY_AFTER_S, Limit, admit
from kiosk.actions.tablets.pair import (
    begin_pairing,
    is_free_place,
    paired_with,
    practice_language,
    still_waits,
    take_place,
)
from kiosk.domain.actors import Visitor
from kiosk.domain.pairing import CODE_WORKS, shown_code
from kiosk.domain.refusals import NotFound
from kiosk.keys import keys
from kiosk.network import network_of
from kiosk.web.shared import browser_login, paired
from kiosk.web.shared.browser_login import somebody
from kiosk.web.shared.cookies import cookie_name, set_cookie
from kiosk.web.shared.errors import SENTENCES, problem
from kiosk.web.shared.languages import use
from kiosk.web.shared.paired import Dress, dress_as
from kiosk.web.tablet.pages import PairPage, TakePlacePage
from kiosk.web.tablet.room import bp
from kiosk.web.tablet.words import NOT_PAIRED, SHOWS_CODE, STALE

COOKIE = PURPOSE = "pairing"
MOST_CODES = 20
"""Codes that one address may ask for within five minutes."""


@bp.get("/tablet/pair")
def pair() -> ResponseReturnValue:
    """The code, or the button for one; once it was typed, on to the tablet's screen."""
    secret, code = _waiting()
    if paired.is_tablet():
        return _to_screen()
    if secret and (held := paired_with(secret, clock.now())):
        browser_login.leave_for_good()
        response = _to_screen()
        paired.give(response, held)
        _remember(response, "", lasts_s=0)
        return response
    return _page(secret, code, clock.now())


@bp.post("/tablet/pair")
def show_code() -> ResponseReturnValue:
    """A code for this device, unless it is a tablet already."""
    if paired.is_tablet():
        return _to_screen()
    now, visitor = clock.now(), network_of(request.remote_addr or "")
    if not admit(Visitor(), [Limit("pairing code", visitor, MOST_CODES)], now):
        heading, message = SENTENCES[429]
        return (*problem(heading, message, 429), {"Retry-After": str(RETRY_AFTER_S)})  # type: ignore[misc]
    shown = begin_pairing(Visitor(), now)
    response = make_response(redirect("/tablet/pair", code=303))
    value = keys().sign(PURPOSE, {"s": shown.secret, "code": shown.code})
    _remember(response, value, lasts_s=int(CODE_WORKS.total_seconds()) * 2)
    return response


@bp.post("/tablet/pair/ask")
def ask_paired() -> ResponseReturnValue:
    """The name of what `/tablet/pair` would show now."""
    secret, _ = _waiting()
    if paired.is_tablet() or (secret and paired_with(secret, clock.now())):
        return jsonify(screen="paired")
    return jsonify(screen=_name(secret, clock.now()))


@bp.get("/tablet/open/<link>")
def place(link: str) -> ResponseReturnValue:
    """One button; looking uses nothing up. A tablet that comes back to it is led on to its screen."""
    if paired.is_tablet():
        return _to_screen()
    dress_as(Dress("link", ask=""))
    free = is_free_place(link)
    logged_in = somebody()
    page = TakePlacePage(request.path if free else "", logged_in.name if logged_in else "")
    return render_template("tablet/open.html", page=page), 200 if free else 410


@bp.post("/tablet/open/<link>")
def take(link: str) -> ResponseReturnValue:
    """This device is the tablet from here on, and nobody is logged in on it any more."""
    if paired.is_tablet():
        return _to_screen()
    try:
        taken = take_place(Visitor(), link, clock.now())
    except NotFound:
        dress_as(Dress("link", ask=""))
        return render_template("tablet/open.html", page=TakePlacePage("")), 410
    browser_login.leave_for_good()
    response = _to_screen()
    paired.give(response, taken)
    return response


def _to_screen() -> Response:
    return make_response(redirect("/tablet", code=303))


def _page(secret: str, code: str, now: datetime) -> ResponseReturnValue:
    name = _name(secret, now)
    use(practice_language())
    dress_as(Dress(name, ask="/tablet/pair/ask", next="/tablet/pair"))
    heading, message = {"pair": NOT_PAIRED, "pair-stale": STALE, "pair-code": SHOWS_CODE}[name]
    shown = shown_code(code) if name == "pair-code" else ""
    page = PairPage(heading, message, shown, now_ms=int(now.timestamp() * 1000))
    return render_template("tablet/pair.html", page=page)


def _name(secret: str, now: datetime) -> str:
    if not secret:
        return "pair"
    return "pair-code" if still_waits(secret, now) else "pair-stale"


def _waiting() -> tuple[str, str]:
    """The secret that this device holds while it waits, and the code that it shows; empty when it has none."""
    match keys().signed(PURPOSE, request.cookies.get(cookie_name(COOKIE), "")):
        case {"s": str(secret), "code": str(code)}:
            return secret, code
        case _:
            return "", ""


def _remember(response: Response, value: str, lasts_s: int) -> None:
    set_cookie(response, COOKIE, value, lasts_s)
