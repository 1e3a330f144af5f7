"""A measure: its questions, how they are marked and added up, and the rules that may speak about its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Literal, TypeVar

from kiosk.domain.parts import Part
from kiosk.domain.rules import Rules

TENTHS = 10
"""A mark is kept in tenths of a point, so that scores are exact."""

LINE_MAXIMUM = 100
"""The right end of a line, in tenths."""

FACES = ("far-down", "down", "level", "up", "far-up", "wavy")
"""The faces that are drawn, by their mouths."""

Kind = Literal["line", "faces", "choice"]
"""The ways an item can be marked: a place on a line, one of some drawn faces, one of some answers in words."""


Text = TypeVar("Text")


class InLanguages(dict[str, Text]):
    """The same thing in several languages; where one is missing, in the first there is."""

    def __missing__(self, language: str) -> Text:
        """Give what is there: English labels are better than none."""
        return next(iter(self.values()))


@dataclass(frozen=True)
class ItemText:
    """One question in one language; `label` is the short name the therapist reads, the ends are those of a line."""

    question: str
    low: str
    high: str
    label: str


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen: its value in tenths, its visible word in each language, its face if it has one."""

    value: int
    words: Mapping[str, str]
    face: str = ""

    @property
    def text(self) -> str:
        """The value in points as a form sends it: "10", "2.5"."""
        whole, tenth = divmod(self.value, TENTHS)
        return f"{whole}.{tenth}" if tenth else f"{whole}"


@dataclass(frozen=True)
class Item:
    """One question of a measure and the way it is marked; a line has no options, anything else two or more."""

    id: str
    kind: Kind
    texts: Mapping[str, ItemText]
    options: tuple[Option, ...] = ()
    weight: int | Fraction = 1

    @property
    def lowest(self) -> int:
        """The least that can be marked, in tenths."""
        return min((option.value for option in self.options), default=0)

    @property
    def highest(self) -> int:
        """The most that can be marked, in tenths."""
        return max((option.value for option in self.options), default=LINE_MAXIMUM)

    def takes(self, mark: int) -> bool:
        """Say whether this item can be marked so: anywhere on a line, or one of its options."""
        if self.kind == "line":
            return 0 <= mark <= LINE_MAXIMUM
        return mark in {option.value for option in self.options}

    def percent(self, mark: int) -> float:
        """Give the place of a mark between lowest and highest, 0 to 100, for drawing it."""
        return 100 * (mark - self.lowest) / (self.highest - self.lowest)


@dataclass(frozen=True)
class Subscale:
    """Some items that are also added up by themselves."""

    id: str
    names: Mapping[str, str]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Scoring:
    """The method that turns marks into a score: `none` gives no score at all.

    `missing`: `none` gives a total only if every item is marked; `estimate` gives, where one of four or more is
    missing, an estimate that no rule uses; `mean-of-rest` replaces up to `replaced_at_most` by the mean of the rest.
    """

    kind: Literal["sum", "mean", "none"] = "sum"
    missing: Literal["none", "estimate", "mean-of-rest"] = "none"
    replaced_at_most: int = 0
    reversed_items: frozenset[str] = frozenset()
    subscales: tuple[Subscale, ...] = ()

    def combine(self, weighted: Sequence[tuple[int | Fraction, int | Fraction]]) -> int | Fraction:
        """Add up, or average, pairs of a weight and a value."""
        added = sum([weight * value for weight, value in weighted])
        return Fraction(added) / sum(weight for weight, _ in weighted) if self.kind == "mean" else added


@dataclass(frozen=True)
class Band:
    """A stretch of the total that the measure's model has a name for, from `least` (tenths) up to the next band."""

    least: int
    names: Mapping[str, str]


SPOKEN_TO_AS_ADULTS_FROM = 13
"""The age in years from which the forms for adults are meant."""


@dataclass(frozen=True)
class Audience:
    """The people a measure is for: ages in years (None: no bound), the kinds of visit, and that in words."""

    words: Mapping[str, str]
    people: tuple[str, ...]
    from_age: int | None = None
    to_age: int | None = None

    @property
    def is_children(self) -> bool:
        """True where nobody of 13 or older is meant: from then on people are spoken to as adults."""
        return self.to_age is not None and self.to_age < SPOKEN_TO_AS_ADULTS_FROM


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
    audience: Audience
    scoring: Scoring = field(default_factory=Scoring)
    bands: tuple[Band, ...] = ()
    continues: int | None = None
    """The earlier version whose history goes on with this one, as its marks mean the same."""
    part: Part = Part.CLOSING
    """The part of a visit in which it is asked."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which every word of it exists."""
        return tuple(self.names)

    def language_for(self, *wished: str) -> str:
        """Give the first of these languages that it has, else its own first."""
        return next((language for language in wished if language in self.names), self.languages[0])

    @property
    def kind(self) -> Kind:
        """The kind of item that speaks for the whole form: lines before faces before choices."""
        kinds = {item.kind for item in self.items}
        return "line" if "line" in kinds else "faces" if "faces" in kinds else "choice"

    @property
    def is_gone(self) -> bool:
        """True for what stands in for a form of which nothing is left."""
        return not self.items

    @property
    def is_for_children(self) -> bool:
        """True for a form that nobody of 13 or older is meant to answer."""
        return self.audience.is_children

    @property
    def is_scored(self) -> bool:
        """False for a measure that is only a way to talk."""
        return self.scoring.kind != "none"

    @cached_property
    def minimum(self) -> int:
        """The lowest total, in tenths; 0 for a measure that is not scored."""
        lowest = [(item.weight, item.lowest) for item in self.items]
        return rounded(self.scoring.combine(lowest)) if self.is_scored else 0

    @cached_property
    def maximum(self) -> int:
        """The highest total, in tenths; 0 for a measure that is not scored."""
        highest = [(item.weight, item.highest) for item in self.items]
        return rounded(self.scoring.combine(highest)) if self.is_scored else 0

    def item(self, item_id: str) -> Item:
        """Give the item of that id; raises KeyError for an id the measure does not have."""
        return self._by_id[item_id]

    @cached_property
    def weights(self) -> Mapping[str, int | Fraction]:
        """The weight of each item in a sum, by id."""
        return {item.id: item.weight for item in self.items}

    @cached_property
    def _by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    def band(self, total: int) -> Band | None:
        """Give the band a total (tenths) lies in; None for a measure without bands."""
        return max((band for band in self.bands if band.least <= total), key=lambda band: band.least, default=None)


def rounded(tenths: int | Fraction) -> int:
    """Round to a whole number of tenths, halves up."""
    return tenths if isinstance(tenths, int) else floor(tenths + Fraction(1, 2))
