"""Shares: how many of how many, with the range in which the share lies when so few are counted."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

FEW: Final = 10
"""Fewer than this say little. Ours."""
_Z: Final = 1.96
"""Of a range of 95 %."""


@dataclass(frozen=True)
class Share:
    """`count` of `of`."""

    count: int
    of: int

    @property
    def is_small(self) -> bool:
        """True where so few are counted that the share says little."""
        return self.of < FEW

    @property
    def interval(self) -> tuple[int, int]:
        """The range in percent in which the share lies, with 95 %: Wilson (1927), J Am Stat Assoc 22:209-212.

        Of none it is all of it.
        """
        if not self.of:
            return 0, 100
        share, spread = self.count / self.of, _Z**2 / self.of
        middle = (share + spread / 2) / (1 + spread)
        half = _Z * sqrt(share * (1 - share) / self.of + spread / self.of / 4) / (1 + spread)
        return round(100 * (middle - half)), round(100 * (middle + half))
