"""A goal that today's answer has reached."""

from kiosk.domain.goals import OUT_OF, Understood
from kiosk.domain.scoring import points
from kiosk.domain.signals.order import Signal


def goal_met(met: Understood | None) -> Signal | None:
    """Find the goal on being understood reached, once per goal: a treatment-plan objective, good news."""
    if met is None:
        return None
    figures = {"reached": float(met.held), "of last": float(OUT_OF), "from": points(met.held_from)}
    return Signal("goal-met", 0, figures)
