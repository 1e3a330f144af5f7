"""Errors as a page, or as JSON for a script that asked for it: what happened, what was kept, what to do."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.refusals import Conflict, Invalid, NotAllowed, NotDone, NotFound, NotSaved, Unreadable
from kiosk.web.shared.languages import said
from kiosk.web.shared.paired import dress_as, dressed
from kiosk.web.shared.staff_names import staff_names

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5
STAYS_S = 8
"""Seconds for which a tablet, which nobody can lead back, shows an error."""
NOTHING_CHANGED = phrase("Nothing was changed. Go back to the page you came from.")
UNREADABLE = (
    phrase("This one cannot be shown; nothing of it is lost."),
    phrase("A value in the database is not as it should be. Tell whoever looks after this server."),
)
SENTENCES = {
    400: (phrase("That could not be read."), phrase("Nothing was stored. Open the page once more, and try again.")),
    403: (
        phrase("That is not allowed from here."),
        phrase("Nothing was changed. Open the page itself, and try there."),
    ),
    404: (phrase("There is no such page."), phrase("The address may be mistyped, or what stood here is gone.")),
    405: (phrase("This page can't accept that request."), NOTHING_CHANGED),
    409: (phrase("Something went wrong."), NOTHING_CHANGED),
    413: (
        phrase("That was too much to send at once."),
        phrase("Nothing was stored. Shorten the words, and send again."),
    ),
    429: (phrase("That was tried too often."), phrase("Wait five minutes, then try once more.")),
    503: (
        phrase("Not saved yet."),
        phrase("The server could not save it just now. Nothing is lost on this page: try again in a moment."),
    ),
}
TOO_MANY_CODES = phrase("Too many codes were tried. Wait five minutes, then try again.")
OTHER = (phrase("Something went wrong."), phrase("Nothing was stored. Go back, and try again."))
STATUSES: Mapping[type[NotDone], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 400,
    Conflict: 409,
    NotSaved: 503,
    Unreadable: 409,
}
"""The status of each refusal's page."""
STALE = phrase("This page was open for too long."), phrase("Nothing was changed. Load it once more, and try again.")


@dataclass(frozen=True)
class ErrorPage:
    """One heading, one message."""

    heading: Phrase | str
    message: Phrase | str


def problem(heading: Phrase | str, message: Phrase | str, status: int) -> ResponseReturnValue:
    """Render the answer to a request that could not be met."""
    if wants_json():
        return jsonify(message=f"{said(heading)} {said(message)}"), status
    if worn := dressed():
        dress_as(replace(worn, screen="problem", stays_s=STAYS_S))
    page = ErrorPage(heading, message)
    if g.get("actor"):  # pages of some rooms are for others' eyes and have no names of their own
        return render_template("errors/staff_error.html", page=page, **staff_names()), status
    return render_template("errors/error.html", page=page), status


def wants_json() -> bool:
    """Return whether a script of ours asks, and not a person's browser."""
    return request.accept_mimetypes.best == "application/json"


Face: TypeAlias = Callable[[Exception], ResponseReturnValue | None]
"""From an error to the answer of addresses that have no pages; None at any other address."""


def handle(app: Flask, elsewhere: Face) -> None:
    """Every error becomes a quiet page, or what `elsewhere` makes of it at an address of its own."""
    app.register_error_handler(HTTPException, lambda error: elsewhere(error) or _refused(error))
    app.register_error_handler(NotDone, lambda error: elsewhere(error) or _not_done(error))
    app.register_error_handler(Exception, lambda error: elsewhere(error) or _broken(error))


def _refused(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # noqa: PLR2004 -- a redirect on its way
        return error.get_response()
    heading, message = SENTENCES.get(error.code, OTHER)
    answer = make_response(problem(heading, message, error.code))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def stale_page(error: CSRFError) -> ResponseReturnValue:
    """Sent from a page that was loaded before the last login."""
    del error
    return problem(*STALE, 400)


def _not_done(error: NotDone) -> ResponseReturnValue:
    """Answer a refusal that no view has answered; what is not found reads like an address that never was."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    if isinstance(error, Unreadable):
        heading, message = UNREADABLE
    elif isinstance(error, NotFound) or error.why is type(error).why:
        heading, message = SENTENCES[status]
    else:
        heading, message = error.why, NOTHING_CHANGED
    answer = make_response(problem(heading, message, status))
    if isinstance(error, NotSaved):
        log.warning("not saved: %s", error.detail)
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def _broken(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.error("error %s at %s", number, request.url_rule, exc_info=error)
    return problem(
        phrase("Something went wrong on the server."),
        phrase("It is written down there under %(number)s. Go back, and try again.", number=number),
        500,
    )
