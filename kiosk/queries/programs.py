"""Visits, check-ins and clients as a program with a token may see them: as its owner does, and no more than was said.

A program gets an answer only if its form named it, and the words in it only with a scope of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kiosk import catalogue
from kiosk.domain.actors import ByToken
from kiosk.domain.answers import Marking
from kiosk.domain.measures import Measure
from kiosk.domain.permissions import Permission, as_therapist, may
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.queries.check_ins import SeenCheckIn, as_taken_over, is_former, seen_check_in
from kiosk.queries.looking import Link, link_of
from kiosk.queries.readable import each
from kiosk.queries.results import Result, SeenResult, Withheld, WithheldReason, outcome_of
from kiosk.queries.several import FoundTogether, SeenPeople
from kiosk.queries.visit import see_check_in, see_visit
from kiosk.storage import api_tokens, clients, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client, Person

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
class ProgramClient:
    """A client by code."""

    id: PublicId
    code: str
    merged_into: PublicId | None = None
    """The client who has everything of theirs since a correction found both to be one person."""
    changed_at: datetime | None = None


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
    begun, _ = each(
        visit.check_ins,
        lambda one: ProgramCheckIn(replace(seen_check_in(one, now), outcome=None), measure_of(one), link_of(one), None),
    )
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


def program_clients(actor: ByToken, after: str, most: int) -> tuple[Sequence[ProgramClient], str | None]:
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


def _listed(client: Client) -> ProgramClient:
    return ProgramClient(client.public_id, client.code)
