"""A tablet that goes round several people: whose turn comes next."""

from collections.abc import Collection
from enum import StrEnum


class After(StrEnum):
    """The reason why a form left a tablet: what the tablet says while it is handed on depends on it."""

    ANSWERED = "answered"
    """Or declined: whoever gets the tablet next is not told which."""
    NOT_ME = "not-me"
    UNFINISHED = "unfinished"
    NOT_HERE = "not-here"


def next_place(open_places: Collection[int], after: int) -> int | None:
    """Give the next place whose form is still open, going round from the one after; None when no other is.

    Whoever was passed over is asked again at the end of the round.
    """
    others = sorted(place for place in open_places if place != after)
    return next((place for place in others if place > after), others[0] if others else None)
