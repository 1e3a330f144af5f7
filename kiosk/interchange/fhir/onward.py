"""One answer as a transaction for the practice's own FHIR server, which knows each resource by its identifier."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote
from uuid import UUID, uuid4

from kiosk.domain.public_ids import PublicId
from kiosk.interchange.fhir.naming import Names, Resource
from kiosk.interchange.fhir.observations import observations, score_id
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


def deletion(copy_id: PublicId, scores: int, address: str) -> Resource:
    """Make the request that deletes all resources of one answer, whichever are there."""
    deleted = [{"request": {"method": "DELETE", "url": _known(one)}} for one in _emptied(copy_id, scores, address)]
    return {"resourceType": "Bundle", "type": "transaction", "entry": deleted}


def emptying(copy_id: PublicId, scores: int, address: str) -> Resource:
    """Make the request that leaves nothing in them, not even whose they were: for a server that deletes nothing."""
    entries = [_entry(one, f"urn:uuid:{uuid4()}") for one in _emptied(copy_id, scores, address)]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _emptied(copy_id: PublicId, scores: int, address: str) -> Iterator[Resource]:
    names, in_error = Names(f"{address}/fhir"), {"status": "entered-in-error"}
    identifier = names.identifier("check-in", copy_id)
    yield {"resourceType": "QuestionnaireResponse", "identifier": identifier} | in_error
    for place in range(scores):
        identifier = names.identifier("score", score_id(copy_id, place))
        yield {"resourceType": "Observation", "identifier": [identifier], "code": {"text": "Erased"}} | in_error


def _scores(found: ToSend, names: Names, whole: str) -> Iterator[Resource]:
    for place, score in enumerate(observations(found.check_in, names), start=1):
        score["derivedFrom"] = [{"reference": whole}]
        yield _entry(score, f"urn:uuid:{UUID(int=(UUID(found.check_in.check_in.id).int + place) % 2**128)}")


def _entry(resource: Resource, full_url: str) -> Resource:
    rest = {name: value for name, value in resource.items() if name not in NOT_THERE}
    return {"fullUrl": full_url, "resource": rest, "request": {"method": "PUT", "url": _known(resource)}}


def _known(resource: Resource) -> str:
    """The search by which the server finds the resource."""
    kind, named = resource["resourceType"], resource["identifier"]
    identifier = named[0] if isinstance(named, list) else named
    return f"{kind}?identifier={quote(identifier['system'] + '|' + identifier['value'], safe=':/')}"
