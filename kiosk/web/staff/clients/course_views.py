"""A course as templates draw it: points, axes, small charts, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.web.staff.clients.chart import Segment


@dataclass(frozen=True)
class PointView:
    """One point of the chart; `figure` only where it is written beside it."""

    x: float
    y: float | None
    title: str
    date: str
    """Empty where there is no room for it."""
    is_today: bool
    is_talked: bool
    figure: str
    figure_y: float
    figure_anchor: str


@dataclass(frozen=True)
class AxisFigure:
    """One figure on the axis."""

    y: float
    text: str


@dataclass(frozen=True)
class SmallChart:
    """One line of the form on its own, 0 to 10; the last point is None where it was not marked."""

    label: str
    figure: str
    title: str
    segments: Sequence[Segment]
    changes: Sequence[float]
    last_x: float
    last_y: float | None
    is_today: bool


@dataclass(frozen=True)
class TableRow:
    """One point of a course in words."""

    when: str
    address: str
    marks: Sequence[str]
    total: str
    outcome: str


@dataclass(frozen=True)
class OtherWay:
    """A course in another form, version or way of marking, which is never mixed with this one."""

    label: str
    query: str


@dataclass(frozen=True)
class Change:
    """A place on the course from which the form has other words, by a version that continues the one before."""

    x: float
    words: str


@dataclass(frozen=True)
class CourseView:
    """The course chart with all that is said about it."""

    title: str
    description: str
    width: int
    height: int
    floor: float
    figures: Sequence[AxisFigure]
    band_y: float | None
    band_height: float
    cue_y: float | None
    segments: Sequence[Segment]
    points: Sequence[PointView]
    legend_range: str
    legend_cue: str
    changes: Sequence[Change]
    has_talked: bool
    has_gaps: bool
    axis: str
    small: Sequence[SmallChart]
    columns: Sequence[str]
    rows: Sequence[TableRow]
    others: Sequence[OtherWay]
    note: str
