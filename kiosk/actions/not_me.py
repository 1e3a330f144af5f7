"""Somebody holds a form that is not theirs: nothing is stored of it, and the therapist hands it on."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.crisis import crisis_line
from kiosk.actions.hand_on import After, hand_on
from kiosk.domain.crisis import CrisisLine
from kiosk.domain.lifecycle import OPEN, State
from kiosk.storage import events, visits
from kiosk.storage.db import writing


@dataclass(frozen=True)
class HandedBack:
    """Nothing was kept; whom the practice says to turn to stays on the screen all the same."""

    crisis: CrisisLine


def say_not_me(token: str, shown: int, language: str, now: datetime) -> HandedBack | None:
    """Tell the therapist; the form waits for the right person as if it had not been opened.

    `shown` is the check-in whose form was shown, `language` that in which it was read. None for a link that is closed,
    or another's.
    """
    with writing() as session:
        check_in = visits.with_visit_by_link(session, token)
        if check_in is None or check_in.id != shown or State(check_in.state) not in OPEN:
            return None
        check_in.state = State.WAITING
        check_in.opened_at = None
        last = events.latest_kind(session, check_in.id)
        if last is None or last[0] != events.NOT_ME:
            events.tell(session, check_in, events.NOT_ME, now)
        hand_on(session, check_in, After.NOT_ME, now)
        practice = check_in.visit.therapist.practice
        return HandedBack(crisis_line(practice, language or check_in.language))
