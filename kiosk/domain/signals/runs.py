"""Rules on today as one of a series: lows that last."""

from itertools import takewhile

from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.rules import COMMON
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import Signal

LASTING = 4
STEADY_PART = 20
"""Totals that last are called much the same within this part of the highest total: 2.0 of 40, which is ours."""


def persistent_low(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find the last four totals all under 36.0, today the fourth: said once, until one is 36.0 or more (1).

    36 is a cue in wide use; that it takes four is ours. Figures say if the four are
    steady, which changes the words. It asks whether this is a good place, and presumes no failure.
    """
    rule, total = measure.rules.persistent_low, score.total
    if rule is None or total is None or total >= rule.below:
        return None
    low = list(takewhile(lambda earlier: earlier < rule.below, reversed(history.complete)))
    if len(low) + 1 != LASTING:
        return None
    is_steady = max(total, *low) - min(total, *low) <= measure.maximum // STEADY_PART
    figures: dict[str, float | str] = {
        "total": points(total),
        "visits": float(LASTING),
        "steady": "yes" if is_steady else "no",
    }
    return Signal("persistent-low", 1, figures | measure.rules.cue("persistent_low.below", COMMON))
