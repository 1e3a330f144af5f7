"""Sentences about a course: what it shows, where the wording changed, and its legends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flask_babel import gettext

from kiosk.domain.lifecycle import State
from kiosk.domain.scoring import points as in_points
from kiosk.queries.courses import Course, Point
from kiosk.web.shared.languages import short_figure
from kiosk.web.staff.parts.marks import figure
from kiosk.web.staff.parts.times import full_date


@dataclass(frozen=True)
class Moment:
    """Now, and the practice's clock."""

    now: datetime
    zone: str


def gap_words(point: Point) -> str:
    """Say why there is no mark to show."""
    check_in = point.entry.check_in
    if check_in.result:
        return gettext("chose not to answer") if check_in.result.declined else gettext("answered in part")
    return gettext("not finished") if check_in.state is State.UNFINISHED else gettext("not answered")


def description(course: Course, totals: Sequence[int | None], moment: Moment) -> str:
    """Say what the chart shows, for whoever does not see it."""
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
    cue = legend_cue(course)
    changes = [f"{change_words(course.points[place], moment)}." for place in changed_at(course.points)]
    return " ".join(part for part in (totals_words, _range_words(course), cue and f"{cue}.", *changes) if part)


def changed_at(points: Sequence[Point]) -> Sequence[int]:
    """The places from which the form has other words."""
    versions = [point.entry.check_in.version for point in points]
    return [place for place, (before, after) in enumerate(pairwise(versions), start=1) if before != after]


def change_words(point: Point, moment: Moment) -> str:
    """Say from when on the form has other words."""
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


def legend_range(course: Course) -> str:
    """Name the usual range; empty where there is none."""
    if course.usual is None:
        return ""
    if course.usual.is_early:
        return gettext("usual range for this person, an early estimate from %(count)s totals", count=course.usual.count)
    return gettext("usual range for this person")


def legend_cue(course: Course) -> str:
    """Name the total under which one asks; empty where there is none."""
    if course.cue is None:
        return ""
    cue = short_figure(in_points(course.cue.tenths))
    if course.cue.set_here:
        return gettext("%(cue)s, this practice’s cue to ask", cue=cue)  # noqa: RUF001 -- as printed
    return gettext("%(cue)s, a widely used cue to ask", cue=cue)
