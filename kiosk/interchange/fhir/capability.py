"""The CapabilityStatement: which resources can be read, and by what each can be searched."""

from collections.abc import Mapping, Sequence
from typing import Final

from kiosk.interchange.fhir.naming import Names, Resource

CHANGED: Final = "2026-11-29"
"""The day on which anything in here changed last."""
FHIR_VERSION: Final = "4.0.1"
MIME: Final = "application/fhir+json"
TYPES: Final[Mapping[str, str]] = {
    "_id": "token",
    "_lastUpdated": "date",
    "patient": "reference",
    "subject": "reference",
    "encounter": "reference",
    "identifier": "token",
    "url": "uri",
    "version": "token",
}
"""The search parameters that there are, each with its type."""
SEARCHED_BY: Final[Mapping[str, Sequence[str]]] = {
    "Patient": ("_id", "_lastUpdated", "identifier"),
    "Encounter": ("_id", "_lastUpdated", "patient", "subject"),
    "Questionnaire": ("_id", "url", "version"),
    "QuestionnaireResponse": ("_id", "_lastUpdated", "patient", "subject", "encounter"),
    "Observation": ("_id", "_lastUpdated", "patient", "subject", "encounter"),
}
"""The search parameters of each resource. A search with another one is refused: to leave it out would give too much."""
SECURITY: Final = (
    "Send a token with the scope results:read as “Authorization: Bearer …”; forms alone need visits:write. A therapist"
    " makes one under Account, Programs, and it finds what is theirs. Their clients are told of it on their forms."
)


def capability(names: Names, version: str) -> Resource:
    """Describe what this server does in FHIR. It is the same for everybody, and no token is needed to read it."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": CHANGED,
        "kind": "instance",
        "software": {"name": "Before You Go", "version": version},
        "implementation": {"description": "Check-ins of a psychotherapy practice, to read", "url": names.base},
        "fhirVersion": FHIR_VERSION,
        "format": [MIME, "json"],
        "rest": [
            {
                "mode": "server",
                "security": {"cors": False, "description": SECURITY},
                "resource": [_resource(kind) for kind in SEARCHED_BY],
            }
        ],
    }


def _resource(kind: str) -> Resource:
    return {
        "type": kind,
        "profile": f"http://hl7.org/fhir/StructureDefinition/{kind}",
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "searchParam": [{"name": name, "type": TYPES[name]} for name in SEARCHED_BY[kind]],
    }
