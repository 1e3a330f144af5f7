"""The course of a client's check-ins in one measure and way of marking: never two of them in one line.

Versions that continue each other are one measure here, and have one course.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk import catalogue
from kiosk.domain.course import UsualRange, usual_range
from kiosk.domain.lifecycle import WAITED_FOR, State
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.recorded import Recorded, SafetyDone
from kiosk.queries.results import Result
from kiosk.queries.thresholds import for_practice
from kiosk.storage.clients import Outline
from kiosk.storage.responses import Total
from kiosk.storage.tables import Practice

SPARK = 8
"""The latest totals that a small chart in a list has."""


@dataclass(frozen=True)
class WayOfMarking:
    """A form, its version, and the way in which it was marked."""

    measure: str
    version: int
    marked: str

    @property
    def history(self) -> "WayOfMarking":
        """The same for all versions that continue each other: with the first of them."""
        return replace(self, version=catalogue.first_version(self.measure, self.version))


@dataclass(frozen=True)
class HistoryEntry:
    """One check-in of a client, with what was recorded of it."""

    check_in: SeenCheckIn
    repair: Recorded | None
    safety_done: Sequence[SafetyDone]
    signs: Sequence[str] = ()
    """Kinds of signs that the therapist noted, the first noted first."""


@dataclass(frozen=True)
class Point:
    """One check-in on the course; without a score it is a gap: declined, or not answered."""

    entry: HistoryEntry
    score: Score | None


@dataclass(frozen=True)
class CueLine:
    """The total, in tenths, below which the course shows a cue; `set_here` if this practice chose it."""

    tenths: int
    set_here: bool


@dataclass(frozen=True)
class Course:
    """One part of it, oldest first; the usual range has neither today in it nor sessions with a therapist before."""

    way: WayOfMarking
    measure: Measure
    points: Sequence[Point]
    usual: UsualRange | None
    cue: CueLine | None


@dataclass(frozen=True)
class SmallCourse:
    """The latest complete totals (tenths), oldest first, with the highest that there can be and the cue to ask."""

    totals: Sequence[int]
    maximum: int
    cue: int | None


def small_course(course: Sequence[Total], practice: Practice) -> SmallCourse | None:
    """The course as small as a word, with the cue that holds for the last of it in this practice."""
    if not course:
        return None
    measure = for_practice(catalogue.kept_measure(course[-1].measure, course[-1].measure_version), practice)
    cue = total_cue(measure)
    return SmallCourse([one.total for one in course], measure.maximum, cue.tenths if cue else None)


def ways_of(outlines: Sequence[Outline]) -> Mapping[WayOfMarking, int]:
    """The ways in which this client has answered and how often, the one used last first, in its latest version.

    A form that is only a way to talk has nothing added up, and so no course.
    """
    latest: dict[WayOfMarking, WayOfMarking] = {}
    counted: Counter[WayOfMarking] = Counter()
    for outline in reversed(outlines):
        if (way := _way(outline)) and outline.marks:
            latest.setdefault(way.history, way)
            counted[way.history] += 1
    return {way: counted[history] for history, way in latest.items() if _has_course(way)}


def totals_before(outlines: Sequence[Outline], way: WayOfMarking, midnight: datetime) -> Sequence[int]:
    """The complete totals in one way before `midnight`, oldest first; none of sessions with a therapist before."""
    return [
        outline.total
        for outline in outlines
        if outline.total is not None and outline.begun_at < midnight and not outline.is_former
        if (found := _way(outline)) and found.history == way.history
    ]


def _way(outline: Outline) -> WayOfMarking | None:
    if outline.measure is None or outline.version is None or outline.marked is None:
        return None
    return WayOfMarking(outline.measure, outline.version, outline.marked)


def way_of(result: Result) -> WayOfMarking:
    """Give the way in which an answer was given."""
    return WayOfMarking(result.measure, result.version, result.marked)


def course_of(entries: Sequence[HistoryEntry], way: WayOfMarking, practice: Practice, earlier: Sequence[int]) -> Course:
    """The course in one way, with the cues of this practice; `earlier` are all totals that the usual range is of."""
    measure = for_practice(catalogue.kept_measure(way.measure, way.version), practice)
    points = [point for entry in entries if (point := _point(entry, way))]
    return Course(way, measure, points, usual_range(earlier, measure.maximum), total_cue(measure))


def _has_course(way: WayOfMarking) -> bool:
    return catalogue.kept_measure(way.measure, way.version).is_scored


def _point(entry: HistoryEntry, way: WayOfMarking) -> Point | None:
    check_in = entry.check_in
    if WayOfMarking(check_in.measure, check_in.version, way.marked).history != way.history:
        return None
    result = check_in.result
    if result is None:
        return None if check_in.state in WAITED_FOR | {State.WITHDRAWN} else Point(entry, None)
    if result.declined:
        return Point(entry, None)
    return Point(entry, result.score) if result.marked == way.marked and result.marks else None


def history_of(total: Total) -> WayOfMarking:
    """Return the course that a total belongs to."""
    return WayOfMarking(total.measure, total.measure_version, total.marked).history


def total_cue(measure: Measure) -> CueLine | None:
    """The total that is a cue to ask; of a measure with one line that is the line's own cue."""
    if rule := measure.rules.total_low:
        name, tenths = "total_low.ask_below", rule.ask_below
    elif len(measure.items) == 1 and (line := measure.rules.line_low) and line.word_below is not None:
        name, tenths = "line_low.word_below", line.word_below
    else:
        return None
    return CueLine(tenths, set_here=name in measure.rules.set_here)


@dataclass(frozen=True)
class AskedCourse:
    """The course that is asked for; what is empty or was never used is left to what was used last."""

    measure: str = ""
    version: str = ""
    marked: str = ""
    part: int = 1
    """Of all their check-ins, the latest first."""


def chosen_way(ways: Mapping[WayOfMarking, int], asked: AskedCourse) -> WayOfMarking | None:
    """Choose the way that is asked for, else the one used last; None where nothing was answered."""

    def fits(way: WayOfMarking) -> bool:
        pairs = ((asked.measure, way.measure), (asked.marked, way.marked))
        return all(not wanted or wanted == here for wanted, here in pairs) and has_version(way)

    def has_version(way: WayOfMarking) -> bool:
        versions = catalogue.one_history(way.measure, way.version)
        return not asked.version or asked.version in map(str, versions)

    return next(filter(fits, ways), next(iter(ways), None))
