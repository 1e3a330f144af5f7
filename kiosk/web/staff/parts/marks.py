"""Scores as figures, bars and small courses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from flask_babel import gettext

from kiosk.domain.measures import Item, Measure
from kiosk.domain.scoring import points
from kiosk.queries.courses import SmallCourse
from kiosk.queries.results import Result
from kiosk.web.shared.languages import figure as written
from kiosk.web.shared.languages import short_figure

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


@dataclass(frozen=True)
class Bar:
    """One line's mark: percentages along the bar, figures as text. `last_*` is empty or None where there was none."""

    label: str
    figure: str
    percent: float | None
    last_figure: str
    last_percent: float | None
    is_about: bool
    lower_by: str
    guess_figure: str = ""
    """The therapist's guess, in points or as the word that was chosen; empty without one."""
    guess_percent: float | None = None


def figure(tenths: float) -> str:
    """In points, with one decimal."""
    return written(float(points(tenths)))


def bars(
    measure: Measure, result: Result, language: str, guess: Mapping[str, int] = MappingProxyType({})
) -> Sequence[Bar]:
    """One bar for each line, with last time's mark on it, and the therapist's own guess (tenths) where there is one."""
    prompts = [prompt.item for prompt in (result.advice.lead, result.advice.also) if prompt]
    # Where the client's own word leads, the line that was found low is marked all the same.
    about = next(filter(None, (*prompts, *(signal.item for signal in result.signals))), None)
    return [
        replace(
            _bar(measure, item, result, language),
            is_about=item.id == about,
            guess_figure=_guessed(measure, item, language, guess[item.id]) if item.id in guess else "",
            guess_percent=item.percent(guess[item.id]) if item.id in guess else None,
        )
        for item in measure.items
    ]


def _bar(measure: Measure, item: Item, result: Result, language: str) -> Bar:
    mark = result.score.lines[item.id]
    last = result.before.lines.get(item.id)
    lower = last - mark if mark is not None and last is not None and last > mark else 0
    shown = partial(mark_words, measure, item, language)
    return Bar(
        label=item.texts[language].label,
        figure="" if mark is None else shown(mark),
        percent=None if mark is None else item.percent(mark),
        last_figure="" if last is None else shown(last),
        last_percent=None if last is None else item.percent(last),
        is_about=False,
        lower_by="" if not lower or _has_words(measure, item) else gettext("%(by)s lower", by=figure(lower)),
    )


def _guessed(measure: Measure, item: Item, language: str, guess: int) -> str:
    return mark_words(measure, item, language, guess) if _has_words(measure, item) else short_figure(points(guess))


def mark_words(measure: Measure, item: Item, language: str, mark: int) -> str:
    """The answer as it was chosen: the word under a face, or on a form that is only a way to talk; else in points."""
    words = {option.value: option.words[language] for option in item.options} if _has_words(measure, item) else {}
    return words.get(mark) or figure(mark)


def _has_words(measure: Measure, item: Item) -> bool:
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
