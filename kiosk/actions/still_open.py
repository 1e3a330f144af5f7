"""Who is to be asked may have a form open already: it is named, and ended only where that was chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.actions.hand_on import After, hand_on
from kiosk.actions.together import settle_together
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.storage import events, visits
from kiosk.storage.tables import CheckIn, Person


@dataclass(frozen=True)
class StillOpen:
    """One form in the way of a new one: open, or answered since the therapist was told that it is."""

    check_in: int
    visit: int
    code: str
    since: datetime
    state: State

    @property
    def is_answered(self) -> bool:
        """Whether the answer came in the meantime."""
        return self.state in ANSWERED


@dataclass(frozen=True)
class AlreadyOpen:
    """Nothing was begun: these forms are there, to go on to or to be ended on purpose."""

    forms: tuple[StillOpen, ...]


def make_way(
    session: Session, therapist: Person, codes: Collection[str], instead: Collection[int], now: datetime
) -> AlreadyOpen | None:
    """End the open forms of these clients that `instead` names, so that nobody has two; None when the way is free.

    By number, since "whatever is open" would end the new form too when the button is pressed twice. Nothing is ended
    while one is open that was not named, or when an answer has come since: that is worth reading before asking anew.
    """
    found = visits.in_the_way(session, therapist.id, codes, instead, now)
    if any(one.id not in instead or State(one.state) in ANSWERED for one in found):
        return AlreadyOpen(tuple(_seen(one) for one in found))
    for one in found:
        stop_asking(session, one, State.WITHDRAWN, now)
    return None


def stop_asking(session: Session, check_in: CheckIn, state: State, now: datetime) -> None:
    """End an open check-in without an answer, wherever its form stands."""
    check_in.state = state
    check_in.closed_at = now
    events.tell(session, check_in, state, now)
    hand_on(session, check_in, After.NOT_HERE, now)
    settle_together(check_in.visit, now)


def _seen(check_in: CheckIn) -> StillOpen:
    return StillOpen(check_in.id, check_in.visit_id, check_in.client.code, check_in.begun_at, State(check_in.state))
