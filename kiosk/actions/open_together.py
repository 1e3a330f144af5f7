"""The therapist starts the check-ins of several people at once: one visit, a form for each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.actions.open_visit import Place, Wanted, add_check_in, fault_in, fault_in_asking, fault_in_place, tidy
from kiosk.actions.send_to_tablet import put_on_tablet
from kiosk.actions.still_open import AlreadyOpen, make_way
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.signals.together import Together
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Person, Visit

FEWEST, MOST = 2, 12
COUPLE = 2


@dataclass(frozen=True)
class OpenedTogether:
    """The visit is there, and every check-in of it is waiting."""

    visit: int


@dataclass(frozen=True)
class Fault:
    """What is in the way: the place among the people it is about (from 0; None: the form as a whole), and why."""

    person: int | None
    message: Phrase


@dataclass(frozen=True)
class NotOpenedTogether:
    """Nothing was begun, and why."""

    faults: tuple[Fault, ...]


def open_together(  # noqa: PLR0913 -- each is one thing the therapist chose, and `now`
    therapist: Person,
    kind: str,
    people: Sequence[Wanted],
    place: str,
    now: datetime,
    *,
    language: str = "en",
    instead: Collection[int] = (),
) -> OpenedTogether | AlreadyOpen | NotOpenedTogether:
    """Begin one visit with a check-in for each person; codes not used before make new clients.

    While a form of one of them is open nothing is begun, unless `instead` names it: then it ends. A tablet that is
    named for several shows the form of the first, and goes round.
    """
    wanted = [replace(person, code=tidy(person.code)) for person in people]
    if faults := tuple(_faults(kind, wanted, place)):
        return NotOpenedTogether(faults)
    with writing() as session:
        why = [fault_in_asking(session, therapist, person.code) for person in wanted]
        if any(why):
            return NotOpenedTogether(tuple(Fault(number, problem) for number, problem in enumerate(why) if problem))
        if in_the_way := make_way(session, therapist, {person.code for person in wanted}, instead, now):
            return in_the_way
        visit = Visit(
            practice_id=therapist.practice_id, therapist_id=therapist.id, place=place, kind=kind, began_at=now
        )
        begun = [(person, add_check_in(session, visit, therapist, person, language)) for person in wanted]
        if place == Place.ROOM and (faults := tuple(_put_on_tablets(session, therapist, begun))):
            session.rollback()
            return NotOpenedTogether(faults)
        return OpenedTogether(visit.id)


def _put_on_tablets(session: Session, therapist: Person, begun: Sequence[tuple[Wanted, CheckIn]]) -> Iterator[Fault]:
    """Each tablet takes the first of those it was named for; yields what is in the way of that."""
    taken: set[int] = set()
    for number, (person, check_in) in enumerate(begun):
        if person.tablet and person.tablet not in taken:
            taken.add(person.tablet)
            if problem := put_on_tablet(session, therapist, check_in, person.tablet, check_in.begun_at):
                yield Fault(number, problem)


def _faults(kind: str, people: Sequence[Wanted], place: str) -> Iterator[Fault]:
    if kind not in set(Together):
        yield Fault(None, phrase("Choose who they are to each other: a couple, a family or a group."))
    if not FEWEST <= len(people) <= MOST:
        yield Fault(
            None, phrase("Type a code for each person, from %(fewest)s to %(most)s people.", fewest=FEWEST, most=MOST)
        )
    elif kind == Together.COUPLE and len(people) != COUPLE:
        yield Fault(None, phrase("A couple is two people. With more, choose a family or a group."))
    if problem := fault_in_place(place):
        yield Fault(None, problem)
    codes = [person.code for person in people]
    for number, person in enumerate(people):
        if problem := fault_in(person):
            yield Fault(number, problem)
        elif person.code in codes[:number]:
            yield Fault(number, phrase("%(code)s is there twice. Give each person their own code.", code=person.code))
