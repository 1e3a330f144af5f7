"""Corrections: the closed sets of what a therapist can put right, and of reasons why an answer is not a client's."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class CorrectionKind(StrEnum):
    """The kind of a correction; each can be undone as easily as it was made."""

    MOVED = "moved"
    """A check-in belongs to another client."""
    SET_ASIDE = "set-aside"
    """An answer counts for nobody."""
    RENAMED = "renamed"
    """A client has another code."""
    MERGED = "merged"
    """Two codes were one client."""
    RESCHEDULED = "rescheduled"
    """A session was at another time, or elsewhere."""


class CorrectionReason(StrEnum):
    """The reason why an answer was set aside."""

    SOMEBODY_ELSE = "somebody-else"
    MISTAKE = "mistake"
    TRIAL = "trial"


UNDONE_WITHIN: Final = timedelta(days=30)
"""The time for which a merger can be undone: later, too much was built on it."""
