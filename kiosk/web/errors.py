"""What went wrong, as a page, or as JSON for a script that asked for it: what happened, what was kept, what to do."""

import logging
import secrets
from dataclasses import dataclass

from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from kiosk.storage.turn import NotSaved

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5
SENTENCES = {
    400: ("That could not be read.", "Nothing was stored. Open the page once more, and try again."),
    403: ("That is not allowed from here.", "Nothing was changed. Open the page itself, and try there."),
    404: ("There is no such page.", "The address may be mistyped, or what stood here is gone."),
    405: ("This address does not take that.", "Nothing was changed. Go back to the page you came from."),
    413: ("That was too much to send at once.", "Nothing was stored. Shorten the words, and send again."),
    429: ("That was tried too often.", "Wait five minutes, then try once more."),
    503: (
        "Not saved yet.",
        "The server could not save it just now. Nothing is lost on this page: try again in a moment.",
    ),
}
OTHER = ("Something went wrong.", "Nothing was stored. Go back, and try again.")


@dataclass(frozen=True)
class ErrorPage:
    """One heading, one message."""

    heading: str
    message: str


def problem(heading: str, message: str, status: int) -> ResponseReturnValue:
    """The answer to a request that could not be met."""
    if wants_json():
        return jsonify(message=f"{heading} {message}"), status
    template = "errors/staff_error.html" if g.get("person") else "errors/error.html"
    return render_template(template, page=ErrorPage(heading, message)), status


def wants_json() -> bool:
    """Whether a script of ours asks, and not a person's browser."""
    return request.accept_mimetypes.best == "application/json"


def handle(app: Flask) -> None:
    """Every error becomes a quiet page."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CSRFError, _stale)
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


def _stale(error: CSRFError) -> ResponseReturnValue:
    del error
    return problem("This page was open for too long.", "Nothing was changed. Load it once more, and try again.", 400)


def _not_saved(error: NotSaved) -> ResponseReturnValue:
    log.warning("not saved: %s", error)
    body = problem(*SENTENCES[503], 503)
    return (*body, {"Retry-After": str(RETRY_AFTER_S)})  # type: ignore[misc]


def _broken(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.error("error %s at %s", number, request.url_rule, exc_info=error)
    return problem(
        "Something went wrong on the server.", f"It is written down there under {number}. Go back, and try again.", 500
    )
