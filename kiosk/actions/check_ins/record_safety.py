"""The therapist records what was done after a client asked for help staying safe."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.clients.loops import end_help
from kiosk.actions.visits.change import change_check_in
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.notes import kept_note
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.storage.tables import CheckIn, SafetyRecord
from kiosk.storage.work import Work

NAME_LIMIT = 200


@dataclass(frozen=True)
class Done:
    """The record as it was filled in."""

    spoken: bool
    handed_to: str
    plan_followed: bool
    note: str

    @property
    def says_something(self) -> bool:
        """True when there is anything to record."""
        return self.spoken or self.plan_followed or bool(self.handed_to.strip() or self.note.strip())


def record_safety(actor: Staff, check_in_id: PublicId, done: Done, now: datetime) -> CheckInIds:
    """Add a record beside the earlier ones, none of which is ever changed. Raises NotFound, and NoteTooLong."""
    kept = kept_note(done.note)

    def record(work: Work, check_in: CheckIn) -> None:
        if check_in.response is None or not check_in.response.safety:
            return
        check_in.seen_at = check_in.seen_at or now
        work.session.add(
            SafetyRecord(
                practice_id=check_in.practice_id,
                check_in_id=check_in.id,
                person_id=actor.person_id,
                spoken=done.spoken,
                handed_to=done.handed_to.strip()[:NAME_LIMIT],
                plan_followed=done.plan_followed,
                note=kept,
                recorded_at=now,
            )
        )
        end_help(work, check_in, actor.person_id)
        work.tell(check_in, EventKind.REPAIR)
        work.audit(Audited.SAFETY_RECORDED, check_in)

    return change_check_in(actor, check_in_id, record, now)
