"""The page that asks to log in, at whatever address a login is needed, and what a paired tablet shows in its place."""

from dataclasses import dataclass, replace

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from kiosk.core import settings
from kiosk.queries.account import practice_at_login
from kiosk.web.shared import passkeys
from kiosk.web.shared.browser_login import is_only_idle, last_person, last_person_id, somebody
from kiosk.web.shared.errors import stale_page
from kiosk.web.shared.languages import use
from kiosk.web.shared.paired import Dress, dress_as, is_tablet
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.shared.unsent import sender_of_form, unsent_by

LOCKED_S = 8
"""Seconds for which a tablet says that nobody logs in on it: enough to read it, and short for the next client."""


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


def refuse_tablets() -> ResponseReturnValue | None:
    """On a paired tablet, the staff's pages and every way to log in lead back to its own screen; None elsewhere."""
    if not is_tablet():
        return None
    dress_as(Dress("locked", ask=""))
    return render_template("tablet/locked.html"), 403, {"Refresh": f"{LOCKED_S}; url=/tablet"}


def login_page(address: str = "") -> LoginPage:
    """Make the page for whoever was here before: after a pause one only unlocks, and what was just sent is kept."""
    last, target = last_person(), address or (request.path if request.method == "GET" else "/")
    sender = last_person_id() or sender_of_form()
    unsent = unsent_by(sender) if sender else None
    sealed = unsent.sealed() if unsent else ""
    if last and is_only_idle():
        return LoginPage(target, last.email, locked=last.name, unsent=sealed, language=last.language)
    return LoginPage(target, unsent=sealed, language=last.language if last else "")


def ask_to_log_in(page: LoginPage) -> str:
    """Render it, in the language of the page."""
    if passkeys.site_of(settings()):
        passkeys.allow("get")
    use(page.language)
    return render_template("account/login.html", page=replace(page, practice=practice_at_login()))


def stale(error: CSRFError) -> ResponseReturnValue:
    """Answer a form of a page from before the last login or logout: what it sent is shown again to its sender."""
    if refusal := refuse_tablets():
        return refusal
    here = somebody()
    if here is None:
        page = login_page()
        return (ask_to_log_in(page), 401) if page.unsent else stale_page(error)
    unsent = unsent_by(here.id)
    return (render_template("account/unsent.html", page=unsent, **staff_names()), 400) if unsent else stale_page(error)
