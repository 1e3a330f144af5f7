"""The statistics that rules rest on, exact wherever a limit is compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import overload

LIMIT_FACTOR = Fraction(266, 100)
"""Three sigma of an individuals chart, from the mean moving range: 3 / 1.128. Three roundings circulate: this one."""

FOR_95_PERCENT = 1.96


@dataclass(frozen=True)
class NaturalRange:
    """The natural range of a series (individuals chart, XmR), in the series' own unit, nothing rounded."""

    mean: Fraction
    moving_range: Fraction

    @property
    def reach(self) -> Fraction:
        """The distance of the limits from the mean."""
        return LIMIT_FACTOR * self.moving_range

    @property
    def lower(self) -> Fraction:
        """The lower limit."""
        return self.mean - self.reach

    @property
    def upper(self) -> Fraction:
        """The upper limit."""
        return self.mean + self.reach


class Totals(Sequence[int]):
    """Whole numbers in the order in which they came, with the statistics of all of them so far.

    The sums that these rest on are kept as numbers are added: one more costs the same, however many there are.
    """

    def __init__(self, values: Iterable[int] = ()) -> None:
        self._values: list[int] = []
        self._sum = self._moved = 0
        for value in values:
            self.add(value)

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...

    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        return self._values[place]

    def __len__(self) -> int:
        return len(self._values)

    def add(self, value: int) -> None:
        """Add the one that came next."""
        self._moved += abs(value - self._values[-1]) if self._values else 0
        self._sum += value
        self._values.append(value)

    @property
    def mean(self) -> Fraction:
        """The mean of one value or more."""
        return Fraction(self._sum, len(self))

    def chart(self, floor: float | Fraction = 0) -> NaturalRange:
        """Draw the chart of two values or more; the mean moving range is at least `floor`."""
        return NaturalRange(self.mean, max(Fraction(self._moved, len(self) - 1), Fraction(floor)))


def reliable_change(sd: float, reliability: float) -> float:
    """Give the change that measurement error alone exceeds one time in twenty.

    1.96 x sqrt 2 x SD x sqrt(1 - r), in the unit of `sd` (Jacobson and Truax 1991, J Consult Clin Psychol 59:12).
    """
    return FOR_95_PERCENT * sqrt(2) * sd * sqrt(1 - reliability)
