"""What a therapist does with a visit of their own; a visit of anybody else's is not there for them."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kiosk.actions.open_visit import give_short_code
from kiosk.domain.lifecycle import ANSWERED, OPEN, State
from kiosk.storage import events, visits
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Person, Repair

NOTE_LIMIT = 2_000


class Outcome(StrEnum):
    """What became of it."""

    TALKED = "talked"
    NEXT = "next"
    NOT_NEEDED = "not-needed"


def withdraw_check_in(therapist: Person, visit_id: int, now: datetime) -> bool:
    """End the link at once. False when there is no such visit; an answer that is already here stays."""

    def withdraw(session: Session, check_in: CheckIn) -> None:
        if State(check_in.state) in OPEN:
            check_in.state = State.WITHDRAWN
            check_in.closed_at = now
            events.tell(session, check_in, State.WITHDRAWN, now)

    return _change(therapist, visit_id, withdraw)


def renew_short_code(therapist: Person, visit_id: int, now: datetime) -> bool:
    """A new short code for the next 15 minutes; the link and a form that is open stay as they are."""

    def renew(session: Session, check_in: CheckIn) -> None:
        if State(check_in.state) in OPEN:
            check_in.short_code_turn += 1
            give_short_code(session, check_in, now)
            events.tell(session, check_in, "short-code", now)

    return _change(therapist, visit_id, renew)


def reveal_result(therapist: Person, visit_id: int, now: datetime) -> bool:
    """Show a result that was held back from a shared screen."""

    def reveal(session: Session, check_in: CheckIn) -> None:
        if State(check_in.state) in ANSWERED and check_in.revealed_at is None:
            check_in.revealed_at = now
            events.tell(session, check_in, "revealed", now)

    return _change(therapist, visit_id, reveal)


def record_repair(therapist: Person, visit_id: int, outcome: Outcome, note: str, now: datetime) -> bool:
    """Keep what became of it. A later record stands beside the earlier one, and is the one shown."""

    def record(session: Session, check_in: CheckIn) -> None:
        if State(check_in.state) not in ANSWERED:
            return
        session.add(
            Repair(
                practice_id=check_in.practice_id,
                check_in_id=check_in.id,
                person_id=therapist.id,
                outcome=outcome,
                note=note.strip()[:NOTE_LIMIT],
                recorded_at=now,
            )
        )
        events.tell(session, check_in, "repair", now)

    return _change(therapist, visit_id, record)


def _change(therapist: Person, visit_id: int, change: Callable[[Session, CheckIn], None]) -> bool:
    with writing() as session:
        visit = visits.visit_of(session, visit_id, therapist)
        if visit is None:
            return False
        for check_in in visit.check_ins:
            change(session, check_in)
        return True
