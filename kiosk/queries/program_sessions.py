"""Sessions, answers and clients as a program finds them by searching: a page at a time, with when each changed last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Generic, TypeVar

from kiosk.domain.actors import ByToken
from kiosk.domain.lifecycle import State
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.queries.check_ins import seen_check_in
from kiosk.queries.programs import NOWHERE, ProgramCheckIn, ProgramClient, Told, measure_of
from kiosk.queries.readable import each
from kiosk.storage import clients, program_pages
from kiosk.storage.db import reading
from kiosk.storage.program_pages import Changed, Changes, CheckInSearch, SoughtClients
from kiosk.storage.tables import CheckIn, Client

__all__ = ["Changed", "CheckInSearch", "SoughtClients"]

Found = TypeVar("Found")
AFTER: Final = "after"


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
    """The states of this client's forms in it, without those that were set aside."""
    changed_at: datetime | None = None


@dataclass(frozen=True)
class FoundAnswer:
    """One check-in that was answered; an answer that was set aside or is withheld is among them."""

    check_in: ProgramCheckIn
    changed_at: datetime


@dataclass(frozen=True)
class Page(Generic[Found]):
    """One page of results, and the id after which the next begins; None at the end."""

    found: Sequence[Found]
    following: PublicId | None


def find_answers(actor: ByToken, sought: CheckInSearch, after: str, most: int, now: datetime) -> Page[FoundAnswer]:
    """Answers in sessions of the owner's with clients they still have. Raises Invalid where `after` leads nowhere."""
    told, wanted = Told.to(actor), replace(sought, is_answered=True)

    def read(one: CheckIn, changes: Changes) -> FoundAnswer:
        return FoundAnswer(told.of(seen_check_in(one, now), measure_of(one), None), changes[one.id])

    return _page(actor, wanted, after, most, now=now, read=read)


def find_sessions(actor: ByToken, sought: CheckInSearch, after: str, most: int, now: datetime) -> Page[ProgramSession]:
    """Sessions of the owner's, each for every client in it whom they still have. Raises Invalid as above."""

    def read(one: CheckIn, changes: Changes) -> ProgramSession:
        return _session(one, max(changes[other.id] for other in one.visit.check_ins), now)

    return _page(actor, replace(sought, is_session=True), after, most, now=now, read=read)


def find_clients(actor: ByToken, sought: SoughtClients, after: str, most: int) -> Page[ProgramClient]:
    """The owner's clients, those whose code was merged into another's too. Raises Invalid as above."""
    therapist, begin = as_therapist(actor, Permission.READ_RESULTS), None
    if after:
        begin = clients.client_of(reading(), PublicId(after), therapist)
        if begin is None:
            raise Invalid(NOWHERE, AFTER)
    found = program_pages.clients(reading(), therapist, sought, begin, most + 1)
    return Page(_listed(found[:most]), found[most - 1].public_id if len(found) > most else None)


def program_client(actor: ByToken, client_id: PublicId) -> ProgramClient:
    """One of them. Raises NotFound."""
    client = clients.client_of(reading(), client_id, as_therapist(actor, Permission.READ_RESULTS))
    if client is None:
        raise NotFound
    return _listed([client])[0]


def _page(  # noqa: PLR0913 -- for whom, what, which page, and what is made of it
    actor: ByToken,
    sought: CheckInSearch,
    after: str,
    most: int,
    *,
    now: datetime,
    read: Callable[[CheckIn, Changes], Found],
) -> Page[Found]:
    therapist, session = as_therapist(actor, Permission.READ_RESULTS), reading()
    begin = program_pages.check_in_of(session, therapist, PublicId(after)) if after else None
    if after and begin is None:
        raise Invalid(NOWHERE, AFTER)
    found = program_pages.check_ins(session, therapist, sought, begin, most + 1, now=now)
    page = found[:most]
    changes = program_pages.check_ins_changed_at(session, [other for one in page for other in one.visit.check_ins], now)
    made = each(page, lambda one: read(one, changes))[0]
    return Page(made, page[-1].public_id if len(found) > most else None)


def _session(one: CheckIn, changed_at: datetime, now: datetime) -> ProgramSession:
    theirs = [other for other in one.visit.check_ins if other.client_id == one.client_id and other.counts]
    return ProgramSession(
        visit=one.visit.public_id,
        client=one.client.public_id,
        place=Place(one.visit.place),
        kind=one.visit.kind,
        of_several=one.visit.is_of_several,
        began_at=one.visit.began_at,
        states=frozenset(seen_check_in(other, now).state for other in theirs),
        changed_at=changed_at,
    )


def _listed(found: Sequence[Client]) -> Sequence[ProgramClient]:
    changes, ids = program_pages.clients_changed_at(reading(), found), program_pages.merged_into(reading(), found)
    return [
        ProgramClient(
            id=one.public_id,
            code=one.code,
            merged_into=ids.get(one.merged_into_id) if one.merged_into_id is not None else None,
            changed_at=changes[one.id],
        )
        for one in found
    ]
