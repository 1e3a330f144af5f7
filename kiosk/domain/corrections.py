"""Corrections: the closed sets of what a therapist can put right, and of reasons why an answer is not a client's."""

from enum import StrEnum


class Kind(StrEnum):
    """The kind of a correction; each can be undone as easily as it was made."""

    MOVED = "moved"
    """A check-in belongs to another client."""
    SET_ASIDE = "set-aside"
    """An answer counts for nobody."""


class Reason(StrEnum):
    """The reason why an answer was set aside."""

    SOMEBODY_ELSE = "somebody-else"
    MISTAKE = "mistake"
    TRIAL = "trial"
