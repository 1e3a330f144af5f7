"""Events: the closed set of kinds that open pages and tablets hear of."""

from enum import StrEnum
from typing import Final

from kiosk.domain.lifecycle import State


class EventKind(StrEnum):
    """A kind of event: a number and this word are all that a page is sent, never a text or a score."""

    WAITING = "waiting"
    """A check-in was started, waits again, or has a new link."""
    OPENED = "opened"
    ANSWERING = "answering"
    SENT = "sent"
    DECLINED = "declined"
    UNFINISHED = "unfinished"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOT_ME = "not-me"
    """Somebody held a form that was not theirs."""
    SHORT_CODE = "short-code"
    """A check-in has a new short code."""
    TABLET = "tablet"
    """A tablet shows something else."""
    GUESS = "guess"
    SIGN = "sign"
    REVEALED = "revealed"
    """A result that was held is shown."""
    REPAIR = "repair"
    """The outcome of a prompt, or a safety record, was noted."""
    MISTAKE = "mistake"
    """The client said after sending that it was sent by mistake."""
    CORRECTED = "corrected"
    """A check-in or its session was corrected, or that was undone."""


OF_FORMS = (
    EventKind.WAITING,
    EventKind.OPENED,
    EventKind.ANSWERING,
    EventKind.UNFINISHED,
    EventKind.NOT_ME,
)
"""Kinds that say what a form is doing before it is sent: opened, answered, left, in the wrong hands, or a new code."""


def state_event(state: State) -> EventKind:
    """Give the kind by which a check-in's new state is told."""
    return EventKind(state.value)


FOR_PROGRAMS: Final = (
    EventKind.WAITING,
    EventKind.OPENED,
    EventKind.ANSWERING,
    EventKind.SENT,
    EventKind.DECLINED,
    EventKind.UNFINISHED,
    EventKind.EXPIRED,
    EventKind.WITHDRAWN,
    EventKind.REVEALED,
    EventKind.CORRECTED,
)
"""Kinds that programs hear of: none is about what a therapist guessed, noticed or noted."""
