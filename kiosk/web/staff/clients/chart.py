"""The geometry of a course: across in percent of the drawing, so that it fits any width; down in pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from kiosk.web.shared.languages import short_figure

HEIGHT, TOP, FLOOR = 330, 34, 268
"""Of the course chart, in pixels: as a whole, where the highest total stands, and where the axis begins."""
LEFT, RIGHT = 6.0, 94.0
SMALL_HEIGHT, SMALL_TOP, SMALL_FLOOR = 52, 7, 45
SMALL_LEFT, SMALL_RIGHT = 5.0, 95.0
AXIS_FROM_SHARE = 27 / 40
"""The beginning of the axis unless somebody was lower: 27 of 40, as a share of the highest total."""
BELOW_LOWEST_SHARE = 4 / 40
"""The distance from there to the lowest total otherwise: 4 of 40, as a share."""
STEPS = (5, 10, 20, 50, 100, 200, 500)
"""Tenths from one figure on the axis to the next."""
MOST_STEPS, MOST_DATES = 4, 11
FIGURE_OVER, FIGURE_UNDER = -18, 30


@dataclass(frozen=True)
class Segment:
    """A stroke from one point to the next."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Spot:
    """One point: across in percent, down in pixels; None down where there is a gap."""

    x: float
    y: float | None


@dataclass(frozen=True)
class Figure:
    """A figure on the axis and its height."""

    y: float
    text: str


@dataclass(frozen=True)
class Geometry:
    """The positions of everything on a course chart."""

    spots: Sequence[Spot]
    segments: Sequence[Segment]
    axis_from: int
    """Tenths."""
    figures: Sequence[Figure]
    band_y: float | None
    band_height: float
    cue_y: float | None
    dated: frozenset[int]
    """The points that have their date beneath."""
    least_width: int
    """In pixels: narrower than this the chart scrolls in its own box."""


def geometry(
    totals: Sequence[int | None], maximum: int, *, band: tuple[float, float] | None = None, cue: int | None = None
) -> Geometry:
    """Lay out the totals (tenths, oldest first, None: a gap); `band` from low to high and `cue` in tenths too."""
    axis_from = axis_start([total for total in totals if total is not None], maximum, cue)

    def down(tenths: float) -> float:
        held = min(max(tenths, axis_from), maximum)
        return round(TOP + (maximum - held) * (FLOOR - TOP) / (maximum - axis_from), 1)

    spots = _spots([None if total is None else down(total) for total in totals], LEFT, RIGHT)
    low, high = band or (0.0, 0.0)
    return Geometry(
        spots=spots,
        segments=segments(spots),
        axis_from=axis_from,
        figures=[Figure(down(tenths), short_figure(tenths / 10)) for tenths in axis_figures(axis_from, maximum)],
        band_y=down(high) if band else None,
        band_height=round(down(low) - down(high), 1) if band else 0,
        cue_y=down(cue) if cue is not None else None,
        dated=dated(len(totals)),
        least_width=least_width(len(totals)),
    )


def axis_start(totals: Sequence[int], maximum: int, cue: int | None = None) -> int:
    """Give where the axis begins, in tenths: a round figure at 27 of 40, 4 under the lowest or the cue, or below."""
    lowest = min(totals, default=maximum) - BELOW_LOWEST_SHARE * maximum
    under_cue = maximum if cue is None else cue - BELOW_LOWEST_SHARE * maximum / 2
    span = maximum - max(0.0, min(AXIS_FROM_SHARE * maximum, lowest, under_cue))
    step = _step(span)
    return max(0, maximum - ceil(span / step) * step)


def axis_figures(axis_from: int, maximum: int) -> Sequence[int]:
    """Give round figures from the highest total down to where the axis begins, in tenths, five at most."""
    return range(maximum, axis_from - 1, -_step(maximum - axis_from))


def _step(span: float) -> int:
    return next((step for step in STEPS if ceil(span / step) <= MOST_STEPS), STEPS[-1])


def dated(count: int) -> frozenset[int]:
    """Choose the points whose date is written, the last one always among them."""
    every = -(-count // MOST_DATES) or 1
    return frozenset(range(count - 1, -1, -every))


def least_width(count: int) -> int:
    """Give the pixels that the points and dates need."""
    return max(60 * min(max(count, 4), MOST_DATES), 20 * count)


def segments(spots: Sequence[Spot]) -> Sequence[Segment]:
    """Join neighbours; over a gap there is no stroke."""
    return list(_segments(spots))


def between(spots: Sequence[Spot], place: int) -> float:
    """Give the place half way from the point before to this one, across."""
    return round((spots[place - 1].x + spots[place].x) / 2, 2)


def small(marks: Sequence[float | None]) -> tuple[Sequence[Spot], Sequence[Segment]]:
    """Lay out one line's marks, in percent of that line, in a small chart."""
    span = SMALL_FLOOR - SMALL_TOP
    heights = [None if mark is None else round(SMALL_TOP + (100 - mark) * span / 100, 1) for mark in marks]
    spots = _spots(heights, SMALL_LEFT, SMALL_RIGHT)
    return spots, segments(spots)


def figure_y(y: float, before: float | None) -> float:
    """Give the height of today's figure: away from the stroke that comes from the point before, inside the chart."""
    goes_up = before is not None and before > y
    if goes_up and y + FIGURE_OVER > TOP / 2:
        return y + FIGURE_OVER
    return y + FIGURE_UNDER if y + FIGURE_UNDER <= FLOOR else y + FIGURE_OVER


def _spots(heights: Sequence[float | None], left: float, right: float) -> Sequence[Spot]:
    count = len(heights)
    step = (right - left) / (count - 1) if count > 1 else 0
    return [
        Spot(round(left + place * step if count > 1 else (left + right) / 2, 2), y) for place, y in enumerate(heights)
    ]


def _segments(spots: Sequence[Spot]) -> Iterator[Segment]:
    for before, after in pairwise(spots):
        if before.y is not None and after.y is not None:
            yield Segment(before.x, before.y, after.x, after.y)
