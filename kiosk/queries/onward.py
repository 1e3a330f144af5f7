"""The practice's record system, as its administrators see it; a client's id in it; and what is sent there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from kiosk import catalogue
from kiosk.domain.actors import Staff
from kiosk.domain.answers import Marking
from kiosk.domain.onward import Algorithm, WantedState, was_on
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.public_ids import PublicId
from kiosk.queries.check_ins import is_kept_back, seen_check_in
from kiosk.queries.programs import ProgramCheckIn
from kiosk.queries.readable import each, part, whole
from kiosk.queries.results import Result, outcome_of
from kiosk.smart import public_keys
from kiosk.storage import clients, onward
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, RecordCopy, RecordSystem

PATIENT: Final = "example"
"""Stands for a patient's id where none is known."""


@dataclass(frozen=True)
class SeenCopy:
    """One line of the list; `due_at` is the time of the next attempt, None where there is none."""

    id: PublicId
    wanted: WantedState
    made_at: datetime
    due_at: datetime | None
    failures: int
    outcome: str
    delivered_at: datetime | None


@dataclass(frozen=True)
class SeenSystem:
    """The record system without its private key."""

    id: PublicId
    name: str
    url: str
    client_id: str
    keys: Mapping[str, Any]
    """The public key, as a JSON Web Key Set."""
    with_words: bool
    on_since: datetime | None
    trial: Mapping[str, Any] | None
    patients: int
    """The number of clients whose id is known."""
    log: Sequence[SeenCopy]


@dataclass(frozen=True)
class SeenPatient:
    """A client's place in the record system; `patient` is empty where it is not known."""

    system: str
    """The name of the record system."""
    is_on: bool
    patient: str
    since: datetime | None


@dataclass(frozen=True)
class ToSend:
    """One answer as it is to be in the record system, for the patient of that id there."""

    check_in: ProgramCheckIn
    patient: str


def see_system(actor: Staff) -> SeenSystem | None:
    """Read the record system of the actor's practice; None where there is none. Raises NotAllowed."""
    require(actor, Permission.SEND_ONWARD)
    session = reading()
    found = onward.system_of(session, actor.practice_id)
    if found is None:
        return None
    return whole(lambda: _seen_system(session, found))


def _seen_system(session: ReadSession, found: RecordSystem) -> SeenSystem:
    return SeenSystem(
        id=found.public_id,
        name=found.name,
        url=found.url,
        client_id=found.client_id,
        keys=part(lambda: _keys(found), {}) if found.key else {},
        with_words=found.with_words,
        on_since=found.on_since,
        trial=part(lambda: found.trial, None),
        patients=onward.count_patients(session, found),
        log=each(onward.log_of(session, found), _seen)[0],
    )


def _keys(system: RecordSystem) -> Mapping[str, Any]:
    return public_keys(system.key, system.public_id, Algorithm(system.algorithm))


def keys_of(system_id: PublicId) -> Mapping[str, Any] | None:
    """Read the public key by which a record system knows this server: for anybody; None where it was removed."""
    found = onward.by_public_id(reading(), system_id)
    return whole(lambda: _keys(found)) if found else None


def see_patient(actor: Staff, client_id: PublicId) -> SeenPatient | None:
    """Read the id that a client of one's own has in the record system; None where the practice has no such system."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    client = clients.client_of(reading(), client_id, therapist)
    system = onward.system_of(reading(), actor.practice_id)
    if client is None or system is None:
        return None
    known = client.record_patient
    return SeenPatient(
        system.name, system.on_since is not None, known.patient if known else "", known.since if known else None
    )


def final_result(check_in: CheckIn) -> Result | None:
    """Give the answer that a record system may have: shown to its therapist, not set aside, sent by the client."""
    outcome = outcome_of(check_in)
    if not isinstance(outcome, Result) or not check_in.counts or Marking(outcome.marked).is_entered:
        return None
    return outcome


def may_begin(check_in: CheckIn, system: RecordSystem, result: Result) -> bool:
    """Return whether the form named this record system when it was shown, so that the answer is to be sent there.

    It goes where that was so, and waits while the record system is switched off: the form has promised it.
    """
    known = check_in.client.record_patient
    if known is None or known.system_id != system.id or result.shown_at < known.since:
        return False
    return was_on(system.on_since, system.was_on, result.shown_at)


def to_send(copy: RecordCopy, now: datetime) -> ToSend | None:
    """Give what is to be in the record system; None where there is nothing any more. It has the id of the copy."""
    if copy.check_in is None:
        return None
    in_error = copy.made_at if copy.wanted == WantedState.IN_ERROR else None
    return _as_sent(copy.check_in, copy.system, copy.patient, now, (copy.public_id, in_error))


def last_own(actor: Staff, now: datetime) -> ToSend | None:
    """Give the last answer of the actor's own that could be sent, as it would be; None where there is none.

    Raises NotAllowed for whoever is no therapist. The patient is `example` where the client has no id there.
    """
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    system = onward.system_of(reading(), actor.practice_id)
    for check_in in onward.last_answered(reading(), therapist) if system else ():
        if system and final_result(check_in):
            known = check_in.client.record_patient
            patient = known.patient if known and known.system_id == system.id else PATIENT
            return _as_sent(check_in, system, patient, now, (check_in.public_id, None))
    return None


def _as_sent(
    check_in: CheckIn, system: RecordSystem, patient: str, now: datetime, known_as: tuple[PublicId, datetime | None]
) -> ToSend | None:
    """Make it of an answer, under that id, and as an error since that time."""
    seen = seen_check_in(check_in, now)
    result = seen.result
    if result is None:
        return None
    has_words = system.with_words and not is_kept_back(check_in)
    told = replace(
        seen,
        id=known_as[0],
        outcome=result if has_words else result.without_words(),
        set_aside_at=known_as[1],
    )
    measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
    return ToSend(ProgramCheckIn(told, measure, None, bool(result.words) if has_words else None), patient)


def _seen(one: RecordCopy) -> SeenCopy:
    return SeenCopy(
        one.public_id, WantedState(one.wanted), one.made_at, one.due_at, one.failures, one.outcome, one.delivered_at
    )
