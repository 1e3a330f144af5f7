"""The course of one client's totals: the range that is usual for them, by an individuals (XmR) chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kiosk.domain.spread import NaturalRange, Totals

KNOWN_FROM = 5
"""Complete totals from which there is a range at all."""
SETTLED_FROM = 12
"""Complete totals from which it is more than an early estimate."""
FLOOR_SHARE = Fraction(75, 4000)
"""The least mean moving range, as a share of the highest total: 0.75 of 40 points, our own choice."""


@dataclass(frozen=True)
class UsualRange:
    """The usual range of this person's totals, not clipped to the ends of the scale, and the number behind it."""

    chart: NaturalRange
    count: int

    @property
    def is_early(self) -> bool:
        """True when it rests on too few totals to be settled."""
        return self.count < SETTLED_FROM


def usual_range(totals: Sequence[int], maximum: int) -> UsualRange | None:
    """Find the range of `totals` (tenths, oldest first, today not among them); None where there are fewer than five.

    The mean moving range is raised to a floor: near the ceiling it collapses, and any dip would look extreme.
    """
    return UsualRange(Totals(totals).chart(FLOOR_SHARE * maximum), len(totals)) if len(totals) >= KNOWN_FROM else None
