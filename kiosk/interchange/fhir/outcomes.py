"""Errors as OperationOutcome, each with a sentence that a person can act on."""

from collections.abc import Mapping
from typing import Final

from kiosk.interchange.fhir.naming import Resource

CODES: Final[Mapping[int, str]] = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    409: "conflict",
    410: "deleted",
    413: "too-long",
    415: "not-supported",
    422: "invalid",
    429: "throttled",
    503: "transient",
}
"""Kinds of issue in the words of HL7's issue-type, by status."""


def outcome(status: int, detail: str, request_id: str) -> Resource:
    """An OperationOutcome for a request that failed; `request_id` finds it in the log of the server."""
    issue = {"severity": "error", "code": CODES.get(status, "exception"), "diagnostics": detail}
    found: Resource = {"resourceType": "OperationOutcome", "issue": [issue]}
    return found | ({"id": request_id} if request_id else {})
