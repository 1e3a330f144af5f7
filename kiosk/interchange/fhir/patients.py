"""Clients as Patient: a pseudonym, which is all that is known of them."""

from kiosk.interchange.fhir.naming import Names, Resource, meta
from kiosk.queries.programs import ProgramClient


def patient(one: ProgramClient, names: Names) -> Resource:
    """A client by the code that their therapist chose. One that was merged is replaced by the one with everything."""
    replaced: Resource = {}
    if one.merged_into:
        replaced = {"link": [{"other": names.patient(one.merged_into), "type": "replaced-by"}]}
    return {
        "resourceType": "Patient",
        "id": one.id,
        **meta(one.changed_at, "PSEUDED"),
        "identifier": [names.identifier("client-code", one.code), names.identifier("client", one.id)],
        "active": one.merged_into is None,
        **replaced,
    }
