"""Scores as figures, bars and small courses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from flask_babel import gettext

from kiosk import catalogue
from kiosk.actions.courses import total_cue
from kiosk.actions.see_visit import Reading
from kiosk.actions.thresholds import for_practice
from kiosk.domain.measures import Item, Measure
from kiosk.domain.scoring import points
from kiosk.storage.responses import Total
from kiosk.storage.tables import Practice
from kiosk.web.languages import figure as written
from kiosk.web.languages import short_figure

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
    """What the therapist had guessed, whole; empty without a guess."""
    guess_percent: float | None = None


def figure(tenths: float) -> str:
    """In points, with one decimal."""
    return written(float(points(tenths)))


def bars(
    measure: Measure, reading: Reading, language: str, guess: Mapping[str, int] = MappingProxyType({})
) -> Sequence[Bar]:
    """One bar for each line, with last time's mark on it, and the therapist's own guess (tenths) where there is one."""
    shown = (prompt for prompt in (reading.advice.lead, reading.advice.also) if prompt)
    about = next((prompt.item for prompt in shown if prompt.item), None)
    return [
        replace(
            _bar(measure, item, reading, language),
            is_about=item.id == about,
            guess_figure=_guessed(measure, item, language, guess[item.id]) if item.id in guess else "",
            guess_percent=item.percent(guess[item.id]) if item.id in guess else None,
        )
        for item in measure.items
    ]


def _bar(measure: Measure, item: Item, reading: Reading, language: str) -> Bar:
    mark = reading.score.lines[item.id]
    last = reading.history.last.score.lines[item.id] if reading.history.last else None
    lower = last - mark if mark is not None and last is not None and last > mark else 0
    shown = figure if measure.is_scored else partial(_word, item, language)
    return Bar(
        label=item.texts[language].label,
        figure="" if mark is None else shown(mark),
        percent=None if mark is None else item.percent(mark),
        last_figure="" if last is None else shown(last),
        last_percent=None if last is None else item.percent(last),
        is_about=False,
        lower_by=gettext("%(by)s lower", by=figure(lower)) if lower and measure.is_scored else "",
    )


def _guessed(measure: Measure, item: Item, language: str, guess: int) -> str:
    return short_figure(points(guess)) if measure.is_scored else _word(item, language, guess)


def _word(item: Item, language: str, mark: int) -> str:
    """The answer as it was chosen: a form that is only a way to talk has no figures."""
    return next((option.words[language] for option in item.options if option.value == mark), figure(mark))


def course_line(course: Sequence[Total], practice: Practice, *, last_is_today: bool) -> Sparkline | None:
    """The sparkline of a client's last totals, with the cue that holds for them in this practice."""
    if not course:
        return None
    last = course[-1]
    measure = for_practice(catalogue.kept_measure(last.measure, last.measure_version), practice)
    cue = total_cue(measure)
    totals = [one.total for one in course]
    return sparkline(totals, measure.maximum, cue.tenths if cue else None, last_is_today=last_is_today)


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
