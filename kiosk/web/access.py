"""Who is asking: the staff's login, its cookie, and the pages that need it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Response, g, render_template, request
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.log_in import log_out, who
from kiosk.storage.tables import Person
from kiosk.storage.tablet_tables import Tablet
from kiosk.web.errors import problem
from kiosk.web.paired import Dress, dress_as, tablet

IDLE_S = 90 * 60
REFRESH_S = 60
ENTRIES = {
    "therapist": "today",
    "account": "account",
    "asking": "clients",
    "clients": "clients",
    "practice": "settings",
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


def begin(secret: str) -> None:
    """This browser is logged in from here on; nothing is left of an earlier login, here or on the server."""
    log_out(end())
    g.pop("csrf_token", None)
    cookie_session["login"] = secret
    cookie_session["active"] = _seconds()


def end() -> str:
    """This browser is logged out; gives the secret that the server has to forget."""
    secret = str(cookie_session.get("login", ""))
    cookie_session.clear()
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
    secret = str(cookie_session.get("login", ""))
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
            page = LoginPage(next=request.path if request.method == "GET" else "/")
            return render_template("account/login.html", page=page), 401
        _stay_active()
        return view(*args, **kwargs)

    return guarded


def _locked() -> ResponseReturnValue:
    """On a tablet, the staff's pages lead back to its own screen."""
    dress_as(Dress("locked", ask=""))
    return render_template("tablet/locked.html"), 403, {"Refresh": "3; url=/tablet"}


def needs_administrator(view: Callable[Arguments, ResponseReturnValue]) -> Callable[Arguments, ResponseReturnValue]:
    """A page for those who look after the practice's settings."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        if "administrator" not in therapist().roles.split():
            return problem("Settings belong to the administrator.", "Nothing was changed. Ask them to change it.", 403)
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
