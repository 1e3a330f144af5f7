"""Sending onward: answers are brought to the practice's own FHIR server, and corrected there, in the jobs' process.

A run compares what was answered with what the record system has, and makes or withdraws copies; then it sends what is
due. A message may be cut off anywhere and be sent again: the server knows it by its identifier.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk import catalogue
from kiosk.config import Config
from kiosk.core import settings
from kiosk.domain.actors import Background
from kiosk.domain.audit import Audited
from kiosk.domain.jobs import JobKind
from kiosk.domain.onward import REFUSES_SCOPE, Algorithm, Step, WantedState, can_pass, concerns_all
from kiosk.domain.retries import NOTHING
from kiosk.interchange.fhir import onward as present
from kiosk.interchange.fhir.observations import count_scores
from kiosk.operations.attempts import MOST, WITHIN_S, Attempt, note, try_all
from kiosk.outgoing import RequestFault
from kiosk.queries.onward import final_result, may_begin, to_send
from kiosk.smart import Registration, StepFailed, configuration, token, transact
from kiosk.storage import jobs, onward
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import CheckIn, RecordCopy, RecordSystem
from kiosk.storage.work import NewAuditEntry, Work, unit_of_work

UNSENT: Final = frozenset(
    {
        RequestFault.ADDRESS,
        RequestFault.PRIVATE,
        RequestFault.UNENCRYPTED,
        RequestFault.UNKNOWN,
        RequestFault.CERTIFICATE,
    }
)
"""Faults of a request that nobody can have got."""


@dataclass(frozen=True)
class Message:
    """One answer for a record system."""

    delivery: int
    registration: Registration
    body: bytes
    wanted: WantedState
    entry: NewAuditEntry
    """Entries of the audit log once it has arrived."""
    was_there: bool
    """True if an earlier attempt may have reached the record system."""
    otherwise: bytes = b""
    """Sent instead where the server does not delete."""


def send_onward(payload: Mapping[str, Any], now: datetime) -> None:
    """Compare the named check-ins with what was sent of them, send all that is due, and note what came of it."""
    practice_id = int(payload.get("practice", 0))
    if numbers := payload.get("check_ins"):
        with unit_of_work(Background(), now, onward.claim(practice_id)) as work:
            compare(work, numbers, practice_id)
    look_again()
    config, to_try, ended = settings(), defaultdict[int, list[Message]](list), list[Attempt]()
    messages = dict[int, Message]()
    for copy in onward.due(reading(), now, MOST):
        message = _message(copy, config, now)
        if message is None:
            ended.append(Attempt(copy.id, delivered=False, outcome=NOTHING, is_final=True, may_be_there=False))
        else:
            to_try[copy.system_id].append(message)
            messages[copy.id] = message
    look_again()
    if messages:
        with unit_of_work(Background(), now) as work:
            onward.note_begun(work.session, messages.keys())
    _note([*ended, *try_all(to_try.values(), _try_each, WITHIN_S)], messages, now)
    with unit_of_work(Background(), now) as work:
        if next_due := onward.next_due(work.session):
            jobs.add(work.session, JobKind.ONWARD, next_due)


def compare(work: Work, numbers: Sequence[int], practice_id: int) -> None:
    """Make a copy of each answer that is to be sent, and have those withdrawn that are no longer right.

    An answer is withdrawn where it counts no more, is somebody else's, or went to a patient whose id was mended. What
    was sent stays where only its client's id was taken away, or the record system was switched off meanwhile.
    """
    system = onward.system_of(work.session, practice_id)
    if system is None:
        return
    for check_in in onward.check_ins(work.session, numbers):
        _compare(work, check_in, system)


def _compare(work: Work, check_in: CheckIn, system: RecordSystem) -> None:
    result, is_there = final_result(check_in), False
    for copy in onward.copies_of(work.session, check_in, system):
        if result is not None and _is_right(copy, check_in):
            is_there = True
        elif copy.may_be_there:
            copy.wanted, copy.due_at, copy.failures, copy.delivered_at = WantedState.IN_ERROR, work.now, 0, None
        else:
            work.session.delete(copy)
    if result is not None and not is_there and may_begin(check_in, system, result):
        _add(work, check_in, system)


def _is_right(copy: RecordCopy, check_in: CheckIn) -> bool:
    known = check_in.client.record_patient
    return copy.client_id == check_in.client_id and (known is None or known.patient == copy.patient)


def _add(work: Work, check_in: CheckIn, system: RecordSystem) -> None:
    """Add a copy: the first has the id of its check-in, so that it is known by that everywhere."""
    known = check_in.client.record_patient
    if known is None:
        return
    is_first = not onward.has_been_copied(work.session, check_in)
    copy = RecordCopy(
        practice_id=check_in.practice_id,
        system_id=system.id,
        check_in_id=check_in.id,
        client_id=check_in.client_id,
        patient=known.patient,
        scores=count_scores(catalogue.kept_measure(check_in.measure, check_in.measure_version)),
        wanted=WantedState.FINAL,
        failures=0,
        outcome="",
        made_at=work.now,
        due_at=work.now,
        **({"public_id": check_in.public_id} if is_first else {}),
    )
    work.session.add(copy)


def registration_of(system: RecordSystem, config: Config) -> Registration:
    """Return how this server shows a record system who it is."""
    algorithm = Algorithm(system.algorithm)
    allowed = config.private_networks
    return Registration(system.url, system.client_id, system.key, system.public_id, algorithm, allowed)


def _message(copy: RecordCopy, config: Config, now: datetime) -> Message | None:
    registration, wanted, address = registration_of(copy.system, config), WantedState(copy.wanted), config.address
    if copy.erasure and copy.check_in is None:
        body = _written(present.deletion(copy.public_id, copy.scores, address))
        otherwise = _written(present.emptying(copy.public_id, copy.scores, address))
        entry = NewAuditEntry(copy.practice_id, Audited.ERASURE_SENT, "erasures", copy.erasure.public_id)
        return Message(copy.id, registration, body, wanted, entry, copy.may_be_there, otherwise)
    found = to_send(copy, now)
    if found is None or copy.check_in is None:
        return None
    about, client = str(copy.check_in.public_id), copy.check_in.client.public_id
    entry = NewAuditEntry(copy.practice_id, Audited.RESULT_SENT, "check_ins", about, client)
    body = _written(present.transaction(found, address))
    return Message(copy.id, registration, body, wanted, entry, copy.may_be_there)


def _written(bundle: Mapping[str, Any]) -> bytes:
    return json.dumps(bundle, ensure_ascii=False).encode()


def _token(messages: Sequence[Message]) -> tuple[str, bool]:
    """Get a token, with the right to delete where something was erased and the server gives that; say whether it did.

    Raises StepFailed.
    """
    registration = messages[0].registration
    found = configuration(registration)
    if any(message.wanted is WantedState.ERASED for message in messages):
        try:
            return token(registration, found, found.deleting), True
        except StepFailed as fault:
            if fault.status not in REFUSES_SCOPE:
                raise
    return token(registration, found), False


def _try_each(messages: Sequence[Message]) -> Iterator[Attempt]:
    """Get a token, and send one after the other. Where the server itself fails, the rest waits without being tried."""
    try:
        given, may_delete = _token(messages)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is this server's alone
        failed = _outcome(error, Step.TOKEN)
    else:
        failed = ""
        for place, message in enumerate(messages):
            attempt = _try_to_delete(message, given) if may_delete and message.wanted is WantedState.ERASED else None
            failed = ""
            if attempt is None:
                attempt, failed = _try(message, given)
            yield attempt
            if failed:
                messages = messages[place + 1 :]
                break
    if failed:
        yield from (Attempt(one.delivery, delivered=False, outcome=failed, may_be_there=False) for one in messages)


def _try_to_delete(message: Message, given: str) -> Attempt | None:
    """Have an answer deleted there; None where the server did not do that."""
    try:
        done = transact(message.registration, given, message.body)
    except StepFailed:
        return None
    return Attempt(message.delivery, delivered=True, outcome=f"{Step.DELETING} {done}", may_be_there=False)


def _try(message: Message, given: str) -> tuple[Attempt, str]:
    """Send one; the second value is the outcome for all others too, where it is not about this one alone."""
    try:
        done = transact(message.registration, given, message.otherwise or message.body)
    except StepFailed as fault:
        outcome, status = _outcome(fault, fault.step), fault.status
        is_final = bool(status) and not can_pass(status)
        may_be = can_pass(status) if status else fault.outcome not in UNSENT
        attempt = Attempt(message.delivery, delivered=False, outcome=outcome, is_final=is_final, may_be_there=may_be)
        return attempt, outcome if not status or concerns_all(status) else ""
    except Exception as error:  # noqa: BLE001 -- the same
        outcome = _outcome(error, Step.SENDING)
        return Attempt(message.delivery, delivered=False, outcome=outcome), outcome
    return Attempt(message.delivery, delivered=True, outcome=f"{Step.SENDING} {done}"), ""


def _outcome(error: Exception, step: Step) -> str:
    if isinstance(error, StepFailed):
        return f"{error.step} {error.outcome}"
    return f"{step} {type(error).__name__}"


def _note(attempts: Sequence[Attempt], messages: Mapping[int, Message], now: datetime) -> None:
    """Write down what came of each; the log of the practice says whose answer was sent."""
    with unit_of_work(Background(), now) as work:
        for attempt in attempts:
            copy, message = work.session.get(RecordCopy, attempt.delivery), messages.get(attempt.delivery)
            if copy is None:
                continue
            if message is None or copy.wanted == message.wanted:
                note(copy, attempt, now)
            if message and copy.wanted == message.wanted:
                copy.may_be_there = attempt.may_be_there or message.was_there
            if message and attempt.delivered:
                work.audit_entry(message.entry)
