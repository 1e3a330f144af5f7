"""The gate of the staff's pages: the login, its cookie, the actor it makes, and the permission that each page needs."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import wraps
from typing import Final, ParamSpec, TypeAlias
from urllib.parse import urlsplit

from flask import Response, g, render_template, request
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from kiosk import clock, zones
from kiosk.actions.accounts.log_in import log_out, who
from kiosk.actions.accounts.own_logins import is_proven, note_use
from kiosk.actions.accounts.second_factor import codes_of
from kiosk.domain.actors import Staff, Visitor
from kiosk.domain.permissions import Permission, Verdict, judge, may
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotSaved
from kiosk.queries.account import LastHere, last_here, practice_at_login, see_account
from kiosk.storage.db import look_again
from kiosk.web.shared import passkeys
from kiosk.web.shared.arrival import arrival_signs
from kiosk.web.shared.devices import device_of
from kiosk.web.shared.errors import SENTENCES, problem, stale_page
from kiosk.web.shared.languages import use
from kiosk.web.shared.menu import menu_of
from kiosk.web.shared.paired import Dress, dress_as, is_tablet
from kiosk.web.shared.private import private_screen
from kiosk.web.shared.readings import origin
from kiosk.web.shared.settings import settings
from kiosk.web.shared.unsent import sender_field, sender_of_form, unsent_by

IDLE_S = 90 * 60
REFRESH_S = 60
STREAM = "text/event-stream"
LOCKED_S = 8
"""Seconds for which a tablet says that nobody logs in on it: enough to read it, and short for the next client."""

Arguments = ParamSpec("Arguments")
View: TypeAlias = Callable[Arguments, ResponseReturnValue]
SETTINGS_REFUSED = (
    phrase("Settings belong to the administrator."),
    phrase("Nothing was changed. Ask them to change it."),
)
CHECK_INS_REFUSED = (
    phrase("Check-ins belong to therapists."),
    phrase("You do not have that role. An administrator can give it to you."),
)
EXPORTS: Final = frozenset({Permission.EXPORT_CLIENTS, Permission.EXPORT_AUDIT})
EVERYDAY: Final = frozenset(
    {
        Permission.KEEP_ACCOUNT,
        Permission.ASK_CLIENTS,
        Permission.CORRECT_RECORDS,
        Permission.READ_RESULTS,
        Permission.READ_WORDS,
        Permission.READ_SUPERVISION,
        Permission.READ_AUDIT,
        Permission.IMPORT_CLIENTS,
        Permission.MANAGE_TABLETS,
    }
)
"""Permissions whose forms need no fresh proof; every other one needs a proof of the last five minutes.

Passwords, codes of apps and passkeys ask for one in their own forms.
"""
REFUSED: Final[Mapping[Permission, tuple[Phrase, Phrase]]] = {
    Permission.CHANGE_PRACTICE: SETTINGS_REFUSED,
    Permission.MANAGE_TABLETS: SETTINGS_REFUSED,
    Permission.MANAGE_PEOPLE: SETTINGS_REFUSED,
    Permission.SEND_ONWARD: SETTINGS_REFUSED,
    Permission.READ_AUDIT: SETTINGS_REFUSED,
    Permission.EXPORT_AUDIT: SETTINGS_REFUSED,
    Permission.ASK_CLIENTS: CHECK_INS_REFUSED,
    Permission.READ_RESULTS: CHECK_INS_REFUSED,
    Permission.EXPORT_CLIENTS: CHECK_INS_REFUSED,
    Permission.IMPORT_CLIENTS: CHECK_INS_REFUSED,
    Permission.ERASE_CLIENTS: CHECK_INS_REFUSED,
    Permission.MAKE_TOKENS: CHECK_INS_REFUSED,
}
"""Heading and message for somebody who is logged in and lacks a permission."""


@dataclass(frozen=True)
class LoginPage:
    """Logging in, and where to go afterwards."""

    next: str = "/"
    email: str = ""
    problem: str = ""
    locked: str = ""
    """The name of the person whose idle login their password alone resumes; empty without one."""
    unsent: str = ""
    """The form that was sent just now and waits, sealed, for the login."""
    language: str = ""
    """The language of whoever was here until now, which says nothing else of them; empty for the browser's."""
    practice: str = ""
    """The name of the practice that this server is for; empty where there are several."""


