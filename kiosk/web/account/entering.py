"""The end of every way in: the browser is logged in, and gets where it was going."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from kiosk.actions.log_in import LoggedIn
from kiosk.web import access
from kiosk.web.unsent import opened


def enter(came_in: LoggedIn, target: str, sealed: str) -> ResponseReturnValue:
    """What waited for this login is shown first, if it waited for this person."""
    access.begin(came_in.secret)
    if unsent := opened(sealed, came_in.person):
        return render_template("account/unsent.html", page=unsent)
    return redirect(target, code=303)
