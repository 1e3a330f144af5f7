"""Read models of erasing: what goes, shown before; what went, shown after; and clients kept for longer than need be."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.domain.actors import CommandLine, Staff
from kiosk.domain.erasure import LOOKED_OVER_FOR, Counts, What, copies_end_on, is_due, kept_until
from kiosk.domain.onward import Step, WantedState
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.public_ids import PublicId
from kiosk.queries.readable import whole
from kiosk.storage import clients, erasable, erasures, onward
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Practice, RecordCopy


@dataclass(frozen=True)
class ToErase:
    """A client, or one answer of theirs, with what goes and what the law still asks for."""

    client: PublicId
    code: str
    counts: Counts
    also_known_as: Sequence[str]
    """The codes that were merged into this one."""
    copies_end_on: date
    """The day on which the last backup ends that has it."""
    law_years: int
    kept_until: date | None
    """The last day on which the law still asks for it; None where it is erased at once."""
    check_in: PublicId | None = None
    """The answer; None for all of the client."""
    received_at: datetime | None = None
    onward: Mapping[str, int] = field(default_factory=dict)
    """The number of answers among them that are in a record system, by its name."""


@dataclass(frozen=True)
class SeenOnward:
    """Answers in a record system that an erasure has reached, by number."""

    name: str
    is_on: bool
    """False while it is switched off: it is asked once it is on again."""
    is_removed: bool
    """True once it is none of this practice's any more: it cannot be asked."""
    deleted: int
    emptied: int
    """Those that it does not delete: nothing is left in them."""
    renewed: int
    """Those that are there without the words that were erased."""
    waiting: int
    unreached: Sequence[PublicId]
    """The identifiers there of those that could not be reached."""


@dataclass(frozen=True)
class SeenErasure:
    """Something that was erased: nothing of what it was."""

    id: PublicId
    what: What
    at: datetime
    copies_end_on: date
    kept_until: date | None
    onward: Sequence[SeenOnward] = ()


@dataclass(frozen=True)
class Due:
    """A client whose years are over: everything of theirs is to be erased, or the words that they added."""

    client: PublicId
    code: str
    therapist: str
    """Their email."""
    what: What
    last_contact: date

    @property
    def name(self) -> str:
        """Names this line of the list: another one once the client was seen again."""
        return f"{self.client} {self.what} {self.last_contact}"


@dataclass(frozen=True)
class DueList:
    """The clients to look over, and the practice's years."""

    due: Sequence[Due]
    years: int
    words_years: int


def see_client_to_erase(actor: Staff | CommandLine, client_id: PublicId, now: datetime) -> ToErase | None:
    """Return what erasing a client deletes: of this therapist's own, for the command line anybody's; else None."""
    session = reading()
    if isinstance(actor, CommandLine):
        require(actor, Permission.ERASE_CLIENTS)
        client = erasable.client_in(session, None, client_id)
    else:
        client = clients.client_of(session, client_id, as_therapist(actor, Permission.ERASE_CLIENTS))
    if client is None or client.merged_into_id is not None:
        return None
    everybody = erasable.same_person(session, client)
    return whole(lambda: _to_erase(session, client, everybody, erasable.check_ins_of(session, everybody), now))


def clients_to_erase(actor: CommandLine, code: str, email: str | None) -> Sequence[tuple[PublicId, str]]:
    """The clients with that code or public id, of one therapist or of any: each with the therapist's email."""
    require(actor, Permission.ERASE_CLIENTS)
    return erasable.named(reading(), code, email)


def see_answer_to_erase(actor: Staff, check_in_id: PublicId, now: datetime) -> ToErase | None:
    """Return what erasing an answer deletes, of this therapist's own client, or None; what is held stays unopened."""
    therapist = as_therapist(actor, Permission.ERASE_CLIENTS)
    check_in = erasable.check_in_of_client(reading(), check_in_id, therapist)
    if check_in is None or check_in.response is None:
        return None
    return whole(lambda: _to_erase(reading(), check_in.client, (), [check_in], now))


