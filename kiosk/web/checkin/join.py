"""The page where a short code is typed, and which leads on to its form."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts.throttle import RETRY_AFTER_S
from kiosk.actions.check_ins.short_code import Tried, follow_short_code
from kiosk.domain.actors import Visitor
from kiosk.domain.phrases import phrase
from kiosk.keys import SHORT_ALPHABET, SHORT_LENGTH
from kiosk.network import network_of
from kiosk.web.checkin.pages import JoinPage
from kiosk.web.checkin.room import bp
from kiosk.web.shared.errors import TOO_MANY_CODES

NO_SUCH_CODE = phrase("That code does not open a form. Look at it once more, or ask for a new one.")


@bp.get("/join")
def join() -> ResponseReturnValue:
    """Show the page where a short code is typed."""
    return render_template("checkin/join.html", page=JoinPage())


@bp.post("/join")
def use_short_code() -> ResponseReturnValue:
    """On to the form; guessing is slowed down by its failures."""
    typed, now = request.form.get("code", "")[:40], clock.now()
    visitor = network_of(request.remote_addr or "")
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    plausible = len(code) == SHORT_LENGTH and set(code) <= set(SHORT_ALPHABET)
    found = follow_short_code(Visitor(), code if plausible else "", visitor, now)
    if found is Tried.TOO_OFTEN:
        page = render_template("checkin/join.html", page=JoinPage(TOO_MANY_CODES, typed))
        return page, 429, {"Retry-After": str(RETRY_AFTER_S)}
    if found is Tried.WRONG:
        return render_template("checkin/join.html", page=JoinPage(NO_SUCH_CODE, typed)), 422
    return redirect(url_for(".form", token=found.token), code=303)
