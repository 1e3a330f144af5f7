"""Sessions as a program may see them: each by itself for every client who was in it."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.lifecycle import State
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId


@dataclass(frozen=True)
class ProgramSession:
    """One session with one client."""

    visit: PublicId
    client: PublicId
    place: Place
    kind: str
    of_several: bool
    began_at: datetime
    states: frozenset[State]
    """The states of this client's forms in it."""
    changed_at: datetime | None = None
