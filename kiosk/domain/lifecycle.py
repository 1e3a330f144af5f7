"""The states of a check-in, and the clock that says what its link may still do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

LINK_MINUTES = 60
"""Minutes for which a link opens the form, unless the practice has set another time.

All that the server hears of a visit's end is its check-in, which is begun in the last minutes: so the clock starts when
the link is made, and starts again with a new code.
"""
LINK_MINUTES_LEAST, LINK_MINUTES_MOST = 10, 24 * 60
"""The range a practice may set: time enough to take out a phone, and no more than a day."""
FORM_CAN_BE_SENT = timedelta(hours=20)
"""The time for which staff are told that a form can still be sent. It is taken later too: a clock may have been set."""
SHORT_CODE_WORKS = timedelta(minutes=15)
OLDEST_SESSION = timedelta(days=3653)
"""Ten years: no session is entered, noted or moved to a day before."""


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
CLOSED = ANSWERED | {State.EXPIRED, State.WITHDRAWN}
"""Final: neither answer nor question changes any more."""
STORED = OPEN | CLOSED
"""States that are written down; that somebody is answering is only heard of."""
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.WAITING: STORED,
    State.OPENED: STORED - {State.OPENED},
    State.UNFINISHED: STORED,
    **dict.fromkeys(CLOSED, frozenset()),
}
"""The states that may follow each stored one. A form that waits or was left can be handed back or left once more."""


def known_state(stored: str) -> State:
    """The stored state, for a form in a client's hands; a word that is no state takes the answer and loses nothing."""
    return State(stored) if stored in STORED else State.OPENED


def state_at(stored: State, link_ends_at: datetime, now: datetime) -> State:
    """The state to show: an open check-in whose link has run out is expired, without anybody writing it down.

    One that was opened in time stays opened for as long as a form of it could be sent.
    """
    if stored not in WAITED_FOR or now <= link_ends_at:
        return stored
    return stored if stored is State.OPENED and now <= last_to_be_sent(link_ends_at) else State.EXPIRED


def last_to_be_sent(link_ends_at: datetime) -> datetime:
    """Until when a form of this link could be sent at the latest: it may have been loaded anew as the link ran out."""
    return link_ends_at + FORM_CAN_BE_SENT


def shows_form(stored: State, link_ends_at: datetime, now: datetime) -> bool:
    """Return whether the link still opens the form."""
    return stored in OPEN and now <= link_ends_at


def takes_answer(stored: State) -> bool:
    """Return whether a form that was shown can be sent, though its link may have run out since.

    No time ends that, only an answer or the therapist: a clock that steps would refuse what somebody has just written.
    """
    return stored in OPEN
