"""Rules on today as one of a series: the client's own range, drifts, and lows that last."""

from itertools import pairwise, takewhile

from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.rules import COMMON
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import Signal
from kiosk.domain.spread import Chart, chart

CHARTED_FROM = 5
"""Complete totals from which a range can be drawn."""
SETTLED_FROM = 12
"""Complete totals from which it is no longer called an early estimate."""
NEAR_OF, NEAR_AT_LEAST = 3, 2
FALLS = 3
LASTING = 4


def own_range(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find a total under this client's own natural range: mean - 2.66 x mean moving range (individuals chart).

    Needs five complete totals before today; an early estimate until there are twelve. The moving range
    is taken as 0.75 of 40 at least, which is ours. Exact fractions: no limit is rounded.
    """
    rule, total, usual = measure.rules.own_range, score.total, history.complete
    if rule is None or total is None or len(usual) < CHARTED_FROM or total * len(usual) >= sum(usual):
        return None
    drawn = chart(usual, rule.floor)
    return Signal("own-range", 2, _charted(total, drawn, len(usual))) if total < drawn.lower else None


def near_range(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find the last three totals under the mean, two of them in the outer third of the range.

    Two of three near a limit is a shift under way (NHS, "Making data count"). The range is drawn without
    today; "the last three" are today and the two before.
    """
    rule, total, usual = measure.rules.near_range, score.total, history.complete
    if rule is None or total is None or len(usual) < CHARTED_FROM:
        return None
    drawn, last = chart(usual, rule.floor), (*usual[-(NEAR_OF - 1) :], total)
    near = sum(drawn.lower <= one <= drawn.near_lower for one in last)
    if max(last) >= drawn.mean or near < NEAR_AT_LEAST:
        return None
    return Signal("near-range", 1, _charted(total, drawn, len(usual)) | {"near": float(near)})


def _charted(total: int, drawn: Chart, count: int) -> dict[str, float | str]:
    return {
        "total": points(total),
        "mean": points(float(drawn.mean)),
        "moving range": points(float(drawn.moving_range)),
        "lowest expected": points(float(drawn.lower)),
        "earlier": float(count),
        "estimate": "early" if count < SETTLED_FROM else "settled",
    }


def slide(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find three falls running, each of 0.5 or more, together 2.0 or more (the pattern is Gumz's, the numbers ours)."""
    rule, total = measure.rules.slide, score.total
    if rule is None or total is None or len(history.complete) < FALLS:
        return None
    last = (*history.complete[-FALLS:], total)
    if min(before - after for before, after in pairwise(last)) < rule.each_from:
        return None
    fell = last[0] - total
    if fell < rule.together_from:
        return None
    return Signal("slide", 1, {"total": points(total), "from": points(last[0]), "lower by": points(fell)})


def persistent_low(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find the last four totals all under 36.0, today the fourth: said once, until one is 36.0 or more.

    36 is a cue in wide use; that it takes four is ours.
    """
    rule, total = measure.rules.persistent_low, score.total
    if rule is None or total is None or total >= rule.below:
        return None
    low = list(takewhile(lambda earlier: earlier < rule.below, reversed(history.complete)))
    if len(low) + 1 != LASTING:
        return None
    figures: dict[str, float | str] = {"total": points(total), "visits": float(LASTING)}
    return Signal("persistent-low", 2, figures | measure.rules.cue("persistent_low.below", COMMON))
