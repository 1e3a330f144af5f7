"""The course of one client's totals: the range that is usual for them, by an individuals (XmR) chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

KNOWN_FROM = 5
"""Complete totals from which there is a range at all."""
SETTLED_FROM = 12
"""Complete totals from which it is more than an early estimate."""
LIMIT_FACTOR = Fraction(266, 100)
"""3 / 1.128: from the mean moving range to three sigma. Three roundings circulate; this one is fixed."""
FLOOR_SHARE = Fraction(75, 4000)
"""The least mean moving range, as a share of the highest total: 0.75 of 40 points, our own choice."""


@dataclass(frozen=True)
class UsualRange:
    """Where this person's totals usually lie; tenths, unrounded, and not held to the ends of the scale."""

    mean: Fraction
    moving_range: Fraction
    count: int

    @property
    def low(self) -> Fraction:
        """The lower limit."""
        return self.mean - LIMIT_FACTOR * self.moving_range

    @property
    def high(self) -> Fraction:
        """The upper limit."""
        return self.mean + LIMIT_FACTOR * self.moving_range

    @property
    def is_early(self) -> bool:
        """Whether it rests on too few totals to be settled."""
        return self.count < SETTLED_FROM


def usual_range(totals: Sequence[int], maximum: int) -> UsualRange | None:
    """Find the range of `totals` (tenths, oldest first, today not among them); None where there are fewer than five.

    The mean moving range is raised to a floor: near the ceiling it collapses, and any dip would look extreme.
    """
    if len(totals) < KNOWN_FROM:
        return None
    moved = Fraction(sum(abs(after - before) for before, after in pairwise(totals)), len(totals) - 1)
    return UsualRange(Fraction(sum(totals), len(totals)), max(moved, FLOOR_SHARE * maximum), len(totals))
