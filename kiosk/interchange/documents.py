"""Documents that people read, as values: a page of the browser, a file of HTML and a PDF are all made from one.

Every text in one is already in the document's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """The sizes of paper that a practice can have."""

    A4 = "a4"
    LETTER = "us-letter"


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 begins a part of the document, 2 something in it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph; `is_hint` is one in small type."""

    text: str
    is_hint: bool = False


@dataclass(frozen=True)
class Quote:
    """Words that somebody wrote, as they were written."""

    words: str
    direction: str
    """`ltr` or `rtl`, whichever way the words run."""
    label: str = ""


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    sentences: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows under a head of as many cells; the first cell of each row names it."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Stroke:
    """From one point to the next: across in percent, down in the chart's own units."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Dot:
    """One point; a ring round it says that it was talked about."""

    x: float
    y: float
    is_ringed: bool = False


@dataclass(frozen=True)
class Label:
    """A figure at the axis (`at` is down) or a date under it (`at` is across, in percent)."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A course: across in percent, down from 0 to `height`; `description` says it in words."""

    title: str
    description: str
    height: float
    floor: float
    figures: Sequence[Label]
    dates: Sequence[Label]
    strokes: Sequence[Stroke]
    dots: Sequence[Dot]
    gaps: Sequence[float]
    """The horizontal place where there is nothing to draw."""
    band: tuple[float, float] | None = None
    """The usual range, from and to."""
    cue: float | None = None
    legend: Sequence[str] = ()


Block = Heading | Text | Quote | Points | Table | Chart


@dataclass(frozen=True)
class Document:
    """A document: its title, the lines under it, and all that follows, in the order of reading."""

    title: str
    lines: Sequence[str]
    language: str
    """A tag, such as `de`."""
    direction: str
    foot: str
    """At the foot of every page, beside its number."""
    blocks: Sequence[Block]
