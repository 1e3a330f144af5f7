"""Scores as figures, bars and small courses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from kiosk.actions.see_visit import Reading
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import points
from kiosk.storage.responses import Total
from kiosk.web.therapist.pages import Bar, Sparkline

WIDTH, HEIGHT, MARGIN = 120, 36, 6
CUE_TENTHS = 360
"""Where the usual cue stands for a sum of four lines; for one line a quarter of it."""


def figure(tenths: float) -> str:
    """In points, with one decimal."""
    return f"{points(tenths):.1f}"


def bars(
    measure: Measure, reading: Reading, language: str, guess: Mapping[str, int] = MappingProxyType({})
) -> Sequence[Bar]:
    """One bar for each line, with last time's mark on it, and the therapist's own guess (tenths) where there is one."""
    shown = (prompt for prompt in (reading.advice.lead, reading.advice.also) if prompt)
    about = next((prompt.item for prompt in shown if prompt.item), None)
    return [
        replace(
            _bar(reading, item.id, item.texts[language].label, about),
            guess_figure=f"{points(guess[item.id]):.0f}" if item.id in guess else "",
            guess_percent=guess.get(item.id),
        )
        for item in measure.items
    ]


def _bar(reading: Reading, item_id: str, label: str, about: str | None) -> Bar:
    mark = reading.score.lines[item_id]
    last = reading.history.last.score.lines[item_id] if reading.history.last else None
    lower = last - mark if mark is not None and last is not None and last > mark else 0
    return Bar(
        label=label,
        figure="" if mark is None else figure(mark),
        percent=mark,
        last_figure="" if last is None else figure(last),
        last_percent=last,
        is_about=item_id == about,
        lower_by=f"{figure(lower)} lower" if lower else "",
    )


def sparkline(course: Sequence[Total], maximum: int, *, last_is_today: bool) -> Sparkline | None:
    """The last totals in a box of 120 by 36, the cue in its place; None where there are fewer than two."""
    totals = [one.total for one in course]
    if len(totals) < 2:  # noqa: PLR2004 -- one point is no line
        return None
    cue = CUE_TENTHS * maximum // 400
    least = min(*totals, cue) - maximum // 40
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
        cue_y=height(cue),
        totals=[figure(total) for total in totals],
    )
