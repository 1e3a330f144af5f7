"""Rules on today against this client's own history, in exact tenths."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import sqrt

from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.rules import COMMON, OwnBaseline
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.cuts import line_place
from kiosk.domain.signals.order import Signal
from kiosk.domain.spread import twice_median, variance

KNOWN_FROM = 3
"""Complete totals from which a client's own history is worth more than a cutoff."""


def drop(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find a total 1.0 (0, an arrow), 4.0 (2) or 8.0 (3) under the latest complete one.

    4 and 8 are ours, from the range of reliable change (about 4 to 11 points of 40).
    """
    rule, total, before = measure.rules.drop, score.total, history.last_total
    if rule is None or total is None or before is None or before - total < rule.arrow_from:
        return None
    fell = before - total
    figures: dict[str, float | str] = {"total": points(total), "before": points(before), "lower by": points(fell)}
    figures |= _unless_last_time(history, lambda last: last.total is not None)
    if fell >= rule.time_from:
        return Signal("drop", 3, figures | measure.rules.cue("drop.time_from"))
    if fell >= rule.ask_from:
        return Signal("drop", 2, figures | measure.rules.cue("drop.ask_from"))
    return Signal("drop", 0, figures | measure.rules.cue("drop.arrow_from", COMMON))


def line_drop(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find the line that fell furthest since it was last marked, from 2.0 on (2).

    A one-point change is within what a touch screen adds by itself (limits of agreement); 2.0 is ours.
    """
    rule = measure.rules.line_drop
    before = {line: mark for line in score.marked if (mark := history.last_mark(line)) is not None}
    fell = {line: mark - score.marked[line] for line, mark in before.items()}
    if rule is None or not fell or max(fell.values()) < rule.ask_from:
        return None
    line = min(fell, key=lambda line: (-fell[line], line_place(line)))
    figures = {
        "mark": points(score.marked[line]),
        "before": points(before[line]),
        **{f"line {each}": points(by) for each, by in fell.items() if by >= rule.ask_from},
        **_unless_last_time(history, lambda last: line in last.marked),
        **measure.rules.cue("line_drop.ask_from"),
    }
    return Signal("line-drop", 2, figures, line)


def _unless_last_time(history: History, was_marked: Callable[[Score], bool]) -> dict[str, float | str]:
    """Say so where what today is compared with is older than the last answer."""
    return {} if history.last and was_marked(history.last.score) else {"last time": "no"}


def own_baseline(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find a total lower than is usual for this client: median - today, in floored sample SDs.

    Needs three complete totals before today. Severity 1 from 1 SD, 2 from 2 SD (Gumz et al. 2012,
    BMC Med Res Methodol 12:10); the floor of 2.0 points of 40 is ours: near the ceiling the SD
    collapses and any dip would look extreme.
    """
    rule, total, usual = measure.rules.own_baseline, score.total, history.complete
    if rule is None or total is None or len(usual) < KNOWN_FROM:
        return None
    if not _lies_below(rule, usual, total, rule.word_from_sds):
        return None
    asks = _lies_below(rule, usual, total, rule.ask_from_sds)
    spread = sqrt(_spread_squared(rule, usual))
    figures = {
        "total": points(total),
        "usual": points(twice_median(usual) / 2),
        "spread": points(spread),
        "spreads below": (twice_median(usual) / 2 - total) / spread,
        "cutoffs count": "yes" if is_far_below(measure, score, history) else "no",
        **measure.rules.cue(f"own_baseline.{'ask' if asks else 'word'}_from_sds"),
    }
    return Signal("own-baseline", 2 if asks else 1, figures)


def is_far_below(measure: Measure, score: Score, history: History) -> bool:
    """Say whether today lies so far under what is usual that the cutoffs count again: 1.5 SD, which is ours.

    A practice that wants to hear of own-baseline later keeps this as it is.
    """
    rule, total, usual = measure.rules.own_baseline, score.total, history.complete
    if rule is None or total is None or len(usual) < KNOWN_FROM:
        return False
    return _lies_below(rule, usual, total, rule.cutoffs_from_sds)


def _lies_below(rule: OwnBaseline, usual: Sequence[int], total: int, sds: float) -> bool:
    """Compare as squares of exact fractions, of the number as it was written: no limit is rounded."""
    twice_gap = twice_median(usual) - 2 * total
    return twice_gap > 0 and twice_gap**2 >= 4 * Fraction(str(sds)) ** 2 * _spread_squared(rule, usual)


def _spread_squared(rule: OwnBaseline, usual: Sequence[int]) -> Fraction:
    return max(variance(usual), Fraction(rule.floor**2))