def see_erasure(actor: Staff, erasure_id: PublicId) -> SeenErasure | None:
    """An erasure of this person's own, or None."""
    as_therapist(actor, Permission.ERASE_CLIENTS)
    row = erasures.erasure_of(reading(), actor.practice_id, erasure_id)
    if row is None or row.person_id != actor.person_id:
        return None
    reached = [_seen_onward(copies) for copies in _by_system(onward.copies_of_erasure(reading(), row))]
    return whole(
        lambda: SeenErasure(row.public_id, What(row.what), row.at, copies_end_on(row.at), row.kept_until, reached)
    )


def _by_system(copies: Sequence[RecordCopy]) -> Iterable[Sequence[RecordCopy]]:
    found = defaultdict[int, list[RecordCopy]](list)
    for copy in copies:
        found[copy.system_id].append(copy)
    return found.values()


def _seen_onward(copies: Sequence[RecordCopy]) -> SeenOnward:
    system = copies[0].system
    done = [copy for copy in copies if copy.delivered_at is not None]
    deleted = [copy for copy in done if copy.outcome.startswith(Step.DELETING)]
    renewed = [copy for copy in done if copy.wanted != WantedState.ERASED]
    waiting = [copy for copy in copies if copy.due_at is not None]
    return SeenOnward(
        name=system.name,
        is_on=system.on_since is not None,
        is_removed=system.removed_at is not None,
        deleted=len(deleted),
        emptied=len(done) - len(deleted) - len(renewed),
        renewed=len(renewed),
        waiting=len(waiting),
        unreached=[copy.public_id for copy in copies if copy.delivered_at is None and copy.due_at is None],
    )


def see_due(actor: Staff, now: datetime) -> DueList:
    """The clients of this therapist whose years are over, those with the oldest last session first."""
    therapist = as_therapist(actor, Permission.ERASE_CLIENTS)
    practice = reading().get_one(Practice, therapist.practice_id)
    return whole(
        lambda: DueList(
            _due(reading(), practice, therapist.person_id, now), practice.retain_years, practice.retain_words_years
        )
    )


def every_due(actor: CommandLine, now: datetime) -> Sequence[Due]:
    """Everybody in any practice whose years are over, and who was not looked over within the last year."""
    require(actor, Permission.ERASE_CLIENTS)
    session = reading()
    return [due for practice in erasable.practices_that_retain(session) for due in _due(session, practice, None, now)]


def still_due(session: ReadSession, due: Due, client: Client, now: datetime) -> bool:
    """Return whether that client is still to be erased, as the list had it."""
    practice = session.get_one(Practice, client.practice_id)
    return due in _due(session, practice, client.therapist_id, now)


def _due(session: ReadSession, practice: Practice, person_id: int | None, now: datetime) -> Sequence[Due]:
    if not practice.retain_years and not practice.retain_words_years:
        return ()
    found = []
    for client, email, last, words in erasable.contacts(session, practice.id, person_id):
        contact = (last or client.made_at).date()
        if client.looked_over_at and now - client.looked_over_at < LOOKED_OVER_FOR:
            continue
        if is_due(contact, practice.retain_years, now.date()):
            found.append(Due(client.public_id, client.code, email, What.CLIENT, contact))
        elif words and is_due(contact, practice.retain_words_years, now.date()):
            found.append(Due(client.public_id, client.code, email, What.WORDS, contact))
    return sorted(found, key=lambda one: one.last_contact)


def _to_erase(
    session: ReadSession, client: Client, everybody: Sequence[Client], check_ins: Sequence[CheckIn], now: datetime
) -> ToErase:
    years = session.get_one(Practice, client.practice_id).law_years
    contact = erasable.last_contact(session, everybody or erasable.same_person(session, client))
    answer = None if everybody else check_ins[0]
    return ToErase(
        client=client.public_id,
        code=client.code,
        counts=erasable.count(session, everybody, check_ins),
        also_known_as=[one.code for one in everybody[1:]],
        copies_end_on=copies_end_on(now),
        law_years=years,
        kept_until=kept_until(contact, years, now.date()),
        check_in=answer.public_id if answer else None,
        received_at=answer.response.received_at if answer and answer.response else None,
        onward=onward.count_there(session, [one.id for one in check_ins], [one.id for one in everybody]),
    )
