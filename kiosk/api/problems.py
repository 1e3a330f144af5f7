"""Errors of the API as `application/problem+json` (RFC 9457), and of FHIR as OperationOutcome: what a person can do."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from kiosk.domain.refusals import Conflict, Invalid, NotAllowed, NotDone, NotFound, NotSaved, Unreadable
from kiosk.interchange.fhir.capability import MIME
from kiosk.interchange.fhir.outcomes import outcome

log = logging.getLogger(__name__)

API, FHIR = "/api/", "/fhir/"
RETRY_AFTER_S = 5
STATUSES: Mapping[type[NotDone], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    Conflict: 409,
    NotSaved: 503,
    Unreadable: 409,
}
DETAILS: Mapping[int, str] = {
    400: "The request could not be read. Send a JSON object, as /api/v1/openapi.json describes it.",
    403: "This token may not do that.",
    404: "There is nothing here, or not for this token. Check the id.",
    405: "This address takes other methods: the header Allow lists them.",
    410: "This was erased for good, by whoever may do that here. Erase it on your side too.",
    413: "The body is larger than 64 KiB. Nothing was stored.",
    415: "Send the body as application/json.",
    429: "Too many requests. Wait as many seconds as the header Retry-After says.",
    503: "The database is busy. Nothing was stored: send the same again in a moment.",
}
TITLES: Mapping[int, str] = {
    400: "Bad request",
    401: "No valid token",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    410: "Gone",
    413: "Too large",
    415: "Unsupported media type",
    422: "Invalid",
    429: "Too many requests",
    500: "Server error",
    503: "Not saved",
}


class Problem(Exception):
    """A request that the API answers with an error."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}


def answer(error: Exception) -> Response | None:
    """Answer an error at an address of the API or of FHIR; None at any other."""
    if request.path.startswith(API):
        return _as_problem(_told(error))
    if request.path.startswith(FHIR):
        return _as_outcome(_told(error))
    return None


def request_id() -> str:
    """The id of this request, by which the log of the server names it."""
    return str(g.get("request_id", ""))


def _told(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case NotDone():
            return _not_done(error)
        case HTTPException():
            return _http(error)
        case _:
            log.error("error %s at %s", request_id(), request.url_rule, exc_info=error)
            return Problem(500, f"Something went wrong on the server. It is written down there under {request_id()}.")


def _not_done(error: NotDone) -> Problem:
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    is_general = isinstance(error, NotFound | NotSaved) or error.why is type(error).why
    if isinstance(error, NotSaved):
        log.warning("not saved: %s", error.detail)
    headers = {"Retry-After": str(RETRY_AFTER_S)} if isinstance(error, NotSaved) else {}
    return Problem(status, DETAILS[status] if is_general and status in DETAILS else str(error.why), headers)


def _http(error: HTTPException) -> Problem:
    status = error.code or 500
    allowed = error.valid_methods if isinstance(error, MethodNotAllowed) else None
    headers = {"Allow": ", ".join(sorted(allowed))} if allowed else {}
    return Problem(status, DETAILS.get(status, "Something went wrong. Nothing was stored."), headers)


def _as_problem(told: Problem) -> Response:
    said = {
        "type": "about:blank",
        "title": TITLES.get(told.status, "Error"),
        "status": told.status,
        "detail": told.detail,
    }
    body = json.dumps(said | {"request_id": request_id()})
    return Response(body, told.status, told.headers, mimetype="application/problem+json")


def _as_outcome(told: Problem) -> Response:
    """The same for FHIR, where what a search cannot take is a bad request."""
    status = 400 if told.status == HTTPStatus.UNPROCESSABLE_ENTITY else told.status
    body = json.dumps(outcome(status, told.detail, request_id()))
    return Response(body, status, told.headers, mimetype=MIME)
