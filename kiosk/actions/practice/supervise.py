"""A therapist agrees with a supervisor on what the supervisor sees, and either of them ends it at any time."""

from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.storage import supervision
from kiosk.storage.tables import Supervision
from kiosk.storage.work import unit_of_work

NO_SUPERVISOR = phrase("Choose a colleague who is a supervisor here.")


def agree_supervision(actor: Staff, supervisor: PublicId, now: datetime) -> None:
    """Agree that a supervisor sees what becomes of one's check-ins: of forms that are shown from here on.

    An agreement that holds already stays as it is. Raises Invalid for somebody who is no supervisor here.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        there = {one.public_id: one for one in supervision.supervisors(work.session, therapist.practice_id)}
        chosen = there.get(supervisor)
        if chosen is None or chosen.id == therapist.person_id:
            raise Invalid(NO_SUPERVISOR, "supervisor")
        held = supervision.of_person(work.session, actor)
        if any((one.therapist_id, one.supervisor_id) == (therapist.person_id, chosen.id) for one in held):
            return
        agreed = Supervision(
            practice_id=therapist.practice_id,
            therapist_id=therapist.person_id,
            supervisor_id=chosen.id,
            agreed_at=now,
        )
        work.session.add(agreed)
        work.session.flush()
        work.audit(Audited.SUPERVISION_AGREED, agreed)


def end_supervision(actor: Staff, agreement: PublicId, now: datetime) -> None:
    """End an agreement of one's own: nothing of it is shown from here on. Raises NotFound."""
    require(actor, Permission.KEEP_ACCOUNT)
    with unit_of_work(actor, now) as work:
        found = supervision.one_of(work.session, agreement, actor)
        if found is None:
            raise NotFound
        if found.ended_at is None:
            found.ended_at = now
            work.audit(Audited.SUPERVISION_ENDED, found)