def begin(secret: str) -> None:
    """This browser is logged in from here on; nothing is left of an earlier login, here or on the server."""
    log_out(Visitor(), end(), clock.now())
    g.pop("csrf_token", None)
    cookie_session["login"] = secret
    cookie_session["active"] = _seconds()
    note_use(secret, clock.now(), device_of(request.user_agent.string))
    look_again()  # so that the page of this request finds the new login, too


def begin_half(secret: str) -> None:
    """Half a login, in place of whatever was here before: it opens nothing but the page that asks for a code."""
    log_out(Visitor(), end(), clock.now())
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
    g.pop("actor", None)
    return secret


def leave_for_good() -> bool:
    """Log out a browser that becomes a tablet, and forget who used it; says whether somebody was logged in."""
    secret = end()
    log_out(Visitor(), secret, clock.now())
    cookie_session.clear()
    return bool(secret)


def somebody() -> Staff | None:
    """The actor who is asking, or None. Looked up once for each request; nobody is logged in on a paired tablet."""
    if "actor" not in g:
        secret = cookie_session.get("login")
        idle = _seconds() - int(cookie_session.get("active", 0))
        works = bool(secret) and idle <= IDLE_S and not is_tablet()
        found = who(str(secret), clock.now()) if works else None
        g.actor = replace(found, origin=origin()) if found else None
    here: Staff | None = g.actor
    return here


def actor() -> Staff:
    """The actor who is asking, on a page behind `needs`."""
    found = somebody()
    if found is None:
        raise LookupError("A page for staff was reached without a permission.")
    return found


def login_ends_in() -> int:
    """Return the seconds until this browser's login ends unless somebody uses it; 0 without one."""
    found = somebody()
    if found is None or found.until is None:
        return 0
    left = found.until - clock.now()
    return max(1, min(int(left.total_seconds()), IDLE_S - (_seconds() - int(cookie_session.get("active", 0))) + 1))


def staff_names() -> dict[str, object]:
    """Return the names that every staff template may use, such as the person logged in and the current menu entry."""
    found = somebody()
    stored = found.time_zone if found else ""
    return {
        "me": found,
        "whose": sender_field(found.id) if found else "",
        "login_ends_in": login_ends_in(),
        "menu": menu_of(found),
        "has_settings": found is not None and may(found, Permission.CHANGE_PRACTICE),
        "room": request.blueprint,
        "unknown_zone": stored if found and not zones.is_known(stored) else None,
        "practice_clock": clock.now().astimezone(zones.zone(stored)).strftime("%Y-%m-%dT%H:%M:%S") if found else "",
        "arrival": arrival_signs(found.id) if found else (),
        "private": found is not None and private_screen(found) is not None,
        "private_next": request.full_path.rstrip("?") if request.method == "GET" else "/",
    }


def login_of_page() -> tuple[str, Permission]:
    """Give the secret of the login that opened this page, and the permission it took: a stream outlives its request."""
    permission: Permission = g.permission
    return held(), permission


