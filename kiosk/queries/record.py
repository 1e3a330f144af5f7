"""Reading all that is kept about a client, to hand it out: one client's, one therapist's, or a whole practice's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, TypeVar, assert_never

from kiosk import catalogue
from kiosk.domain.actors import CommandLine, Staff, Therapist
from kiosk.domain.audit import READINGS_OF_CLIENT
from kiosk.domain.corrections import CorrectionKind
from kiosk.domain.lifecycle import State
from kiosk.domain.measures import Measure
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.queries.check_ins import is_kept_back
from kiosk.queries.goals import TakenBack
from kiosk.queries.kept import (
    Extent,
    KeptCheckIn,
    KeptClient,
    KeptConsent,
    KeptCorrection,
    KeptGoal,
    KeptGuess,
    KeptHandover,
    KeptReading,
    KeptShare,
    KeptSign,
    KeptVisit,
    Record,
)
from kiosk.queries.noted import of_client as noted_of_client
from kiosk.queries.readable import WRONG, Unshown, each, note, part, whole
from kiosk.queries.recorded import Paused, Recorded, safety_done
from kiosk.queries.results import Result, SeenResult, Withheld, WithheldReason, outcome_of, result_of
from kiosk.storage import (
    audit_log,
    client_goals,
    clients,
    consents,
    corrections,
    handovers,
    people,
    records,
    supervision,
)
from kiosk.storage.db import look_again, reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import (
    Base,
    CheckIn,
    Client,
    Correction,
    Goal,
    Guess,
    Handover,
    Person,
    Practice,
    Repair,
    Sign,
    Visit,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kept = TypeVar("Kept", bound="DataclassInstance")
AT_ONCE: Final = 50
"""Clients that are read in one moment of the database."""


@dataclass(frozen=True)
class Records:
    """The records of some clients. Each is read when its turn comes, so that one at a time is in memory.

    Complete for the command line; for a therapist without what is held.
    """

    finder: Therapist | CommandLine
    clients: Sequence[PublicId]

    @property
    def extent(self) -> Extent:
        """How much of each they hold."""
        return Extent.COMPLETE if isinstance(self.finder, CommandLine) else Extent.OF_THERAPIST

    def __len__(self) -> int:
        return len(self.clients)

    def __iter__(self) -> Iterator[Record]:
        for place in range(0, len(self.clients), AT_ONCE):
            session = reading()
            for client in list(records.clients_named(session, self.clients[place : place + AT_ONCE])):
                yield _or_nothing_of_it(session, client, self.finder, self.extent)
            look_again()  # so that no reader stays in one moment of the database for minutes


def forms_in(found: Records | Sequence[Record]) -> Sequence[Measure]:
    """The forms that occur in these records, without reading a record for it; in an order of their own."""
    if isinstance(found, Records):
        used = records.forms_of(reading(), found.clients)
        return each(used, lambda one: catalogue.kept_measure(*one))[0]
    forms = {(one.measure.id, one.measure.version): one.measure for record in found for one in record.check_ins}
    return [forms[key] for key in sorted(forms)]


def own_record(actor: Staff, client_id: PublicId) -> Record | None:
    """The record of a client of one's own, or None; without results that wait until the therapist asks for them."""
    therapist = as_therapist(actor, Permission.EXPORT_CLIENTS)
    session = reading()
    client = clients.client_of(session, client_id, therapist)
    return whole(lambda: _record(session, client, therapist, Extent.OF_THERAPIST)) if client else None


def left_record(actor: Staff, client_id: PublicId, *, for_client: bool) -> Record | None:
    """The record of a client whose therapist can no longer log in, for an administrator, or None.

    With words and notes only `for_client`, who asked for it; what a therapist guessed is in neither.
    """
    require(actor, Permission.TAKE_LEFT_RECORDS)
    session = reading()
    client = clients.left_client_of(session, client_id, actor.practice_id)
    extent = Extent.FOR_CLIENT if for_client else Extent.WITHOUT_WORDS
    return whole(lambda: _record(session, client, None, extent)) if client else None


def own_records(actor: Staff, client_id: PublicId | None = None) -> Records:
    """The records of this therapist's own clients, or of the one named, without what is held. Raises NotFound."""
    therapist = as_therapist(actor, Permission.EXPORT_CLIENTS)
    found = records.clients_of(reading(), therapist.practice_id, therapist, None)
    own = [client.public_id for client in found if client_id in {None, client.public_id}]
    if client_id and not own:
        raise NotFound
    return Records(therapist, own)


