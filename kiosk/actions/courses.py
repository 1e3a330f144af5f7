"""The course of a client's check-ins in one measure, version and way of marking: never two of them in one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk import catalogue
from kiosk.actions.thresholds import for_practice
from kiosk.domain.course import UsualRange, usual_range
from kiosk.domain.lifecycle import WAITED_FOR, State, state_at
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score, score
from kiosk.storage.tables import CheckIn, Practice


@dataclass(frozen=True)
class Way:
    """Which form, which version of it, and how it was marked."""

    measure: str
    version: int
    marked: str


@dataclass(frozen=True)
class Point:
    """One check-in on the course; without a score it is a gap: declined, or not answered."""

    check_in: CheckIn
    score: Score | None


@dataclass(frozen=True)
class Cue:
    """Where a total is worth a word, in tenths, and whether this practice has set it so."""

    tenths: int
    set_here: bool


@dataclass(frozen=True)
class Course:
    """All of it, oldest first; the usual range never has today in it."""

    way: Way
    measure: Measure
    points: Sequence[Point]
    usual: UsualRange | None
    cue: Cue | None


def ways_of(check_ins: Sequence[CheckIn]) -> Mapping[Way, int]:
    """The ways in which this client has answered and how often, the one used last first.

    A form that is only a way to talk has nothing added up, and so no course.
    """
    counted: dict[Way, int] = {}
    for check_in in reversed(check_ins):
        response = check_in.response
        if response and response.marks:
            way = Way(response.measure, response.measure_version, response.marked)
            counted[way] = counted.get(way, 0) + 1
    return {way: count for way, count in counted.items() if catalogue.kept_measure(way.measure, way.version).is_scored}


def course_of(check_ins: Sequence[CheckIn], way: Way, practice: Practice, midnight: datetime, now: datetime) -> Course:
    """The course in one way, with the cues of this practice; `midnight` is when today began."""
    measure = for_practice(catalogue.kept_measure(way.measure, way.version), practice)
    points = [point for check_in in check_ins if (point := _point(measure, check_in, way, now))]
    earlier = [
        point.score.total
        for point in points
        if point.score and point.score.total is not None and point.check_in.begun_at < midnight
    ]
    return Course(way, measure, points, usual_range(earlier, measure.maximum), total_cue(measure))


def _point(measure: Measure, check_in: CheckIn, way: Way, now: datetime) -> Point | None:
    if (check_in.measure, check_in.measure_version) != (way.measure, way.version):
        return None
    response = check_in.response
    if response is None:
        state = state_at(State(check_in.state), check_in.link_ends_at, now)
        return None if state in WAITED_FOR | {State.WITHDRAWN} else Point(check_in, None)
    if response.declined:
        return Point(check_in, None)
    return Point(check_in, score(measure, response.marks)) if response.marked == way.marked and response.marks else None


def total_cue(measure: Measure) -> Cue | None:
    """The total that is a cue to ask; of a measure with one line that is the line's own cue."""
    if rule := measure.rules.total_low:
        name, tenths = "total_low.ask_below", rule.ask_below
    elif len(measure.items) == 1 and (line := measure.rules.line_low) and line.word_below is not None:
        name, tenths = "line_low.word_below", line.word_below
    else:
        return None
    return Cue(tenths, set_here=name in measure.rules.set_here)