def needs(permission: Permission) -> Callable[[View[Arguments]], View[Arguments]]:
    """Guard a page of the staff: whoever is logged out is asked to log in there, and whoever lacks it is refused."""

    def guard(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
            return _refusal(permission) or view(*args, **kwargs)

        return guarded

    return guard


def _refusal(permission: Permission) -> ResponseReturnValue | None:
    verdict, is_stream = judge(somebody(), permission), request.headers.get("Accept", "").startswith(STREAM)
    if verdict is Verdict.UNKNOWN:
        return Response(status=401) if is_stream else refuse_tablets() or (ask_to_log_in(login_page()), 401)
    _stay_active()
    if verdict is Verdict.LACKING:
        return Response(status=403) if is_stream else problem(*REFUSED.get(permission, SENTENCES[403]), 403)
    g.permission = permission
    return None if _is_proven_for(permission) else (ask_to_prove(), 401)


def _is_proven_for(permission: Permission) -> bool:
    """Return whether this may be done without another look at who asks; pages that only read may, exports may not."""
    asks = permission not in EVERYDAY and (request.method == "POST" or permission in EXPORTS)
    return not asks or is_proven(held(), clock.now())


@dataclass(frozen=True)
class ProvePage:
    """Showing once more who one is, where to go on, and the form that waits for it, sealed."""

    email: str
    next: str
    unsent: str = ""
    language: str = ""
    with_code: bool = False
    has_password: bool = True
    problem: str = ""


def ask_to_prove(address: str = "", sealed: str = "", fault: str = "") -> str:
    """The page for it; a form that was just sent waits on it, and a file is asked for once more from its own page."""
    me = actor()
    unsent = unsent_by(me.id) if not sealed else None
    waiting = sealed or (unsent.sealed() if unsent else "")
    back = urlsplit(request.referrer or "")
    came_from = back.path if back.netloc == request.host else "/"
    if passkeys.site_of(settings()):
        passkeys.allow("get")
    kept = see_account(me)
    page = ProvePage(
        email=kept.email,
        next=safe_next(address or came_from),
        unsent=waiting,
        with_code=codes_of(me).on,
        has_password=kept.has_password,
        problem=fault,
    )
    return render_template("account/prove.html", page=page, **staff_names())


def refuse_tablets() -> ResponseReturnValue | None:
    """On a paired tablet, the staff's pages and every way to log in lead back to its own screen; None elsewhere."""
    if not is_tablet():
        return None
    dress_as(Dress("locked", ask=""))
    return render_template("tablet/locked.html"), 403, {"Refresh": f"{LOCKED_S}; url=/tablet"}


def login_page(address: str = "") -> LoginPage:
    """The login for whoever was here before: after a pause one only unlocks, and what was just sent is kept."""
    last, target = _last(), address or (request.path if request.method == "GET" else "/")
    left = last.id if last else PublicId(str(cookie_session.get("left", "")))
    whose = left or sender_of_form()
    unsent = unsent_by(whose) if whose else None
    sealed = unsent.sealed() if unsent else ""
    if last and who(str(cookie_session["login"]), clock.now()):
        return LoginPage(target, last.email, locked=last.name, unsent=sealed, language=last.language)
    return LoginPage(target, unsent=sealed, language=last.language if last else "")


def ask_to_log_in(page: LoginPage) -> str:
    """The page for it, at whatever address it is needed."""
    if passkeys.site_of(settings()):
        passkeys.allow("get")
    use(page.language)
    return render_template("account/login.html", page=replace(page, practice=practice_at_login()))


def stale(error: CSRFError) -> ResponseReturnValue:
    """A page from before the last login or logout: what it sent is shown again to whoever sent it, and not lost."""
    if refusal := refuse_tablets():
        return refusal
    here = somebody()
    if here is None:
        page = login_page()
        return (ask_to_log_in(page), 401) if page.unsent else stale_page(error)
    unsent = unsent_by(here.id)
    return (render_template("account/unsent.html", page=unsent, **staff_names()), 400) if unsent else stale_page(error)


def _last() -> LastHere | None:
    """Return the person of a login here that has expired or was left idle, for display."""
    secret = cookie_session.get("login")
    return last_here(str(secret)) if secret else None


def _stay_active() -> None:
    """Note activity on the login; a page's own requests do not count as somebody being there."""
    by_itself = request.endpoint == "events.events" or request.headers.get("X-Asked-By") == "page"
    if not by_itself and _seconds() - int(cookie_session.get("active", 0)) > REFRESH_S:
        cookie_session["active"] = _seconds()
        if request.method == "POST":
            with suppress(NotSaved):
                note_use(held(), clock.now())


def safe_next(address: str) -> str:
    """Return the path to go to after logging in: the address if it is one of this server's, else the day page."""
    parts = urlsplit(address)
    inside = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if inside and not parts.scheme and not parts.netloc else "/"


def _seconds() -> int:
    return int(clock.now().timestamp())
