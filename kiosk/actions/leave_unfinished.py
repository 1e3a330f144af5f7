"""Nobody touched a form on a tablet any more: it has cleared itself, nothing was sent, and the therapist is told."""

from datetime import datetime

from kiosk.actions.hand_on import After, hand_on
from kiosk.domain.lifecycle import OPEN, State
from kiosk.storage import events, visits
from kiosk.storage.db import writing


def leave_unfinished(token: str, shown: int, now: datetime) -> None:
    """Say so of the check-in whose form was `shown`; its link still opens a fresh one.

    An answer that came by another way stays the answer.
    """
    with writing() as session:
        check_in = visits.with_visit_by_link(session, token)
        if check_in is None or check_in.id != shown or State(check_in.state) not in OPEN:
            return
        check_in.state = State.UNFINISHED
        check_in.opened_at = None
        events.tell(session, check_in, State.UNFINISHED, now)
        hand_on(session, check_in, After.UNFINISHED, now)
