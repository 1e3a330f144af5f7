"""The statistics that rules rest on, exact wherever a limit is compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

LIMIT_FACTOR = Fraction(266, 100)
"""Three sigma of an individuals chart, from the mean moving range: 3 / 1.128. Three roundings circulate: this one."""

NEAR_SHARE = Fraction(2, 3)
"""Two of those three sigma."""

FOR_95_PERCENT = 1.96


@dataclass(frozen=True)
class Chart:
    """The natural range of a series (individuals chart, XmR), in the series' own unit, nothing rounded."""

    mean: Fraction
    moving_range: Fraction

    @property
    def reach(self) -> Fraction:
        """How far the limits lie from the mean."""
        return LIMIT_FACTOR * self.moving_range

    @property
    def lower(self) -> Fraction:
        """The lower limit."""
        return self.mean - self.reach

    @property
    def upper(self) -> Fraction:
        """The upper limit."""
        return self.mean + self.reach

    @property
    def near_lower(self) -> Fraction:
        """Two thirds of the way to the lower limit: mean - 1.7733 x the moving range."""
        return self.mean - NEAR_SHARE * self.reach


def chart(values: Sequence[int], floor: float = 0) -> Chart:
    """Draw the chart of two values or more; the mean moving range is at least `floor`."""
    moved = Fraction(sum(abs(after - before) for before, after in pairwise(values)), len(values) - 1)
    return Chart(Fraction(sum(values), len(values)), max(moved, Fraction(floor)))


def twice_median(values: Sequence[int]) -> int:
    """Give twice the median, which is whole where the values are."""
    ordered, middle = sorted(values), len(values) // 2
    return 2 * ordered[middle] if len(ordered) % 2 else ordered[middle - 1] + ordered[middle]


def variance(values: Sequence[int]) -> Fraction:
    """Give the sample variance of two values or more."""
    count = len(values)
    return Fraction(count * sum(value * value for value in values) - sum(values) ** 2, count * (count - 1))


def reliable_change(sd: float, reliability: float) -> float:
    """Give the change that measurement error alone exceeds one time in twenty.

    1.96 x sqrt 2 x SD x sqrt(1 - r), in the unit of `sd` (Jacobson and Truax 1991, J Consult Clin Psychol 59:12).
    """
    return FOR_95_PERCENT * sqrt(2) * sd * sqrt(1 - reliability)
