"""Who is asking: the staff's login, its cookie, and the pages that need it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Response, g, render_template, request
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from kiosk import clock
from kiosk.actions.log_in import log_out, who, whose
from kiosk.domain.phrases import phrase
from kiosk.storage.db import look_again
from kiosk.storage.tables import Person
from kiosk.storage.tablet_tables import Tablet
from kiosk.web import passkeys
from kiosk.web.errors import problem, stale_page
from kiosk.web.languages import use
from kiosk.web.paired import Dress, dress_as, tablet
from kiosk.web.settings import settings
from kiosk.web.unsent import unsent_by

IDLE_S = 90 * 60
REFRESH_S = 60
ENTRIES = {
    "therapist": "today",
    "account": "account",
    "codes": "account",
    "passkeys": "account",
    "asking": "clients",
    "clients": "clients",
    "practice": "settings",
    "languages": "settings",
    "results": "settings",
    "tablets": "settings",
}
"""The entry of the top bar under which each room stands."""

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class LoginPage:
    """Logging in, and where to go afterwards."""

    next: str = "/"
    email: str = ""
    problem: str = ""
    locked: str = ""
    """Whose page this is that nobody has touched for a while: their password alone opens it again."""
    unsent: str = ""
    """What was sent just now and waits, sealed, for the login."""
    language: str = ""
    """That of whoever was here until now, which says nothing else of them; empty for the browser's."""


def begin(secret: str) -> None:
    """This browser is logged in from here on; nothing is left of an earlier login, here or on the server."""
    log_out(end())
    g.pop("csrf_token", None)
    cookie_session["login"] = secret
    cookie_session["active"] = _seconds()
    look_again()  # so that the page of this request finds the new login, too


def begin_half(secret: str) -> None:
    """Half a login, in place of whatever was here before: it opens nothing but the page that asks for a code."""
    log_out(end())
    g.pop("csrf_token", None)
    cookie_session["half"] = secret


def half() -> str:
    """The secret of the half this browser has."""
    return str(cookie_session.get("half", ""))


def held() -> str:
    """The secret of the login this browser has, whether or not anybody touched it lately."""
    return str(cookie_session.get("login", ""))


def end() -> str:
    """This browser is logged out; gives the secret that the server has to forget."""
    secret = held()
    left = _last()
    cookie_session.clear()
    if left:
        cookie_session["left"] = left.id
    g.pop("person", None)
    return secret


def person() -> Person | None:
    """Who is asking, or None. Looked up once for each request."""
    if "person" not in g:
        secret = cookie_session.get("login")
        idle = _seconds() - int(cookie_session.get("active", 0))
        g.person = who(str(secret), clock.now()) if secret and idle <= IDLE_S else None
    found: Person | None = g.person
    return found


def therapist() -> Person:
    """Who is asking, where `needs_login` has made sure that somebody is."""
    found = person()
    if found is None:
        raise LookupError("A page for staff was reached without needs_login.")
    return found


def staff_names() -> dict[str, object]:
    """What every template of the staff's rooms may count on: who is logged in, and which entry one is at."""
    return {"me": person(), "here": ENTRIES.get(request.blueprint or "", "")}


def login_check() -> Callable[[], bool]:
    """Whether this login still holds, for a stream that outlives its request."""
    secret = held()
    return lambda: who(secret, clock.now()) is not None


def needs_login(view: Callable[Arguments, ResponseReturnValue]) -> Callable[Arguments, ResponseReturnValue]:
    """A page for staff: anybody else is asked to log in, at the same address, and gets there afterwards."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        if person() is None:
            if request.headers.get("Accept", "").startswith("text/event-stream"):
                return Response(status=401)
            if isinstance(tablet(), Tablet):
                return _locked()
            return ask_to_log_in(login_page()), 401
        _stay_active()
        return view(*args, **kwargs)

    return guarded


def _locked() -> ResponseReturnValue:
    """On a tablet, the staff's pages lead back to its own screen."""
    dress_as(Dress("locked", ask=""))
    return render_template("tablet/locked.html"), 403, {"Refresh": "3; url=/tablet"}


def login_page(address: str = "") -> LoginPage:
    """The login for whoever was here before: after a pause one only unlocks, and what was just sent is kept."""
    last, target = _last(), address or (request.path if request.method == "GET" else "/")
    left = last.id if last else int(cookie_session.get("left", 0))
    unsent = unsent_by(left) if left else None
    sealed = unsent.sealed() if unsent else ""
    if last and who(str(cookie_session["login"]), clock.now()):
        return LoginPage(target, last.email, locked=last.name, unsent=sealed, language=last.language)
    return LoginPage(target, unsent=sealed, language=last.language if last else "")


def ask_to_log_in(page: LoginPage) -> str:
    """The page for it, at whatever address it is needed."""
    if passkeys.site_of(settings()):
        passkeys.allow("get")
    use(page.language)
    return render_template("account/login.html", page=page)


def stale(error: CSRFError) -> ResponseReturnValue:
    """A page from before the last login or logout: what it sent is shown again to whoever sent it, and not lost."""
    here = person()
    if here is None:
        page = login_page()
        return (ask_to_log_in(page), 401) if page.unsent else stale_page(error)
    unsent = unsent_by(here.id)
    return (render_template("account/unsent.html", page=unsent, **staff_names()), 400) if unsent else stale_page(error)


def _last() -> Person | None:
    """Who was logged in here until it ran out or was left alone."""
    secret = cookie_session.get("login")
    return whose(str(secret)) if secret else None


def needs_administrator(view: Callable[Arguments, ResponseReturnValue]) -> Callable[Arguments, ResponseReturnValue]:
    """A page for those who look after the practice's settings."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        if "administrator" not in therapist().roles.split():
            return problem(
                phrase("Settings belong to the administrator."),
                phrase("Nothing was changed. Ask them to change it."),
                403,
            )
        return view(*args, **kwargs)

    return needs_login(guarded)


def _stay_active() -> None:
    """What a page fetches by itself does not count as somebody being there."""
    by_itself = request.endpoint == "therapist.events" or request.headers.get("X-Asked-By") == "page"
    if not by_itself and _seconds() - int(cookie_session.get("active", 0)) > REFRESH_S:
        cookie_session["active"] = _seconds()


def safe_next(address: str) -> str:
    """Where to go after logging in: a path of this server, or the day page."""
    parts = urlsplit(address)
    inside = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if inside and not parts.scheme and not parts.netloc else "/"


def _seconds() -> int:
    return int(clock.now().timestamp())