def read_records(actor: CommandLine, email: str | None = None, code: str | None = None) -> Records:
    """The records of this practice's clients: all, those of one therapist, or the one of that therapist and code.

    Complete, with results that wait to be shown as well: clients have a right to all that is kept about them.
    Raises NotFound where there is no such therapist or client.
    """
    require(actor, Permission.EXPORT_CLIENTS)
    session = reading()
    person = people.by_any_email(session, email) if email else None
    if email and person is None:
        raise NotFound(f"Nobody has a login with {email}. Those who have: kiosk person list")
    practice = person.practice if person else people.only_practice(session)
    only = people.therapist(person) if person else None
    found = records.clients_of(session, practice.id, only, code) if practice else []
    if code is not None and not found:
        raise NotFound(f"{email} has no client with the code {code}. Codes are as typed, capitals too.")
    return Records(actor, [client.public_id for client in found])


def complete_record(session: ReadSession, client: Client, only: PublicId | None = None) -> Record:
    """The whole record of a client, or the part of it about one check-in: for what the law keeps of an erased one."""
    record = _record(session, client, CommandLine(), Extent.COMPLETE)
    if only is None:
        return record
    return replace(record, check_ins=[one for one in record.check_ins if one.public_id == only], goals=(), pauses=())


def _record(session: ReadSession, client: Client, finder: Therapist | CommandLine | None, extent: Extent) -> Record:
    """Read as much of it as the extent says, with the guesses that the finder may see: nobody's for None."""
    therapist, practice = session.get(Person, client.therapist_id), session.get(Practice, client.practice_id)
    guesses, signs = records.guesses_on(session, client, finder), records.signs_at(session, client)
    rows = records.every_check_in(session, client)
    check_ins, bad_check_ins = each(
        rows,
        lambda one: _check_in(one, guesses.get(one.id), signs.get(one.id, ()), extent),
    )
    pauses, bad_pauses = each(clients.pauses_of(session, client), lambda pause: _read(Paused, pause))
    goals, bad_goals = each(client_goals.goals_of(session, client), _goal)
    passed_on, bad_passed_on = each(handovers.of_client(session, client), _handover)
    told, bad_told = each(consents.of_client(session, client), lambda one: _read(KeptConsent, one, by=one.person.email))
    shares, bad_shares = each(
        supervision.shares_of_client(session, client),
        lambda one: _read(KeptShare, one[0], supervisor=one[1].supervisor.email),
    )
    corrected, bad_corrected = _corrections(corrections.of_client(session, client), rows)
    unread = (bad_check_ins, bad_pauses, bad_goals, bad_passed_on, bad_told, bad_shares, bad_corrected)
    record = Record(
        client=_read(KeptClient, client),
        therapist=therapist.name if therapist else "",
        email=therapist.email if therapist else "",
        check_ins=check_ins,
        pauses=pauses,
        goals=goals,
        corrections=corrected,
        time_zone=practice.time_zone if practice else "UTC",
        unreadable=sum(map(len, unread)),
        handovers=passed_on,
        noted=noted_of_client(client),
        seen_by=readings_of(session, client),
        consents=told,
        shared_words=shares,
        extent=extent,
    )
    return _without_texts(record) if extent is Extent.WITHOUT_WORDS else record


def _or_nothing_of_it(session: ReadSession, client: Client, finder: Therapist | CommandLine, extent: Extent) -> Record:
    """Read one of several records; of one that cannot be read, give that it is there, so that the others follow."""
    try:
        return _record(session, client, finder, extent)
    except WRONG as error:
        note(error)
        seen = KeptClient(client.code, "", "", "", larger_text=False, opening_measure="", made_at=client.made_at)
        return Record(seen, "", "", (), (), (), (), "UTC", extent, unreadable=1)


def _without_texts(record: Record) -> Record:
    """Leave out what therapists wrote and noticed, and goals, which have the client's own words."""
    return replace(
        record,
        goals=(),
        corrections=[replace(one, note="") for one in record.corrections],
        check_ins=[
            replace(
                one,
                signs=(),
                repairs=[replace(repair, note="") for repair in one.repairs],
                safety_records=[replace(done, note="", handed_to="") for done in one.safety_records],
            )
            for one in record.check_ins
        ],
    )


