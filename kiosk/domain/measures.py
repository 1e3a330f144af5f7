"""What a measure is: its questions, its ends, and the rules that may speak about its marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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
class LineLow:
    """Where the lowest line is worth a word, worth asking about, worth making time for. Tenths."""

    word_below: int
    ask_below: int
    time_at_most: int


@dataclass(frozen=True)
class TotalLow:
    """Where the total is worth asking about, worth making time for. Tenths."""

    ask_below: int
    time_below: int


@dataclass(frozen=True)
class Drop:
    """How far the total fell since last time: an arrow, worth asking, worth making time. Tenths."""

    arrow_from: int
    ask_from: int
    time_from: int


@dataclass(frozen=True)
class LineDrop:
    """How far one line fell since last time to be worth asking about. Tenths."""

    ask_from: int


@dataclass(frozen=True)
class OwnBaseline:
    """How far under this person's own median, in their own spread; the spread has a floor in tenths."""

    floor: int
    word_from_sds: float
    ask_from_sds: float


@dataclass(frozen=True)
class FirstHigh:
    """Where every line of a first visit counts as high. Tenths."""

    all_from: int


@dataclass(frozen=True)
class Rules:
    """The rules with thresholds that apply to one measure; None: the rule does not apply to it."""

    line_low: LineLow | None = None
    total_low: TotalLow | None = None
    drop: Drop | None = None
    line_drop: LineDrop | None = None
    own_baseline: OwnBaseline | None = None
    first_high: FirstHigh | None = None


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
