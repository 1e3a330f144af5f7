"""One answer as a transaction for the practice's own FHIR server, which knows each resource by its identifier."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote
from uuid import UUID

from kiosk.interchange.fhir.naming import Names, Resource
from kiosk.interchange.fhir.observations import observations
from kiosk.interchange.fhir.responses import questionnaire_response
from kiosk.queries.onward import ToSend

NOT_THERE: Final = ("id", "encounter", "meta")
"""Elements that mean something on this server alone: each server gives ids itself, and knows no session of ours."""


def transaction(found: ToSend, address: str) -> Resource:
    """Make the resources of one answer, each created, or updated where a resource with its identifier is there.

    Sent twice, it changes nothing; sent as an error after it was sent as final, it marks what is there.
    """
    one = found.check_in
    names = Names(f"{address}/fhir", {one.check_in.client: found.patient})
    response = questionnaire_response(one, names)
    whole = f"urn:uuid:{UUID(one.check_in.id)}"
    entries = [_entry(response, whole)] if response else []
    return {"resourceType": "Bundle", "type": "transaction", "entry": [*entries, *_scores(found, names, whole)]}


def _scores(found: ToSend, names: Names, whole: str) -> Iterator[Resource]:
    for place, score in enumerate(observations(found.check_in, names), start=1):
        score["derivedFrom"] = [{"reference": whole}]
        yield _entry(score, f"urn:uuid:{UUID(int=(UUID(found.check_in.check_in.id).int + place) % 2**128)}")


def _entry(resource: Resource, full_url: str) -> Resource:
    kind, named = resource["resourceType"], resource["identifier"]
    identifier = named[0] if isinstance(named, list) else named
    known = f"{kind}?identifier={quote(identifier['system'] + '|' + identifier['value'], safe=':/')}"
    rest = {name: value for name, value in resource.items() if name not in NOT_THERE}
    return {"fullUrl": full_url, "resource": rest, "request": {"method": "PUT", "url": known}}
