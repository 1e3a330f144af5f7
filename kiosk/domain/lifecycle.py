"""The states of a check-in, and the two clocks that say what its link may still do."""

from datetime import datetime, timedelta
from enum import StrEnum

LINK_SHOWS_FORM = timedelta(hours=2)
"""How long after the start a link still opens the form."""
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


OPEN = frozenset({State.WAITING, State.OPENED})
ANSWERED = frozenset({State.SENT, State.DECLINED})


def state_at(stored: State, begun_at: datetime, now: datetime) -> State:
    """The state to show: an open check-in whose link has run out is expired, without anybody writing it down."""
    if stored in OPEN and now - begun_at > LINK_SHOWS_FORM:
        return State.EXPIRED
    return stored


def shows_form(stored: State, begun_at: datetime, now: datetime) -> bool:
    """Whether the link still opens the form."""
    return state_at(stored, begun_at, now) in OPEN


def takes_answer(stored: State, shown_at: datetime, now: datetime) -> bool:
    """Whether a form that was shown at `shown_at` can be sent now, though its link may have run out since."""
    return stored in OPEN and -CLOCK_GRACE <= now - shown_at <= FORM_CAN_BE_SENT
