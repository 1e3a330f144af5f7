"""What went wrong, as a page, or as JSON for a script that asked for it: what happened, what was kept, what to do."""

import logging
import secrets
from dataclasses import dataclass, replace

from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage.turn import NotSaved
from kiosk.web.languages import said
from kiosk.web.paired import dress_as, dressed

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5
STAYS_S = 8
"""How long a tablet, which nobody can lead back, shows that something went wrong."""
SENTENCES = {
    400: (phrase("That could not be read."), phrase("Nothing was stored. Open the page once more, and try again.")),
    403: (
        phrase("That is not allowed from here."),
        phrase("Nothing was changed. Open the page itself, and try there."),
    ),
    404: (phrase("There is no such page."), phrase("The address may be mistyped, or what stood here is gone.")),
    405: (
        phrase("This address does not take that."),
        phrase("Nothing was changed. Go back to the page you came from."),
    ),
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
OTHER = (phrase("Something went wrong."), phrase("Nothing was stored. Go back, and try again."))
STALE = phrase("This page was open for too long."), phrase("Nothing was changed. Load it once more, and try again.")


@dataclass(frozen=True)
class ErrorPage:
    """One heading, one message."""

    heading: Phrase | str
    message: Phrase | str


def problem(heading: Phrase | str, message: Phrase | str, status: int) -> ResponseReturnValue:
    """The answer to a request that could not be met."""
    if wants_json():
        return jsonify(message=f"{said(heading)} {said(message)}"), status
    if worn := dressed():
        dress_as(replace(worn, screen="problem", stays_s=STAYS_S))
    template = "errors/staff_error.html" if g.get("person") else "errors/error.html"
    return render_template(template, page=ErrorPage(heading, message)), status


def wants_json() -> bool:
    """Whether a script of ours asks, and not a person's browser."""
    return request.accept_mimetypes.best == "application/json"


def handle(app: Flask) -> None:
    """Every error becomes a quiet page."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(NotSaved, _not_saved)
    app.register_error_handler(Exception, _broken)


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


def _not_saved(error: NotSaved) -> ResponseReturnValue:
    log.warning("not saved: %s", error)
    body = problem(*SENTENCES[503], 503)
    return (*body, {"Retry-After": str(RETRY_AFTER_S)})  # type: ignore[misc]


def _broken(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.error("error %s at %s", number, request.url_rule, exc_info=error)
    return problem(
        phrase("Something went wrong on the server."),
        phrase("It is written down there under %(number)s. Go back, and try again.", number=number),
        500,
    )
