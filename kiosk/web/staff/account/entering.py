"""The end of every way in: the browser is logged in, and gets where it was going."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from kiosk.actions.accounts.log_in import LoggedIn
from kiosk.web.shared import browser_login, known
from kiosk.web.shared.unsent import opened


def enter(came_in: LoggedIn, target: str, sealed: str) -> ResponseReturnValue:
    """Log in and go to `target`, or first to the form that waited, sealed, for this person's login."""
    browser_login.begin(came_in.secret)
    known.remember(came_in.person)
    if unsent := opened(sealed, came_in.person):
        return render_template("account/unsent.html", page=unsent)
    return redirect(target, code=303)
