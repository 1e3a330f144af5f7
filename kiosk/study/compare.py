"""Comparing fairly: intervals, and rivals moved to where they give as many false alarms."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from statistics import mean, stdev

from kiosk.study.contenders import NOTHING, STRONG, WHOLE
from kiosk.study.trial import LATER, QUIET, SECOND, THIRD, Cell

Z = 1.959964
T_OF_NINE = 2.262157
"""Student's t for 95 % with nine degrees of freedom: of ten batches of clients."""
FROM_THIRD, FROM_SECOND = (THIRD, LATER), (SECOND, THIRD, LATER)
"""The visits that most figures are about."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927, J Am Stat Assoc 22:209); of nothing, all is possible."""
    if not of:
        return 0.0, 1.0
    share, weight = hits / of, Z**2 / of
    centre = (share + weight / 2) / (1 + weight)
    reach = Z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, centre - reach), min(1.0, centre + reach)


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval, from batches of clients."""

    value: float
    reach: float

    @property
    def verdict(self) -> str:
        """The sign of a difference that is certain: ahead, behind, or neither."""
        if abs(self.value) <= self.reach:
            return "undecided"
        return "ahead" if self.value > 0 else "behind"


def estimate(values: Sequence[float]) -> Estimate:
    """Give the mean of ten batches with its interval."""
    return Estimate(mean(values), T_OF_NINE * stdev(values) / sqrt(len(values)))


def curve(cell: Cell, rival: str, fall: int, visits: Iterable[int] = FROM_THIRD) -> list[tuple[float, float]]:
    """Give false alarms and hits of a rival at each of its numbers, from never speaking to always."""
    quiet, fallen = (_counted(cell, rival, visits, each) for each in (QUIET, fall))
    steps = sorted(quiet.keys() | fallen.keys(), reverse=True)
    alarms, hits = (list(accumulate(counts[step] for step in steps if step != NOTHING)) for counts in (quiet, fallen))
    of_quiet, of_fallen = (cell.share(WHOLE, visits, each)[1] for each in (QUIET, fall))
    points = zip(alarms, hits, strict=True)
    return [(0.0, 0.0), *((alarm / of_quiet, hit / of_fallen) for alarm, hit in points)]


def _counted(cell: Cell, rival: str, visits: Iterable[int], fall: int) -> Counter[int]:
    wanted, counts = set(visits), Counter[int]()
    for (name, visit, fell, statistic), count in cell.statistics.items():
        if name == rival and fell == fall and visit in wanted:
            counts[statistic] += count
    return counts


def hits_of_rival(cell: Cell, rival: str, false_alarms: float, fall: int, visits: Iterable[int] = FROM_THIRD) -> float:
    """Give the hits of a rival moved to where it gives as many false alarms.

    Statistics come in tenths, so between two numbers the hits are taken in proportion, as if tossing a coin for which
    of the two to use. Above the share of visits that it can judge at all, a rival cannot alarm.
    """
    before = (0.0, 0.0)
    for alarms, hits in curve(cell, rival, fall, visits):
        if alarms > false_alarms:
            part = (false_alarms - before[0]) / (alarms - before[0])
            return before[1] + part * (hits - before[1])
        before = alarms, hits
    return before[1]


def lead_over(
    batches: Sequence[Cell], rival: str, fall: int, visits: Iterable[int] = FROM_THIRD, name: str = WHOLE
) -> Estimate:
    """Give the hits of the set less those of a rival at equal false alarms."""
    wanted = tuple(visits)
    return estimate([_lead(cell, rival, fall, wanted, name) for cell in batches])


def _lead(cell: Cell, rival: str, fall: int, visits: Sequence[int], name: str) -> float:
    alarms = cell.rate(name, visits, QUIET)
    return cell.rate(name, visits, fall) - hits_of_rival(cell, rival, alarms, fall, visits)


def lead_over_strongest(batches: Sequence[Cell], fall: int, visits: Iterable[int] = FROM_THIRD) -> Estimate:
    """Give the same for the rival that does best."""
    wanted = tuple(visits)
    return min((lead_over(batches, rival, fall, wanted) for rival in STRONG), key=lambda lead: lead.value)
