"""Removals: reasons for which rows that are otherwise kept may be deleted, or sealed anew."""

from enum import StrEnum


class Removal(StrEnum):
    """A reason on a ticket, without which the database refuses it."""

    RETENTION = "retention"
    """The time for which rows of this kind are kept is over."""
    ROTATION = "rotation"
    """Nothing goes: what is sealed is sealed anew with another key."""
    ADDITION = "addition"
    """Nothing goes: an answer got what its client said while the first sending was under way."""
