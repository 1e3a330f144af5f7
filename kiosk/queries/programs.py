"""Visits, check-ins and clients as a program with a token may see them: as its owner does, and no more than was said.

A program gets an answer only if its form named it, and the words in it only with a scope of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kiosk import catalogue
from kiosk.domain.actors import ByToken, Therapist
from kiosk.domain.answers import Marking
from kiosk.domain.erasure import What
from kiosk.domain.events import FOR_PROGRAMS, EventKind
from kiosk.domain.loops import LoopKind, Topic
from kiosk.domain.measures import Measure
from kiosk.domain.permissions import Permission, as_therapist, may, require
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.queries.check_ins import SeenCheckIn, as_taken_over, is_former, seen_check_in
from kiosk.queries.corrections import SeenCorrection, corrections_of_check_in
from kiosk.queries.looking import Link, link_of
from kiosk.queries.readable import each
from kiosk.queries.results import Result, SeenResult, Withheld, WithheldReason, outcome_of
from kiosk.queries.several import FoundTogether, SeenPeople
from kiosk.queries.visit import see_check_in, see_visit
from kiosk.storage import api_tokens, clients, epochs, erasures, events, loops, visits
from kiosk.storage.db import reading
from kiosk.storage.events import OfForm
from kiosk.storage.tables import CheckIn, Client, OpenLoop, Person

MOST_LOOPS: Final = 1_000
"""Open loops of one therapist that programs are told of."""

NOWHERE: Final = "“after” leads nowhere. Begin again without it."


@dataclass(frozen=True)
class ProgramCheckIn:
    """One check-in: `check_in.outcome` as far as the program may have it, the link as long as it opens."""

    check_in: SeenCheckIn
    measure: Measure
    link: Link | None
    has_words: bool | None
    """True or false where words may be read; None where the token has no scope for them."""


@dataclass(frozen=True)
class ProgramVisit:
    """A visit with everybody who is asked in it."""

    id: PublicId
    place: Place
    kind: str
    began_at: datetime
    check_ins: Sequence[ProgramCheckIn]
    together: FoundTogether | Withheld | None = None


@dataclass(frozen=True)
class ListedClient:
    """A client by code."""

    id: PublicId
    code: str
    merged_into: PublicId | None = None
    """The client who has everything of theirs since a correction found both to be one person."""
    changed_at: datetime | None = None


@dataclass(frozen=True)
class ProgramEvent:
    """One event, by its number in this epoch."""

    number: int
    kind: EventKind
    at: datetime
    visit: PublicId
    check_in: PublicId


@dataclass(frozen=True)
class ProgramLoop:
    """One open loop; `kind` is None where the answer that it is about is withheld."""

    id: PublicId
    client: PublicId
    code: str
    topic: Topic
    kind: LoopKind | None
    opened_at: datetime
    visit: PublicId | None
    check_in: PublicId | None


@dataclass(frozen=True)
class ProgramErasure:
    """One erasure: of the client or the check-in that had the id `about`."""

    id: PublicId
    what: What
    about: PublicId
    at: datetime


ProgramCorrection = SeenCorrection


def is_owner(actor: ByToken, therapist: str) -> bool:
    """Return whether this email or public id is that of the therapist for whom the program acts."""
    owner = reading().get_one(Person, actor.owner_id)
    return therapist.strip().casefold() in {owner.email, owner.public_id}


def begun_visit(actor: ByToken, visit_id: PublicId, now: datetime) -> ProgramVisit:
    """The visit that a program has begun, without any result. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    visit = visits.visit_of(reading(), visit_id, therapist)
    if visit is None:
        raise NotFound
    begun = [
        ProgramCheckIn(replace(seen_check_in(one, now), outcome=None), measure_of(one), link_of(one), None)
        for one in visit.check_ins
    ]
    return ProgramVisit(visit.public_id, Place(visit.place), visit.kind, visit.began_at, begun)


