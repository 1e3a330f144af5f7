"""The rule on how the week was, asked at the start of a session: this person's own weeks alone, with no cutoff."""

from kiosk.domain.baseline import expect
from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import Signal


def week_worse(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find a week harder than is usual for this person (1), from the second complete answer on.

    Their own weeks are weighed against what is known of everybody, so that one earlier week is enough. It takes a
    fall under their own mean as well: somebody whose weeks are always hard is as usual. All numbers are ours.
    """
    rule, total, weeks = measure.rules.week_worse, score.total, history.complete
    if rule is None or total is None or not weeks:
        return None
    fell = sum(weeks) - len(weeks) * total
    if fell < len(weeks) * rule.fall_from or not expect(weeks, rule.prior).is_above(total, rule.from_sds):
        return None
    usual = sum(weeks) / len(weeks)
    return Signal("week-worse", 1, {"total": points(total), "usual": points(usual), "earlier": float(len(weeks))})
