"""Names of resources: canonical addresses of this server, ids, references, and the labels of what is kept back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from kiosk.domain.measures import Measure
from kiosk.domain.public_ids import PublicId

Resource: TypeAlias = dict[str, Any]
"""A resource, or an element of one, as it is written in JSON."""

HL7: Final = "http://hl7.org/fhir/StructureDefinition/"
TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem/"
ABSENT: Final = f"{HL7}data-absent-reason"
DECLINED: Final = "asked-declined"
MASKED: Final = "masked"
"""A reason why there is no value: it is there, and withheld."""


@dataclass(frozen=True)
class Names:
    """Names of resources. `base` is the address of this server's FHIR, without a slash at its end."""

    base: str
    patients: Mapping[PublicId, str] = field(default_factory=dict)
    """Ids that clients have on the server for which a resource is made, where they have others there."""

    def url(self, kind: str, resource_id: str) -> str:
        """The full address of a resource of this server."""
        return f"{self.base}/{kind}/{resource_id}"

    def identifier(self, kind: str, value: str) -> Resource:
        """The name that a resource keeps on whichever server it is: ids are given by each server."""
        return {"system": f"{self.base}/identifiers/{kind}", "value": value}

    def patient(self, client: PublicId) -> Resource:
        """A reference to a client."""
        return {"reference": f"Patient/{self.patients.get(client, client)}"}

    def canonical(self, measure: Measure) -> str:
        """The address that all versions of a form share."""
        return self.url("Questionnaire", measure.id)

    def scores(self, measure: Measure) -> str:
        """The system in which a form's scores have their codes: `total`, and `subscale.` with the id of one."""
        return self.url("CodeSystem", measure.id)

    def answers(self, measure: Measure) -> str:
        """The system in which the answers of a form that can be chosen have their codes: their values in points."""
        return self.url("CodeSystem", f"{measure.id}-answers")


def questionnaire_id(measure: Measure) -> str:
    """The id of one version of a form."""
    return f"{measure.id}-v{measure.version}"


def encounter_id(visit: PublicId, client: PublicId, *, of_several: bool) -> str:
    """The id of a session as one client's: the session's own, and with the client's behind it where there are several.

    In FHIR an encounter is with one patient; 64 characters are the most that an id can have.
    """
    return f"{visit}{client}" if of_several else visit


def reference(kind: str, resource_id: str) -> Resource:
    """A reference within one server."""
    return {"reference": f"{kind}/{resource_id}"}


def meta(changed_at: datetime | None, label: str = "") -> Resource:
    """The time of the last change, if that is known, and a label of what was done to the content: a code of HL7's."""
    known: Resource = {"lastUpdated": changed_at.isoformat()} if changed_at else {}
    labels: Resource = {"security": [{"system": f"{TERMINOLOGY}v3-ObservationValue", "code": label}]} if label else {}
    found = known | labels
    return {"meta": found} if found else {}


def absent(reason: str) -> Resource:
    """The extension that says why something is not there."""
    return {"extension": [{"url": ABSENT, "valueCode": reason}]}


def because(reason: str, text: str = "") -> Resource:
    """The reason why a measurement has no value, in a code of HL7's and in words."""
    coded: Resource = {"coding": [{"system": f"{TERMINOLOGY}data-absent-reason", "code": reason}]}
    return {"dataAbsentReason": coded | ({"text": text} if text else {})}
