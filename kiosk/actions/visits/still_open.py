"""Forms still open for people about to be asked again: they are named, and ended only where that was chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.tablets.hand_on import hand_on
from kiosk.actions.visits.together import settle_together
from kiosk.domain.actors import Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.events import state_event
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import PublicId
from kiosk.domain.rounds import After
from kiosk.queries.together import ids_of
from kiosk.storage import visits
from kiosk.storage.tables import CheckIn
from kiosk.storage.work import Work


@dataclass(frozen=True)
class StillOpen:
    """One form in the way of a new one: open, or answered since the therapist was told that it is."""

    check_in: PublicId
    visit: PublicId
    code: str
    since: datetime
    state: State

    @property
    def is_answered(self) -> bool:
        """True when the answer came in the meantime."""
        return self.state in ANSWERED


@dataclass(frozen=True)
class AlreadyOpen:
    """Nothing was begun: these forms are there, to go on to or to be ended on purpose."""

    forms: tuple[StillOpen, ...]


def make_way(
    work: Work, therapist: Therapist, codes: Collection[str], instead: Collection[PublicId], part: Part
) -> AlreadyOpen | None:
    """End the open forms of these clients for that part of a visit that `instead` names; None when the way is free.

    So nobody has two of one kind. An opening form that nobody filled in stands in no closing form's way.

    By id, since "whatever is open" would end the new form too when the button is pressed twice. Nothing is ended
    while one is open that was not named, or when an answer has come since: that is worth reading before asking anew.
    """
    found = visits.in_the_way(work.session, therapist, codes, instead, work.now, part=part)
    if any(one.public_id not in instead or State(one.state) in ANSWERED for one in found):
        return AlreadyOpen(tuple(_seen(one) for one in found))
    for one in found:
        stop_asking(work, one, State.WITHDRAWN)
    return None


def stop_asking(work: Work, check_in: CheckIn, state: State) -> None:
    """End an open check-in without an answer, wherever its form stands."""
    move_to(work, check_in, state)
    work.tell(check_in, state_event(state))
    hand_on(work, check_in, After.NOT_HERE)
    settle_together(work, check_in.visit)
    if state is State.WITHDRAWN:
        work.audit(Audited.CHECK_IN_WITHDRAWN, check_in)


def _seen(check_in: CheckIn) -> StillOpen:
    ids, state = ids_of(check_in), State(check_in.state)
    return StillOpen(ids.check_in, ids.visit, check_in.client.code, check_in.begun_at, state)