def open_link(actor: ByToken, check_in_id: PublicId, now: datetime) -> Link:
    """The link of a form. Raises NotFound, and Conflict once it opens none any more."""
    check_in = visits.check_in_of(reading(), check_in_id, as_therapist(actor, Permission.ASK_CLIENTS))
    if check_in is None:
        raise NotFound
    if not seen_check_in(check_in, now).opens:
        raise Conflict("The link of this check-in opens no form any more.")
    return link_of(check_in)


def program_visit(actor: ByToken, visit_id: PublicId, now: datetime) -> ProgramVisit:
    """A visit of the owner's. Raises NotFound."""
    seen = see_visit(actor, visit_id, now)
    told = Told.to(actor)
    if seen is None:
        raise NotFound
    if isinstance(seen, SeenPeople):
        asked = [told.of(one.check_in, one.measure, one.link) for one in (*seen.openings, *seen.people)]
        hidden = next((one.outcome for one in map(_seen, asked) if isinstance(one.outcome, Withheld)), None)
        together = hidden if seen.together and hidden else seen.together
        return ProgramVisit(seen.id, seen.place, seen.kind, seen.began_at, asked, together)
    before = [told.of(seen.opening.check_in, seen.opening.measure, None)] if seen.opening else []
    asked = [*before, told.of(seen.check_in, seen.measure, seen.link)]
    return ProgramVisit(seen.check_in.visit, seen.check_in.place, ONE_CLIENT, seen.began_at, asked)


def program_check_in(actor: ByToken, check_in_id: PublicId, now: datetime) -> ProgramCheckIn:
    """One check-in of the owner's. Raises NotFound."""
    seen = see_check_in(actor, check_in_id, now)
    if seen is None:
        raise NotFound
    return Told.to(actor).of(seen.check_in, seen.measure, seen.link)


def check_in_since(actor: ByToken, since: datetime, check_in_id: PublicId, now: datetime) -> ProgramCheckIn:
    """The same for a receiver that forms named from that moment on. Raises NotFound."""
    seen = see_check_in(actor, check_in_id, now)
    if seen is None:
        raise NotFound
    return Told(may(actor, Permission.READ_WORDS), since).of(seen.check_in, seen.measure, None)


def program_history(
    actor: ByToken, client_id: PublicId, after: str, most: int, now: datetime
) -> tuple[Sequence[ProgramCheckIn], PublicId | None]:
    """A client's check-ins, the oldest first, and after which one the next page begins; None at the end.

    Raises NotFound, and Invalid where `after` is no check-in of theirs.
    """
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    client, told = clients.client_of(reading(), client_id, therapist), Told.to(actor)
    if client is None:
        raise NotFound
    begin = clients.check_in_of(reading(), client, PublicId(after)) if after else None
    if after and begin is None:
        raise Invalid(NOWHERE, "after")

    def read(one: CheckIn) -> ProgramCheckIn:
        return told.of(as_taken_over(seen_check_in(one, now), one), measure_of(one), None)

    found = clients.check_ins_after(reading(), client, begin, most + 1)
    page = found[:most]
    return each(page, read)[0], page[-1].public_id if len(found) > most else None


def program_clients(actor: ByToken, after: str, most: int) -> tuple[Sequence[ListedClient], str | None]:
    """Clients in the order in which they were added, and after which one the next page begins; None at the end.

    Raises Invalid where `after` is no client of theirs.
    """
    therapist, begin = as_therapist(actor, Permission.READ_RESULTS), None
    if after:
        begin = clients.client_of(reading(), PublicId(after), therapist)
        if begin is None:
            raise Invalid(NOWHERE, "after")
    found = clients.page_of(reading(), therapist, begin, most + 1)
    page = [_listed(client) for client in found[:most]]
    return page, page[-1].id if len(found) > most else None


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


