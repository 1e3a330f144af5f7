"""Signs seen in the room: noted in one tap, taken back in another, never scored."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kiosk.actions.change_visit import change_check_in
from kiosk.storage import events, in_the_room
from kiosk.storage.tables import CheckIn, Person, Sign


class Seen(StrEnum):
    """What a therapist may notice beside the marks."""

    MISSED = "missed"
    SHORT = "short"
    ONE_WORD = "one-word"
    OVER_AGREEING = "over-agreeing"
    CHALLENGE = "challenge"


def note_sign(therapist: Person, visit_id: int, check_in_id: int | None, seen: Seen, now: datetime) -> bool:
    """Note it; noted twice it stands once. False where there is no such check-in."""

    def note(session: Session, check_in: CheckIn) -> None:
        if any(sign.kind == seen for sign in in_the_room.signs_of(session, check_in.id)):
            return
        session.add(Sign(practice_id=check_in.practice_id, check_in_id=check_in.id, kind=seen, noted_at=now))
        events.tell(session, check_in, "sign", now)

    return change_check_in(therapist, visit_id, check_in_id, note)


def take_back_sign(therapist: Person, visit_id: int, check_in_id: int | None, seen: Seen, now: datetime) -> bool:
    """As if it had not been noted. False where there is no such check-in."""

    def take_back(session: Session, check_in: CheckIn) -> None:
        for sign in in_the_room.signs_of(session, check_in.id):
            if sign.kind == seen:
                session.delete(sign)
                events.tell(session, check_in, "sign", now)

    return change_check_in(therapist, visit_id, check_in_id, take_back)
