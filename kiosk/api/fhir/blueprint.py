"""The blueprint of FHIR, and what its routes share: the format, names of resources, pages."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kiosk.api.blueprint import finish
from kiosk.api.gate import begin_request, program
from kiosk.api.problems import DETAILS, Problem
from kiosk.core import settings
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.interchange.fhir.bundles import searchset
from kiosk.interchange.fhir.capability import MIME
from kiosk.interchange.fhir.naming import Names, Resource
from kiosk.queries.program_records import was_erased

bp = Blueprint("fhir", __name__, url_prefix="/fhir")
bp.before_request(begin_request)
bp.after_request(finish)

FORMATS: Final = (MIME, "application/json")
ASKED_FORMATS: Final = frozenset({*FORMATS, "json"})


@bp.before_request
def agree_on_format() -> None:
    """Refuse whoever takes no JSON: there is nothing else."""
    asked, accepted = request.args.get("_format", ""), request.accept_mimetypes
    if asked not in ASKED_FORMATS if asked else accepted and not accepted.best_match(FORMATS):
        raise Problem(406, f"This server writes FHIR as JSON alone. Ask for {MIME}.")


def missing(resource_id: PublicId) -> Problem | NotFound:
    """Answer for an id that leads nowhere: 410 where it was its own therapist's and is erased."""
    return Problem(410, DETAILS[410]) if was_erased(program(), resource_id) else NotFound()


def names() -> Names:
    """The names of this server's resources."""
    return Names(f"{settings().address}/fhir")


def written(resource: Resource, changed_at: datetime | None = None) -> Response:
    """A resource as JSON, with when it changed."""
    response = Response(json.dumps(resource, ensure_ascii=False), mimetype=MIME)
    response.last_modified = changed_at
    return response


def page(kind: str, found: Iterable[Resource], following: str | None) -> Response:
    """A page of a search, and the address of the next, which begins after `following`."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "_after"]
    here = [("_after", value) for value in request.args.getlist("_after")]
    after = _address(kind, [*asked, ("_after", following)]) if following else None
    return written(searchset(found, names(), _address(kind, asked + here), after))


def _address(kind: str, asked: Sequence[tuple[str, str]]) -> str:
    return names().url(kind, "").removesuffix("/") + (f"?{urlencode(asked)}" if asked else "")