def program_loops(
    actor: ByToken, after: str, most: int, now: datetime
) -> tuple[Sequence[ProgramLoop], PublicId | None]:
    """List what is open: calls for help first, then the oldest first; and after which one the next page begins.

    Raises Invalid where `after` is none of them any more.
    """
    therapist, session, told = as_therapist(actor, Permission.READ_RESULTS), reading(), Told.to(actor)
    found = loops.open_loops(session, therapist, now, MOST_LOOPS)
    begin = next((place + 1 for place, one in enumerate(found) if one.public_id == after), None) if after else 0
    if begin is None:
        raise Invalid("“after” leads nowhere. Begin again without it.", "after")
    page = found[begin : begin + most]
    following = page[-1].public_id if page and len(found) > begin + most else None
    return each(page, lambda loop: _loop(loop, therapist, told))[0], following


def program_erasures(actor: ByToken, after: str, most: int) -> Sequence[ProgramErasure]:
    """List what was erased of the owner's clients, the oldest first, so that a program can erase it too.

    Raises Invalid where `after` is no erasure of theirs.
    """
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    begin = erasures.erasure_of_therapist(reading(), therapist, PublicId(after)) if after else None
    if after and begin is None:
        raise Invalid(NOWHERE, "after")
    found = erasures.of_therapist(reading(), therapist, begin, most)
    return [ProgramErasure(one.public_id, What(one.what), one.about_id, one.at) for one in found]


def was_erased(actor: ByToken, about: PublicId) -> bool:
    """Return whether this client or check-in was the owner's and is erased. Words alone leave the check-in."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    return erasures.is_gone(reading(), therapist, about)


def program_corrections(actor: ByToken, check_in_id: PublicId) -> Sequence[ProgramCorrection]:
    """The corrections of a check-in and its session, undone ones too, the latest first. Raises NotFound."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    check_in = visits.check_in_of(reading(), check_in_id, therapist)
    if check_in is None:
        raise NotFound
    return corrections_of_check_in(check_in.id, check_in.visit_id)


def _loop(loop: OpenLoop, therapist: Therapist, told: "Told") -> ProgramLoop:
    check_in = loop.check_in
    is_own = check_in is not None and check_in.therapist_id == therapist.person_id
    return ProgramLoop(
        id=loop.public_id,
        client=loop.client.public_id,
        code=loop.client.code,
        topic=Topic(loop.topic),
        kind=LoopKind(loop.kind) if check_in is None or told.may_have(check_in) else None,
        opened_at=loop.opened_at,
        visit=check_in.visit.public_id if check_in and is_own else None,
        check_in=check_in.public_id if check_in and is_own else None,
    )


@dataclass(frozen=True)
class Told:
    """The program, and what forms have said of it."""

    may_read_words: bool
    since: datetime

    @classmethod
    def to(cls, actor: ByToken) -> "Told":
        return cls(may(actor, Permission.READ_WORDS), api_tokens.made_at(reading(), actor))

    def of(self, seen: SeenCheckIn, measure: Measure, link: Link | None) -> ProgramCheckIn:
        outcome = self._outcome(seen)
        words = bool(outcome.words) if isinstance(outcome, Result) and self.may_read_words else None
        return ProgramCheckIn(replace(seen, outcome=outcome), measure, link, words)

    def may_have(self, check_in: CheckIn) -> bool:
        """Return whether the program may have what was answered."""
        outcome = outcome_of(check_in)
        return (
            isinstance(outcome, Result)
            and outcome.shown_at >= self.since
            and not is_former(check_in)
            and not Marking(outcome.marked).is_entered
        )

    def _outcome(self, seen: SeenCheckIn) -> SeenResult | None:
        """Withhold what was asked before the form could name the program, or imported; a held one says no more."""
        result = seen.outcome
        if not isinstance(result, Result):
            return result
        if seen.is_former or Marking(result.marked).is_entered or result.shown_at < self.since:
            return Withheld(WithheldReason.NOT_NAMED, result.received_at, result.entered_by)
        return result if self.may_read_words else result.without_words()


def _seen(one: ProgramCheckIn) -> SeenCheckIn:
    return one.check_in


def measure_of(check_in: CheckIn) -> Measure:
    return catalogue.kept_measure(check_in.measure, check_in.measure_version)


def _listed(client: Client) -> ListedClient:
    return ListedClient(client.public_id, client.code)
