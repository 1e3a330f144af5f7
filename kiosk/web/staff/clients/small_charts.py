"""The small chart of each line of a form."""

from collections.abc import Callable, Sequence
from functools import partial

from flask_babel import gettext

from kiosk.domain.measures import Item, Measure
from kiosk.queries.courses import Point
from kiosk.web.shared.languages import spoken
from kiosk.web.staff.clients import chart
from kiosk.web.staff.clients.course_views import (
    SmallChart,
)
from kiosk.web.staff.clients.course_words import (
    Moment,
    changed_at,
)
from kiosk.web.staff.parts.dates import is_same_day, short_date
from kiosk.web.staff.parts.marks import mark_words


def _percent(item: Item, mark: int | None) -> float | None:
    """Return a mark's position between the lowest and the highest possible, in percent; None without a mark."""
    return None if mark is None else item.percent(mark)


def small_chart(measure: Measure, item: Item, points: Sequence[Point], moment: Moment) -> SmallChart:
    """The course of one line, with its latest mark."""
    shown = partial(mark_words, measure, item, spoken())
    marks = [point.score.lines.get(item.id) if point.score else None for point in points]
    spots, strokes = chart.small([_percent(item, mark) for mark in marks])
    label, known = item.texts[spoken()].label, [mark for mark in marks if mark is not None]
    last = next((spot for spot in reversed(spots) if spot.y is not None), None)
    fresh = marks[-1] is not None and is_same_day(points[-1].entry.check_in.begun_at, moment.now, moment.zone)
    return SmallChart(
        label=label,
        figure=_latest(points, marks, shown, moment),
        title=_span_words(item, label, [shown(edge(known)) for edge in (min, max) if known]),
        segments=strokes,
        changes=[chart.between(spots, place) for place in changed_at(points)],
        last_x=last.x if last else 0,
        last_y=last.y if last else None,
        is_today=fresh,
    )


def _span_words(item: Item, label: str, ends: Sequence[str]) -> str:
    """Say between which marks the line lies: of faces in their words, which need no scale."""
    if not ends:
        return gettext("%(line)s, not marked", line=label)
    low, high = ends
    if item.kind == "line":
        return gettext("%(line)s, 0 to 10, between %(low)s and %(high)s", line=label, low=low, high=high)
    return gettext("%(line)s, between %(low)s and %(high)s", line=label, low=low, high=high)


def _latest(points: Sequence[Point], marks: Sequence[int | None], shown: Callable[[int], str], moment: Moment) -> str:
    """The latest mark; with its date, where the line was left out since."""
    marked = [(point, mark) for point, mark in zip(points, marks, strict=True) if mark is not None]
    if not marked:
        return ""
    point, mark = marked[-1]
    if marks[-1] is not None:
        return shown(mark)
    return gettext(
        "%(mark)s on %(date)s", mark=shown(mark), date=short_date(point.entry.check_in.begun_at, moment.zone)
    )
