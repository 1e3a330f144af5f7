"""The states of a check-in, and the two clocks that say what its link may still do."""

from datetime import datetime, timedelta
from enum import StrEnum

LINK_MINUTES = 60
"""How long after the visit a link still opens the form, unless the practice has set another time.

All that the server hears of a visit's end is its check-in, which is begun in the last minutes: so the clock starts when
the link is made, and starts again with a new code.
"""
LINK_MINUTES_LEAST, LINK_MINUTES_MOST = 10, 24 * 60
"""What a practice may set: time enough to take out a phone, and no more than a day."""
FORM_CAN_BE_SENT = timedelta(hours=20)
"""How long after it was shown a form can be sent: an hour-glass never runs out inside somebody's answer."""
SHORT_CODE_WORKS = timedelta(minutes=15)
CLOCK_GRACE = timedelta(seconds=60)
"""A form cannot have been shown in the future, but two servers' clocks may differ by this much."""


class State(StrEnum):
    """The same words in code, on screens and in the API."""

    WAITING = "waiting"
    OPENED = "opened"
    ANSWERING = "answering"
    SENT = "sent"
    DECLINED = "declined"
    UNFINISHED = "unfinished"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


WAITED_FOR = frozenset({State.WAITING, State.OPENED})
OPEN = WAITED_FOR | {State.UNFINISHED}
"""An answer can still come: a form that was left on a tablet has cleared itself, and its link opens a fresh one."""
ANSWERED = frozenset({State.SENT, State.DECLINED})


def state_at(stored: State, link_ends_at: datetime, now: datetime) -> State:
    """The state to show: an open check-in whose link has run out is expired, without anybody writing it down."""
    if stored in WAITED_FOR and now > link_ends_at:
        return State.EXPIRED
    return stored


def shows_form(stored: State, link_ends_at: datetime, now: datetime) -> bool:
    """Whether the link still opens the form."""
    return stored in OPEN and now <= link_ends_at


def takes_answer(stored: State, shown_at: datetime, now: datetime) -> bool:
    """Whether a form that was shown at `shown_at` can be sent now, though its link may have run out since."""
    return stored in OPEN and -CLOCK_GRACE <= now - shown_at <= FORM_CAN_BE_SENT
