"""Webhooks: what a program of a therapist's is told of without asking."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kiosk.domain.events import EventKind


class Cause(StrEnum):
    """The reason for a message, by the word that the message has as its type."""

    SENT = "check-in.sent"
    DECLINED = "check-in.declined"
    SIGNAL = "check-in.signal"
    CORRECTED = "check-in.corrected"
    TRIAL = "trial"
    """Somebody wants to see whether it arrives."""


CHOSEN: Final = (Cause.SENT, Cause.DECLINED, Cause.SIGNAL, Cause.CORRECTED)
"""Those that a therapist chooses among."""
OF_EVENTS: Final[Mapping[str, tuple[Cause, ...]]] = {
    EventKind.SENT: (Cause.SENT, Cause.SIGNAL),
    EventKind.DECLINED: (Cause.DECLINED,),
    EventKind.REVEALED: (Cause.DECLINED, Cause.SIGNAL),
    EventKind.CORRECTED: (Cause.CORRECTED,),
}
"""Messages that an event may lead to: of an answer that is held only `sent` is true, and the rest once it was shown."""
SEVERITIES: Final = (1, 2, 3)


def names_recipient(causes: frozenset[Cause], *, with_content: bool) -> bool:
    """Return whether a receiver gets something of what was answered: then the form has to name it.

    That there was a signal is something of an answer, and so is its content.
    """
    return with_content or Cause.SIGNAL in causes
