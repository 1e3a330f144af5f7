"""What a therapist does with a visit of their own; a visit of anybody else's is not there for them."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kiosk.actions.held import is_held
from kiosk.actions.open_visit import give_short_code, link_ends
from kiosk.actions.still_open import stop_asking
from kiosk.domain.lifecycle import ANSWERED, OPEN, State
from kiosk.keys import hash_of, keys
from kiosk.storage import events, tablets, visits
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Person, Repair

NOTE_LIMIT = 2_000


class Outcome(StrEnum):
    """What became of it."""

    TALKED = "talked"
    NEXT = "next"
    NOT_NEEDED = "not-needed"


def withdraw_check_in(therapist: Person, visit_id: int, now: datetime, *, check_in: int | None = None) -> bool:
    """End the link at once, of one person or of everybody. False when there is no such visit; an answer stays."""
    return _stop_asking(therapist, visit_id, check_in, State.WITHDRAWN, now)


def close_visit(therapist: Person, visit_id: int, now: datetime) -> bool:
    """Ask nobody any more: who has not answered by now is not counted as having declined."""
    return _stop_asking(therapist, visit_id, None, State.EXPIRED, now)


def _stop_asking(therapist: Person, visit_id: int, only: int | None, state: State, now: datetime) -> bool:
    with writing() as session:
        visit = visits.visit_of(session, visit_id, therapist)
        asked = [one for one in visit.check_ins if only in {None, one.id}] if visit else []
        for check_in in asked:
            if State(check_in.state) in OPEN:
                stop_asking(session, check_in, state, now)
        return bool(asked)


def renew_short_code(therapist: Person, visit_id: int, now: datetime, *, check_in: int | None = None) -> bool:
    """A new short code for the next 15 minutes; the link and a form that is open stay as they are."""

    def renew(session: Session, check_in: CheckIn) -> None:
        if State(check_in.state) in OPEN:
            check_in.short_code_turn += 1
            give_short_code(session, check_in, now)
            events.tell(session, check_in, "short-code", now)

    return change_check_in(therapist, visit_id, check_in, renew)


def renew_link(therapist: Person, visit_id: int, now: datetime, *, check_in: int | None = None) -> bool:
    """A new link, QR code and short code, also where the link has run out; the old ones end at once.

    So does a form that was opened by them: whoever holds it is not the one it is meant for, or the code got around.
    One that stands on a tablet came there by the therapist: it stays, and can be sent.
    """

    def renew(session: Session, check_in: CheckIn) -> None:
        if State(check_in.state) in OPEN:
            check_in.link_version += 1
            check_in.link_hash = hash_of(keys().link_token(check_in.id, check_in.link_version))
            check_in.link_ends_at = link_ends(session, check_in.visit, now)
            check_in.short_code_turn += 1
            give_short_code(session, check_in, now)
            if check_in.state == State.OPENED and tablets.showing_id(session, check_in.id):
                events.tell(session, check_in, "short-code", now)
                return
            check_in.state, check_in.opened_at = State.WAITING, None
            events.tell(session, check_in, State.WAITING, now)

    return change_check_in(therapist, visit_id, check_in, renew)


def reveal_result(therapist: Person, visit_id: int, now: datetime, *, check_in: int | None = None) -> bool:
    """Show a result that was held back from a screen that others may see."""

    def reveal(session: Session, check_in: CheckIn) -> None:
        if State(check_in.state) in ANSWERED and check_in.revealed_at is None:
            check_in.revealed_at = now
            check_in.seen_at = check_in.seen_at or now
            events.tell(session, check_in, "revealed", now)

    return change_check_in(therapist, visit_id, check_in, reveal)


def note_seen(therapist: Person, visit_id: int, now: datetime, *, check_in: int | None = None) -> bool:
    """Note that the result stands on the therapist's screen; only the first time counts, and none while it is held."""

    def note(_: Session, check_in: CheckIn) -> None:
        if State(check_in.state) in ANSWERED and not is_held(check_in):
            check_in.seen_at = check_in.seen_at or now

    return change_check_in(therapist, visit_id, check_in, note)


def record_repair(  # noqa: PLR0913 -- whose record, of whom, what it says, and `now`
    therapist: Person, visit_id: int, outcome: Outcome, note: str, now: datetime, *, check_in: int | None = None
) -> bool:
    """Keep what became of it. A later record stands beside the earlier one, and is the one shown."""

    def record(session: Session, check_in: CheckIn) -> None:
        if State(check_in.state) not in ANSWERED:
            return
        # Where no script could tell that the result was seen, what became of it does.
        check_in.seen_at = check_in.seen_at or (None if is_held(check_in) else now)
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

    return change_check_in(therapist, visit_id, check_in, record)


def change_check_in(
    therapist: Person, visit_id: int, check_in_id: int | None, change: Callable[[Session, CheckIn], None]
) -> bool:
    """Change one check-in of a visit of one's own: the one named, or the only one. False where there is none."""
    with writing() as session:
        visit = visits.visit_of(session, visit_id, therapist)
        check_in = visits.check_in_of(visit, check_in_id) if visit else None
        if check_in is None:
            return False
        change(session, check_in)
        return True
