"""The blueprint of the API, version 1, and what its routes share: pages, values as JSON, what has not changed."""

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from kiosk.api.gate import begin_request
from kiosk.api.problems import Problem, request_id
from kiosk.domain.permissions import Permission

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

bp = Blueprint("api", __name__, url_prefix="/api/v1")
bp.before_request(begin_request)

A_PAGE, LARGEST_PAGE = 50, 200
ASK, READ, CORRECT = Permission.ASK_CLIENTS, Permission.READ_RESULTS, Permission.CORRECT_RECORDS
USUAL: Final = (401, 403, 429)
"""Problems that every route has."""
READS_BODY: Final = (400, 413, 415, 422)
"""Those of every route that takes a body."""
PAGED: Final = (
    ("limit", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": A_PAGE}),
    ("after", {"type": "string"}),
)


@bp.after_request
def finish(response: Response) -> Response:
    """Name the request, and answer what has not changed with 304."""
    response.headers["X-Request-Id"] = request_id()
    if request.method == "GET" and response.status_code == HTTPStatus.OK and not response.is_streamed:
        response.add_etag()
        response.make_conditional(request)
    return response


def sent(value: "DataclassInstance", status: int = 200) -> Response:
    """A value of a schema as JSON."""
    return Response(json.dumps(asdict(value), ensure_ascii=False), status, mimetype="application/json")


def page_size() -> int:
    """Return the number asked for at once. Raises Problem."""
    limit = request.args.get("limit", str(A_PAGE))
    if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:4]) <= LARGEST_PAGE):
        raise Problem(422, f"“limit” must be a number from 1 to {LARGEST_PAGE}.")
    return int(limit)
