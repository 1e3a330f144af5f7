"""Marks and scores as figures, and small courses of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.measures import Item, Measure
from kiosk.domain.scoring import points
from kiosk.queries.courses import SmallCourse
from kiosk.web.shared.languages import figure as written

WIDTH, HEIGHT, MARGIN = 120, 36, 6


@dataclass(frozen=True)
class Sparkline:
    """The course of the totals, as small as a word: points in a 120 by 36 box, and the same figures as text."""

    points: str
    last_x: float
    last_y: float
    last_is_today: bool
    cue_y: float | None
    totals: Sequence[str]


def figure(tenths: float) -> str:
    """In points, with one decimal."""
    return written(float(points(tenths)))


def mark_words(measure: Measure, item: Item, language: str, mark: int) -> str:
    """The answer as it was chosen: the word under a face, or on a form that is only a way to talk; else in points."""
    words = {option.value: option.words[language] for option in item.options} if has_words(measure, item) else {}
    return words.get(mark) or figure(mark)


def has_words(measure: Measure, item: Item) -> bool:
    """Return whether a mark is read as the word that was chosen: under a face, or where nothing is scored."""
    return item.kind == "faces" or not measure.is_scored


def course_line(course: SmallCourse | None, *, last_is_today: bool) -> Sparkline | None:
    """The sparkline of a client's last totals, with the cue that holds for them."""
    return sparkline(course.totals, course.maximum, course.cue, last_is_today=last_is_today) if course else None


def sparkline(totals: Sequence[int], maximum: int, cue: int | None, *, last_is_today: bool) -> Sparkline | None:
    """The last totals in a box of 120 by 36, the cue in its place; None where there are fewer than two."""
    if len(totals) < 2:  # noqa: PLR2004 -- one point is no line
        return None
    least = min(*totals, maximum if cue is None else cue) - maximum // 40
    span = maximum - least

    def height(tenths: int) -> float:
        return round(MARGIN + (maximum - tenths) * (HEIGHT - 2 * MARGIN) / span, 1)

    step = (WIDTH - 2 * MARGIN) / (len(totals) - 1)
    places = [(round(MARGIN + place * step, 1), height(total)) for place, total in enumerate(totals)]
    return Sparkline(
        points=" ".join(f"{x},{y}" for x, y in places),
        last_x=places[-1][0],
        last_y=places[-1][1],
        last_is_today=last_is_today,
        cue_y=None if cue is None else height(cue),
        totals=[figure(total) for total in totals],
    )
