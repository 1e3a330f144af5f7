"""What became of a visit of several people, as a whole: beside each person's own record, and read into nobody's."""

from datetime import datetime

from kiosk.actions.change_visit import NOTE_LIMIT, Outcome
from kiosk.actions.together import is_of_several
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.storage import events, visits
from kiosk.storage.db import writing
from kiosk.storage.tables import Person, VisitRepair


def record_repair_together(therapist: Person, visit_id: int, outcome: Outcome, note: str, now: datetime) -> bool:
    """Keep it once somebody has answered; the last record counts. False where there is no such visit of several."""
    with writing() as session:
        visit = visits.visit_of(session, visit_id, therapist)
        if visit is None or not is_of_several(visit):
            return False
        answered = [one for one in visit.check_ins if State(one.state) in ANSWERED]
        if answered:
            session.add(
                VisitRepair(
                    practice_id=visit.practice_id,
                    visit_id=visit.id,
                    person_id=therapist.id,
                    outcome=outcome,
                    note=note.strip()[:NOTE_LIMIT],
                    recorded_at=now,
                )
            )
            events.tell(session, answered[0], "repair", now)
        return True
