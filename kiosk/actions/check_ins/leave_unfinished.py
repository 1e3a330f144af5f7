"""Nobody touched a form on a tablet any more: it has cleared itself, nothing was sent, and the therapist is told."""

from datetime import datetime

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.tablets.hand_on import hand_on
from kiosk.domain.actors import ByLink
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.public_ids import PublicId
from kiosk.domain.rounds import After
from kiosk.storage import events, visits
from kiosk.storage.work import unit_of_work


def leave_unfinished(actor: ByLink, shown: PublicId, now: datetime) -> None:
    """Say so of the check-in whose form was `shown`; its link still opens a fresh one.

    An answer that came by another way stays the answer.
    """
    with unit_of_work(actor, now) as work:
        check_in = visits.with_visit_by_link(work.session, actor.token)
        if check_in is None or check_in.public_id != shown or State(check_in.state) not in OPEN:
            return
        if events.count_of(work.session, check_in.id) >= events.MOST_OF_A_FORM:
            return
        move_to(work, check_in, State.UNFINISHED)
        work.tell(check_in, EventKind.UNFINISHED)
        hand_on(work, check_in, After.UNFINISHED)
