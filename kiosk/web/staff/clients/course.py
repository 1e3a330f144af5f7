"""From a course to its chart, its small charts and its table, all with the same figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Final
from urllib.parse import urlencode

from flask_babel import gettext, ngettext

from kiosk import catalogue
from kiosk.domain.lifecycle import State
from kiosk.domain.measures import Item, Measure
from kiosk.domain.phrases import phrase
from kiosk.domain.scoring import points as in_points
from kiosk.queries.courses import Course, Point, WayOfMarking
from kiosk.web.shared.languages import figure as written
from kiosk.web.shared.languages import said, short_figure, spoken, translated
from kiosk.web.staff.clients import chart
from kiosk.web.staff.clients.chart import Geometry
from kiosk.web.staff.clients.course_views import (
    AxisFigure,
    Change,
    CourseView,
    OtherWay,
    PointView,
    SmallChart,
    TableRow,
)
from kiosk.web.staff.clients.time_line import after_words
from kiosk.web.staff.parts.addresses import session_of
from kiosk.web.staff.parts.dates import is_same_day, short_date
from kiosk.web.staff.parts.marks import figure, mark_words
from kiosk.web.staff.parts.times import full_date

NEAR_THE_END = 80
"""Percent from which a figure is written to the left of its point."""
MARKED: Final = {
    "line": phrase("on lines"),
    "buttons": phrase("with buttons"),
    "faces": phrase("with faces"),
    "choice": phrase("by choosing"),
    "import": phrase("imported"),
    "paper": phrase("on paper"),
}


@dataclass(frozen=True)
class Moment:
    """Now, and the practice's clock."""

    now: datetime
    zone: str


def course_view(course: Course, ways: Mapping[WayOfMarking, int], moment: Moment) -> CourseView:
    """The chart of a course; `ways` are all in which this client has answered."""
    totals = [point.score.total if point.score else None for point in course.points]
    usual, cue, maximum = course.usual, course.cue, course.measure.maximum
    laid = chart.geometry(
        totals,
        maximum,
        band=(float(usual.chart.lower), float(usual.chart.upper)) if usual else None,
        cue=cue.tenths if cue else None,
    )
    shown = _points(course.points, laid, moment)
    language = spoken()
    return CourseView(
        title=ngettext("The first check-in", "The course of %(num)s check-ins", len(course.points)),
        description=_description(course, totals, moment),
        width=laid.least_width,
        height=chart.HEIGHT,
        floor=chart.FLOOR,
        figures=[AxisFigure(each.y, each.text) for each in laid.figures],
        band_y=laid.band_y,
        band_height=laid.band_height,
        cue_y=laid.cue_y,
        segments=laid.segments,
        points=shown,
        legend_range=_legend_range(course),
        legend_cue=_legend_cue(course),
        changes=[
            Change(chart.between(laid.spots, place), _change_words(course.points[place], moment))
            for place in _changed(course.points)
        ],
        has_talked=any(point.is_talked and point.y is not None for point in shown),
        has_gaps=any(point.y is None for point in shown),
        axis=gettext("The axis begins at %(least)s, not at 0.", least=short_figure(in_points(laid.axis_from)))
        if laid.axis_from
        else "",
        small=[_small(course.measure, item, course.points, moment) for item in course.measure.items]
        if len(course.measure.items) > 1
        else [],
        columns=[item.texts[language].label for item in course.measure.items],
        rows=[_row(point, course.measure, moment) for point in reversed(course.points)],
        others=[_other(way, count, course.way) for way, count in ways.items() if way != course.way],
        note=translated(course.measure.note),
    )


def gap_words(point: Point) -> str:
    """Say why there is no mark to show."""
    check_in = point.entry.check_in
    if check_in.result:
        return gettext("chose not to answer") if check_in.result.declined else gettext("answered in part")
    return gettext("not finished") if check_in.state is State.UNFINISHED else gettext("not answered")


def _points(points: Sequence[Point], laid: Geometry, moment: Moment) -> Sequence[PointView]:
    last = len(points) - 1
    heights = [spot.y for spot in laid.spots]
    return [
        _point(point, laid, place, heights[place - 1] if place else None, moment, is_last=place == last)
        for place, point in enumerate(points)
    ]


def _point(  # noqa: PLR0913 -- a point is drawn by what stands around it
    point: Point, laid: Geometry, place: int, before: float | None, moment: Moment, *, is_last: bool
) -> PointView:
    spot, at = laid.spots[place], point.entry.check_in.begun_at
    is_today = is_last and is_same_day(at, moment.now, moment.zone)
    total = point.score.total if point.score else None
    shown = figure(total) if total is not None else ""
    return PointView(
        x=spot.x,
        y=spot.y,
        title=f"{full_date(at, moment.now, moment.zone)}: {shown or gap_words(point)}",
        date=short_date(at, moment.zone) if place in laid.dated else "",
        is_today=is_today and spot.y is not None,
        is_talked=_is_talked(point),
        figure=gettext("%(total)s today", total=shown) if is_today and shown else "",
        figure_y=chart.figure_y(spot.y, before) if spot.y is not None else 0,
        figure_anchor="end" if spot.x > NEAR_THE_END else "middle",
    )


