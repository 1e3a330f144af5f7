"""Signs seen in the room: noted in one tap, taken back in another, never scored."""

from datetime import datetime

from kiosk.actions.visits.change import change_check_in
from kiosk.domain.actors import Staff
from kiosk.domain.events import EventKind
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.domain.signs import Seen
from kiosk.storage import in_the_room
from kiosk.storage.tables import CheckIn, Sign
from kiosk.storage.work import Work


def note_sign(actor: Staff, check_in_id: PublicId, seen: Seen, now: datetime) -> CheckInIds:
    """Note a sign; noted twice, it is kept once. Raises NotFound."""

    def note(work: Work, check_in: CheckIn) -> None:
        if any(sign.kind == seen for sign in in_the_room.signs_of(work.session, check_in.id)):
            return
        work.session.add(Sign(practice_id=check_in.practice_id, check_in_id=check_in.id, kind=seen, noted_at=now))
        work.tell(check_in, EventKind.SIGN)

    return change_check_in(actor, check_in_id, note, now)


def take_back_sign(actor: Staff, check_in_id: PublicId, seen: Seen, now: datetime) -> CheckInIds:
    """Remove a sign that was noted. Raises NotFound."""

    def take_back(work: Work, check_in: CheckIn) -> None:
        for sign in in_the_room.signs_of(work.session, check_in.id):
            if sign.kind == seen:
                work.session.delete(sign)
                work.tell(check_in, EventKind.SIGN)

    return change_check_in(actor, check_in_id, take_back, now)
