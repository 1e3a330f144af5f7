"""Starting the check-ins of several people at once: one visit, a form for each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.actions.tablets.send import put_on_tablet
from kiosk.actions.visits.new_codes import AskWhose, ask_whose
from kiosk.actions.visits.open import Wanted, begin_closing, fault_in, fault_in_asking, fault_in_place, tidy
from kiosk.actions.visits.sent_once import SentOnce, begun_before, keep_begun
from kiosk.actions.visits.still_open import AlreadyOpen, make_way
from kiosk.domain.actors import ByToken, Staff, Therapist
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.domain.visit_kinds import COUPLE, FEWEST, MOST, Together
from kiosk.storage.tables import CheckIn
from kiosk.storage.work import Work, unit_of_work

UNKNOWN_KIND = phrase("Choose who they are to each other: a couple, a family or a group.")


@dataclass(frozen=True)
class OpenedTogether:
    """The visit is there, and every check-in of it is waiting."""

    visit: PublicId


@dataclass(frozen=True)
class PersonFault:
    """A fault in the form: the place of the person it is about (from 0; None: the form as a whole), and the reason."""

    person: int | None
    message: Phrase


class NotOpenedTogether(Invalid):
    """Nothing was begun, and what is in the way of each person."""

    def __init__(self, faults: Sequence[PersonFault]) -> None:
        super().__init__(faults[0].message)
        self.faults = tuple(faults)


def open_together(  # noqa: PLR0913 -- each is one thing the therapist chose, and `now`
    actor: Staff | ByToken,
    kind: str,
    people: Sequence[Wanted],
    place: str,
    now: datetime,
    *,
    language: str = "en",
    instead: Collection[PublicId] = (),
    new: Collection[str] = (),
    once: SentOnce | None = None,
) -> OpenedTogether | AlreadyOpen | AskWhose:
    """Begin one visit with a check-in for each person; codes not used before make new clients.

    While a form of one of them is open nothing is begun, unless `instead` names it: then it ends. Nor is it while a new
    code looks like another, unless `new` names it. A tablet that is
    named for several shows the form of the first, and goes round. A request that is sent `once` begins
    one visit, however often it comes. Raises NotOpenedTogether.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    wanted = [replace(person, code=tidy(person.code)) for person in people]
    if faults := tuple(_faults(kind, wanted, place)):
        raise NotOpenedTogether(faults)
    with unit_of_work(actor, now) as work:
        if before := begun_before(work, once):
            return OpenedTogether(before.visit)
        why = [fault_in_asking(work.session, therapist, person.code) for person in wanted]
        if any(why):
            raise NotOpenedTogether(
                tuple(PersonFault(number, problem) for number, problem in enumerate(why) if problem)
            )
        if whose := ask_whose(work.session, therapist, [person.code for person in wanted], new):
            return whose
        if in_the_way := make_way(work, therapist, {person.code for person in wanted}, instead, Part.CLOSING):
            return in_the_way
        begun = begin_closing(work, therapist, kind, wanted, Place(place), language)
        if place == Place.ROOM and (faults := tuple(put_on_tablets(work, therapist, wanted, begun))):
            raise NotOpenedTogether(faults)
        keep_begun(work, once, begun)
        return OpenedTogether(begun[0].visit.public_id)


def put_on_tablets(
    work: Work, therapist: Therapist, people: Sequence[Wanted], check_ins: Sequence[CheckIn]
) -> Iterator[PersonFault]:
    """Each tablet takes the first of those it was named for; yields what is in the way of that."""
    taken: set[PublicId] = set()
    for number, (person, check_in) in enumerate(zip(people, check_ins, strict=True)):
        if person.tablet and person.tablet not in taken:
            taken.add(person.tablet)
            try:
                put_on_tablet(work, therapist, check_in, person.tablet)
            except Conflict as taken_already:
                yield PersonFault(number, taken_already.why)


def _faults(kind: str, people: Sequence[Wanted], place: str) -> Iterator[PersonFault]:
    if kind not in set(Together):
        yield PersonFault(None, UNKNOWN_KIND)
    if not FEWEST <= len(people) <= MOST:
        yield PersonFault(
            None, phrase("Type a code for each person, from %(fewest)s to %(most)s people.", fewest=FEWEST, most=MOST)
        )
    elif kind == Together.COUPLE and len(people) != COUPLE:
        yield PersonFault(None, phrase("A couple is two people. With more, choose a family or a group."))
    if problem := fault_in_place(place):
        yield PersonFault(None, problem)
    codes = [person.code for person in people]
    for number, person in enumerate(people):
        if problem := fault_in(person):
            yield PersonFault(number, problem)
        elif person.code in codes[:number]:
            said = phrase("You entered %(code)s twice. Give each person their own code.", code=person.code)
            yield PersonFault(number, said)
