"""The ready-made goal: felt understood in 3 of 4 sessions."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import UNDERSTOOD, Signal

FELT_UNDERSTOOD = "felt-understood-3-of-4"
"""The id of the ready-made goal."""
LAST, ENOUGH = 4, 3


@dataclass(frozen=True)
class Progress:
    """Of the last four answered: how many there are, and in how many the client felt understood."""

    answered: int
    reached: int

    @property
    def is_early(self) -> bool:
        """Say whether it is too early to say: "not yet"."""
        return self.answered < LAST

    @property
    def is_met(self) -> bool:
        """Say whether the goal is met now."""
        return not self.is_early and self.reached >= ENOUGH


def felt_understood(measure: Measure, score: Score, history: History) -> Progress | None:
    """Count `understood` at 9.0 or more in the last four times it was marked, today among them.

    9.0 is ours, as in line-low. None where today has no such mark, or the measure has no such goal.
    """
    rule, today = measure.rules.goal_met, score.marked.get(UNDERSTOOD)
    if rule is None or today is None:
        return None
    marks = (*history.last_marks(UNDERSTOOD, LAST - 1), today)
    return Progress(len(marks), sum(mark >= rule.understood_from for mark in marks))


def goal_met(
    measure: Measure, score: Score, history: History, *, goals: AbstractSet[str], met_before: AbstractSet[str]
) -> Signal | None:
    """Find the goal reached, once per goal: a treatment-plan objective, good news."""
    progress = felt_understood(measure, score, history)
    if FELT_UNDERSTOOD not in goals - met_before or progress is None or not progress.is_met:
        return None
    rule = measure.rules.goal_met
    least = points(rule.understood_from) if rule else 0.0
    return Signal("goal-met", 0, {"reached": float(progress.reached), "of last": float(LAST), "from": least})