def _is_talked(point: Point) -> bool:
    return point.entry.repair is not None and point.entry.repair.outcome == "talked"


def _description(course: Course, totals: Sequence[int | None], moment: Moment) -> str:
    known = [total for total in totals if total is not None]
    if not known:
        return gettext("No complete total yet.")
    first, last = course.points[0].entry.check_in.begun_at, course.points[-1].entry.check_in.begun_at
    totals_words = gettext(
        "Totals of %(most)s, from %(first)s to %(last)s: between %(lowest)s and %(highest)s, the latest %(latest)s.",
        most=short_figure(in_points(course.measure.maximum)),
        first=full_date(first, moment.now, moment.zone),
        last=full_date(last, moment.now, moment.zone),
        lowest=figure(min(known)),
        highest=figure(max(known)),
        latest=figure(known[-1]),
    )
    cue = _legend_cue(course)
    changes = [f"{_change_words(course.points[place], moment)}." for place in _changed(course.points)]
    return " ".join(part for part in (totals_words, _range_words(course), cue and f"{cue}.", *changes) if part)


def _changed(points: Sequence[Point]) -> Sequence[int]:
    """The places from which the form has other words."""
    versions = [point.entry.check_in.version for point in points]
    return [place for place, (before, after) in enumerate(pairwise(versions), start=1) if before != after]


def _change_words(point: Point, moment: Moment) -> str:
    return gettext(
        "other wording from %(date)s on (version %(version)s)",
        date=full_date(point.entry.check_in.begun_at, moment.now, moment.zone),
        version=point.entry.check_in.version,
    )


def _range_words(course: Course) -> str:
    if course.usual is None:
        return ""
    low, high = max(0.0, float(course.usual.chart.lower)), min(float(course.usual.chart.upper), course.measure.maximum)
    return gettext("Usually from %(low)s to %(high)s for this person.", low=figure(low), high=figure(high))


def _legend_range(course: Course) -> str:
    if course.usual is None:
        return ""
    if course.usual.is_early:
        return gettext("usual range for this person, an early estimate from %(count)s totals", count=course.usual.count)
    return gettext("usual range for this person")


def _legend_cue(course: Course) -> str:
    if course.cue is None:
        return ""
    cue = short_figure(in_points(course.cue.tenths))
    if course.cue.set_here:
        return gettext("%(cue)s, this practice’s cue to ask", cue=cue)  # noqa: RUF001 -- as printed
    return gettext("%(cue)s, a cue to ask in wide use", cue=cue)


def _percent(item: Item, mark: int | None) -> float | None:
    """Return a mark's position between the lowest and the highest possible, in percent; None without a mark."""
    return None if mark is None else item.percent(mark)


def _small(measure: Measure, item: Item, points: Sequence[Point], moment: Moment) -> SmallChart:
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
        changes=[chart.between(spots, place) for place in _changed(points)],
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


def _row(point: Point, measure: Measure, moment: Moment) -> TableRow:
    lines = point.score.lines if point.score else {}
    marks = [lines.get(item.id) for item in measure.items]
    return TableRow(
        when=full_date(point.entry.check_in.begun_at, moment.now, moment.zone),
        address=session_of(point.entry.check_in.ids),
        marks=[
            "–" if mark is None else mark_words(measure, item, spoken(), mark)  # noqa: RUF001 -- a dash for nothing
            for item, mark in zip(measure.items, marks, strict=True)
        ],
        total=_total(point),
        outcome=after_words(point.entry, moment.now, moment.zone),
    )


def _total(point: Point) -> str:
    if point.score and point.score.total is not None:
        return figure(point.score.total)
    if point.score and point.score.estimate is not None:
        return gettext("%(total)s, estimated", total=written(float(point.score.estimate)))
    return gap_words(point)


def _other(way: WayOfMarking, count: int, shown: WayOfMarking) -> OtherWay:
    name = catalogue.kept_measure(way.measure, way.version).names[spoken()]
    if way.measure == shown.measure and way.history.version != shown.history.version:
        name = gettext("%(form)s, version %(version)s", form=name, version=way.version)
    label = ngettext(
        "%(form)s, marked %(how)s: %(num)s check-in",
        "%(form)s, marked %(how)s: %(num)s check-ins",
        count,
        form=name,
        how=said(MARKED.get(way.marked, way.marked)),
    )
    return OtherWay(label, urlencode({"measure": way.measure, "version": str(way.version), "marked": way.marked}))
