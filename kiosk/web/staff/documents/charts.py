"""The course of a page as the chart of a document."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.interchange.documents import Chart, Dot, Label, Stroke
from kiosk.queries.courses import Course
from kiosk.web.staff.clients.course import course_view
from kiosk.web.staff.clients.course_views import CourseView
from kiosk.web.staff.clients.course_words import Moment

MOST = 40
"""Points on one chart of a sheet of paper."""
DATES = 40
"""The room for dates under the axis, in the chart's units."""


def latest_of(course: Course) -> Course:
    """The latest of a course, as many as a sheet of paper has room for."""
    return replace(course, points=course.points[-MOST:])


def chart_of(course: Course, moment: Moment) -> Chart:
    """The chart with its legends, as the client's page has it."""
    view = course_view(course, {}, moment)
    legend = [view.legend_range, view.legend_cue, *(change.words for change in view.changes), view.axis]
    return _chart(view, view.title, view.description, [words for words in legend if words])


def plain_chart_of(course: Course, moment: Moment, title: str, description: str) -> Chart:
    """The points alone, with words of one's own: no cue, no range."""
    view = course_view(replace(course, cue=None, usual=None), {}, moment)
    return replace(_chart(view, title, description, ()), band=None, cue=None)


def _chart(view: CourseView, title: str, description: str, legend: Sequence[str]) -> Chart:
    return Chart(
        title=title,
        description=description,
        height=view.floor + DATES,
        floor=view.floor,
        figures=[Label(figure.y, figure.text) for figure in view.figures],
        dates=[Label(point.x, point.date) for point in view.points if point.date],
        strokes=[Stroke(one.x1, one.y1, one.x2, one.y2) for one in view.segments],
        dots=[Dot(point.x, point.y, point.is_talked) for point in view.points if point.y is not None],
        gaps=[point.x for point in view.points if point.y is None],
        band=None if view.band_y is None else (view.band_y, view.band_y + view.band_height),
        cue=view.cue_y,
        legend=legend,
    )
