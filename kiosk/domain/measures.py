"""What a measure is: its questions, its ends, and the rules that may speak about its marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kiosk.domain.rules import Rules

TENTHS = 10
"""A line is kept in tenths of a point, so that scores are exact."""

LINE_MAXIMUM = 100
"""The right end of a line, in tenths."""


@dataclass(frozen=True)
class ItemText:
    """One question in one language; `label` is the short name the therapist reads."""

    question: str
    low: str
    high: str
    label: str


@dataclass(frozen=True)
class Item:
    """One question of a measure and the way it is marked."""

    id: str
    kind: Literal["line"]
    texts: Mapping[str, ItemText]


@dataclass(frozen=True)
class Measure:
    """A questionnaire as data; `note` says plainly whose wording it is and what is not known about it."""

    id: str
    version: int
    names: Mapping[str, str]
    items: tuple[Item, ...]
    rules: Rules
    source: str
    licence: str
    note: str

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which every word of it exists."""
        return tuple(self.names)

    @property
    def maximum(self) -> int:
        """The highest total, in tenths."""
        return LINE_MAXIMUM * len(self.items)

    def item(self, item_id: str) -> Item:
        """Give the item of that id; raises KeyError for an id the measure does not have."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