def readings_of(session: ReadSession, client: Client, most: int | None = None) -> Sequence[KeptReading]:
    """The latest readings of what is kept about a client, also under the codes that were merged into it."""
    ids = [client.public_id, *clients.merged_ids(session, client)]
    found = audit_log.of_clients(session, client.practice_id, ids, READINGS_OF_CLIENT, most)
    return [KeptReading(one.at, one.email, one.act, one.about_id, one.actor == "token", one.name) for one in found]


def _handover(one: Handover) -> KeptHandover:
    people_named = {"giver_name": one.giver.name, "taker_name": one.taker.name}
    return _read(KeptHandover, one, giver=one.giver.email, taker=one.taker.email, **people_named)


def _corrections(
    rows: Sequence[Correction], check_ins: Sequence[CheckIn]
) -> tuple[Sequence[KeptCorrection], Sequence[Unshown]]:
    here = {check_in.id: check_in.public_id for check_in in check_ins}
    return each(
        rows,
        lambda row: replace(
            _read(
                KeptCorrection,
                row,
                by=row.person.email,
                by_name=row.person.name,
                check_in=here.get(row.check_in_id or 0, ""),
            ),
            kind=CorrectionKind(row.kind),
        ),
    )


def _check_in(check_in: CheckIn, guess: Guess | None, signs: Sequence[Sign], extent: Extent) -> KeptCheckIn:
    response = _response(check_in, extent)
    withheld = isinstance(response, Withheld)
    return KeptCheckIn(
        public_id=check_in.public_id,
        part=check_in.part,
        language=check_in.language,
        measure=catalogue.kept_measure(check_in.measure, check_in.measure_version),
        state=State.SENT if withheld else check_in.state,
        link_ends_at=check_in.link_ends_at,
        begun_at=check_in.begun_at,
        opened_at=check_in.opened_at,
        closed_at=check_in.closed_at,
        revealed_at=check_in.revealed_at,
        seen_at=check_in.seen_at,
        mistake_said_at=check_in.mistake_said_at,
        visit=_visit(check_in.visit),
        response=response,
        guess=_read(KeptGuess, guess) if guess and not withheld else None,
        signs=[_read(KeptSign, sign) for sign in signs],
        repairs=[_repair(repair, is_open=not _keeps_words_back(check_in, extent)) for repair in check_in.repairs],
        safety_records=() if withheld else [safety_done(done) for done in check_in.safety_records],
    )


def _keeps_words_back(check_in: CheckIn, extent: Extent) -> bool:
    match extent:
        case Extent.COMPLETE | Extent.FOR_CLIENT:
            return False
        case Extent.OF_THERAPIST:
            return is_kept_back(check_in)
        case Extent.WITHOUT_WORDS:
            return True
    assert_never(extent)


def _response(check_in: CheckIn, extent: Extent) -> SeenResult | None:
    response = check_in.response
    if response is None:
        return None
    unreadable: SeenResult | None = Withheld(WithheldReason.UNREADABLE, response.received_at)
    if extent in {Extent.COMPLETE, Extent.FOR_CLIENT}:
        return part(lambda: result_of(response, check_in.retold), unreadable)
    outcome = part(lambda: outcome_of(check_in), unreadable)
    return outcome.without_words() if isinstance(outcome, Result) and _keeps_words_back(check_in, extent) else outcome


def _repair(repair: Repair, *, is_open: bool) -> Recorded:
    """Read one record of an outcome; its note, which may quote the client, is kept back with their words."""
    return _read(Recorded, repair) if is_open else _read(Recorded, repair, note="")


def _visit(visit: Visit) -> KeptVisit:
    return _read(KeptVisit, visit, therapist=visit.therapist.email, therapist_name=visit.therapist.name)


def _goal(goal: Goal) -> KeptGoal:
    return _read(KeptGoal, goal, taken_back=[_read(TakenBack, undone) for undone in goal.taken_back])


def _read(kind: type[Kept], row: Base, **instead: object) -> Kept:
    """The named fields of a row as values; a column that the type does not name is not read."""
    return kind(
        **{field.name: getattr(row, field.name) for field in fields(kind) if field.name not in instead}, **instead
    )
