"""From a course to its chart, its small charts and its table, all with the same figures."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from flask_babel import gettext, ngettext

from kiosk import catalogue
from kiosk.domain.measures import Measure
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
    TableRow,
)
from kiosk.web.staff.clients.course_words import (
    Moment,
    change_words,
    changed_at,
    description,
    gap_words,
    legend_cue,
    legend_range,
)
from kiosk.web.staff.clients.small_charts import small_chart
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
        description=description(course, totals, moment),
        width=laid.least_width,
        height=chart.HEIGHT,
        floor=chart.FLOOR,
        figures=[AxisFigure(each.y, each.text) for each in laid.figures],
        band_y=laid.band_y,
        band_height=laid.band_height,
        cue_y=laid.cue_y,
        segments=laid.segments,
        points=shown,
        legend_range=legend_range(course),
        legend_cue=legend_cue(course),
        changes=[
            Change(chart.between(laid.spots, place), change_words(course.points[place], moment))
            for place in changed_at(course.points)
        ],
        has_talked=any(point.is_talked and point.y is not None for point in shown),
        has_gaps=any(point.y is None for point in shown),
        axis=gettext("The axis begins at %(least)s, not at 0.", least=short_figure(in_points(laid.axis_from)))
        if laid.axis_from
        else "",
        small=[small_chart(course.measure, item, course.points, moment) for item in course.measure.items]
        if len(course.measure.items) > 1
        else [],
        columns=[item.texts[language].label for item in course.measure.items],
        rows=[_row(point, course.measure, moment) for point in reversed(course.points)],
        others=[_other(way, count, course.way) for way, count in ways.items() if way != course.way],
        note=translated(course.measure.note),
    )


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
