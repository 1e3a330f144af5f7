"""The outcome of a visit of several people as a whole: beside each person's record, added to no client's own."""

from datetime import datetime

from kiosk.actions.clients.loops import follow_outcome
from kiosk.actions.visits.change import Outcome
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.loops import Topic
from kiosk.domain.notes import kept_note
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.queries.together import asked_in
from kiosk.storage import visits
from kiosk.storage.tables import VisitRepair
from kiosk.storage.work import unit_of_work


def record_repair_together(actor: Staff, visit_id: PublicId, outcome: Outcome, note: str, now: datetime) -> None:
    """Record the outcome once somebody has answered; the last record counts. Raises NotFound, and NoteTooLong."""
    therapist, kept = as_therapist(actor, Permission.ASK_CLIENTS), kept_note(note)
    with unit_of_work(actor, now) as work:
        visit = visits.visit_of(work.session, visit_id, therapist)
        if visit is None or not visit.is_of_several:
            raise NotFound
        answered = [one for one in asked_in(visit, Part.CLOSING) if State(one.state) in ANSWERED]
        if answered:
            work.session.add(
                VisitRepair(
                    practice_id=visit.practice_id,
                    visit_id=visit.id,
                    person_id=actor.person_id,
                    outcome=outcome,
                    note=kept,
                    recorded_at=now,
                )
            )
            for check_in in answered:
                follow_outcome(work, check_in, actor.person_id, outcome.ending, Topic.TOGETHER)
            work.tell(answered[0], EventKind.REPAIR)
            work.audit(Audited.OUTCOME_RECORDED, visit)
