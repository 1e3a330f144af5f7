"""The login of the browser that asks: its cookie, the actor it makes, and when it ends."""

from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus

from flask import Response, after_this_request, g, request
from flask import session as cookie_session

from kiosk import clock
from kiosk.actions.accounts.log_in import log_out, who
from kiosk.actions.accounts.own_logins import note_use
from kiosk.domain.actors import Staff, Visitor
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotSaved
from kiosk.queries.account import LastHere, last_here
from kiosk.storage.db import look_again
from kiosk.web.shared.devices import device_of
from kiosk.web.shared.paired import is_tablet
from kiosk.web.shared.readings import origin

IDLE_S = 90 * 60
REFRESH_S = 60
"""Activity is noted to this many seconds."""


def begin(secret: str) -> None:
    """Log this browser in; an earlier login in it ends, here and on the server."""
    log_out(Visitor(), end(), clock.now())
    g.pop("csrf_token", None)
    cookie_session["login"] = secret
    cookie_session["active"] = cookie_session["saved"] = _seconds()
    note_use(secret, clock.now(), device_of(request.user_agent.string))
    look_again()  # so that the page of this request finds the new login, too


def begin_half(secret: str) -> None:
    """Begin half a login, in place of any earlier one: it opens nothing but the page that asks for a code."""
    log_out(Visitor(), end(), clock.now())
    g.pop("csrf_token", None)
    cookie_session["half"] = secret


def half() -> str:
    """Return the secret of this browser's half login; empty without one."""
    return str(cookie_session.get("half", ""))


def held() -> str:
    """Return the secret of this browser's login, idle or not; empty without one."""
    return str(cookie_session.get("login", ""))


def end() -> str:
    """Log this browser out, and return the secret that the server has to forget."""
    secret = held()
    left = last_person()
    cookie_session.clear()
    if left:
        cookie_session["left"] = left.id
    g.pop("actor", None)
    return secret


def leave_for_good() -> bool:
    """Log out a browser that becomes a tablet, and forget who used it; says whether somebody was logged in."""
    secret = end()
    log_out(Visitor(), secret, clock.now())
    cookie_session.clear()
    return bool(secret)


def somebody() -> Staff | None:
    """Return the actor who is logged in, or None; never anybody on a paired tablet. Looked up once for each request."""
    if "actor" not in g:
        secret = cookie_session.get("login")
        works = bool(secret) and _idle_s() <= IDLE_S and not is_tablet()
        found = who(str(secret), clock.now()) if works else None
        g.actor = replace(found, origin=origin()) if found else None
    here: Staff | None = g.actor
    return here


def actor() -> Staff:
    """Return the actor who is logged in, on a page behind `gate.needs`."""
    found = somebody()
    if found is None:
        raise LookupError("A page for staff was reached without a permission.")
    return found


def ends_in_s() -> int:
    """Return the seconds until this browser's login ends unless somebody uses it; 0 without one."""
    found = somebody()
    if found is None or found.until is None:
        return 0
    left = found.until - clock.now()
    return max(1, min(int(left.total_seconds()), IDLE_S - _idle_s() + 1))


def last_person() -> LastHere | None:
    """Return the person of a login that is here, expired or idle as it may be. For display only; never authorizes."""
    secret = held()
    return last_here(secret) if secret else None


def last_person_id() -> PublicId | None:
    """Return the id of the person who was logged in here last, also after they logged out; None if nobody was."""
    last = last_person()
    left = str(cookie_session.get("left", ""))
    return last.id if last else PublicId(left) or None


def is_only_idle() -> bool:
    """Return whether the login here has not ended on the server, so that the password alone resumes it."""
    return bool(held()) and who(held(), clock.now()) is not None


def stay_active() -> None:
    """Note activity on the login; requests that a page makes by itself are none."""
    by_itself = request.endpoint == "events.events" or request.headers.get("X-Asked-By") == "page"
    if by_itself:
        return
    if _idle_s() > REFRESH_S:
        cookie_session["active"] = _seconds()
    if request.method == "POST" and _since("saved") > REFRESH_S:  # by its own time: a page was loaded just before
        after_this_request(_note_saving)


def _note_saving(response: Response) -> Response:
    """Note on the login that something was saved by it, unless that was refused or the login has ended."""
    if response.status_code < HTTPStatus.BAD_REQUEST and held():
        cookie_session["saved"] = _seconds()
        with suppress(NotSaved):
            note_use(held(), clock.now())
    return response


def _idle_s() -> int:
    return _since("active")


def _since(what: str) -> int:
    return _seconds() - int(cookie_session.get(what, 0))


def _seconds() -> int:
    return int(clock.now().timestamp())
