"""Events as a program of a therapist hears of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.actors import ByToken
from kiosk.domain.events import FOR_PROGRAMS, EventKind
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.public_ids import PublicId
from kiosk.storage import epochs, events
from kiosk.storage.db import reading
from kiosk.storage.events import OfForm


@dataclass(frozen=True)
class ProgramEvent:
    """One event, by its number in this epoch."""

    number: int
    kind: EventKind
    at: datetime
    visit: PublicId
    check_in: PublicId


def program_events(actor: ByToken, last: int, most: int) -> Sequence[ProgramEvent]:
    """Events about check-ins of the owner's with a number above `last`, lowest first."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    return [_event(one) for one in events.of_forms(reading(), therapist.person_id, FOR_PROGRAMS, last, most)]


def program_event(actor: ByToken, number: int) -> ProgramEvent | None:
    """One of them; None for an event that programs do not hear of."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    found = events.of_forms(reading(), therapist.person_id, FOR_PROGRAMS, number - 1, 1)
    return _event(found[0]) if found and found[0].id == number else None


def epoch_and_time(actor: ByToken, number: int) -> tuple[str, datetime | None]:
    """The present epoch, and the time of the event of that number; None where it is not kept."""
    require(actor, Permission.READ_RESULTS)
    found = events.one(reading(), number) if number else None
    return epochs.present(reading()), found.at if found else None


def _event(one: OfForm) -> ProgramEvent:
    return ProgramEvent(one.id, EventKind(one.kind), one.at, one.visit, one.check_in)
