"""Sessions as Encounter: one for each client who was in it, as a patient's encounter is with nobody else."""

from typing import Final

from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.place import Place
from kiosk.interchange.fhir.naming import TERMINOLOGY, Names, Resource, encounter_id, meta
from kiosk.queries.program_sessions import ProgramSession

CLASSES: Final = {Place.ROOM: ("AMB", "ambulatory"), Place.TELEHEALTH: ("VR", "virtual")}


def encounter(one: ProgramSession, names: Names) -> Resource:
    """One session with one client. Its end is not known: forms are asked in the last minutes, and sent later."""
    code, display = CLASSES[one.place]
    return {
        "resourceType": "Encounter",
        "id": encounter_id(one.visit, one.client, of_several=one.of_several),
        **meta(one.changed_at),
        "identifier": [names.identifier("visit", one.visit)],
        "status": _status(one),
        "class": {"system": f"{TERMINOLOGY}v3-ActCode", "code": code, "display": display},
        "type": [{"text": one.kind}],
        "subject": names.patient(one.client),
        "period": {"start": one.began_at.isoformat()},
    }


def _status(one: ProgramSession) -> str:
    """The state of the session as far as its forms tell it; of one whose forms were all withdrawn they tell nothing."""
    if one.states & (OPEN | {State.ANSWERING}):
        return "in-progress"
    return "unknown" if one.states <= {State.WITHDRAWN} else "finished"
