"""Invented clients: a usual level, a spread, a drift, courtesy, missing marks, and ruptures of a known size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Self

LINES = ("understood", "topics", "approach", "overall")
VISITS = 20
ALIKE = 0.5
"""How far the four lines of one visit move together (correlation)."""
PROFILE_SD = 0.4
"""How far one line usually lies from a client's own mean line, in points."""
DRIFT_MEAN, DRIFT_SD = 0.03, 0.08
"""How a client's total moves from visit to visit, in points: most get a little warmer, some cooler."""
COURTEOUS, COURTESY = 0.3, 0.8
"""This share of clients marks only so much of what was worse than usual."""
NOT_ANSWERED = 0.10
"""The share of visits without a check-in."""
LINE_LEFT_OUT = 0.02
"""The share of check-ins with one line untouched: no total that day."""
ON_ONE_LINE, MAIN_SHARE = 0.5, 0.5
"""Half of all ruptures fall alike on the four lines; in the others one line takes half of the fall."""
LEFT, RIGHT = 0, 100


@dataclass(frozen=True)
class Day:
    """How one visit was for one client, before a pen touches the line: unclipped, in points a line."""

    felt: tuple[float, ...]
    usual: tuple[float, ...]
    left_out: int | None
    shares: tuple[float, ...]

    def marks(self, courtesy: float, fall: float = 0.0) -> Mapping[str, int]:
        """Mark the lines in tenths, with a rupture of `fall` points; a line has two ends, whatever was felt."""
        marks: dict[str, int] = {}
        for place, line in enumerate(LINES):
            apart = self.felt[place] - self.usual[place] - fall * self.shares[place]
            shown = self.usual[place] + (apart * courtesy if apart < 0 else apart)
            if place != self.left_out:
                marks[line] = min(RIGHT, max(LEFT, round(shown * 10)))
        return marks


@dataclass(frozen=True)
class Client:
    """One invented client: lines usually at `lines` (points), moving by `drift` of the total each visit."""

    lines: tuple[float, ...]
    within_sd: float
    drift: float
    courtesy: float

    @classmethod
    def invent(cls, level: float, within_sd: float, chance: Random) -> Self:
        """Invent one whose total usually lies within half a point of `level`."""
        total = level + chance.uniform(-0.5, 0.5)
        profile = [chance.gauss(0, PROFILE_SD) for _ in LINES]
        centre = sum(profile) / len(LINES)
        return cls(
            lines=tuple(total / len(LINES) + offset - centre for offset in profile),
            within_sd=within_sd,
            drift=chance.gauss(DRIFT_MEAN, DRIFT_SD),
            courtesy=COURTESY if chance.random() < COURTEOUS else 1.0,
        )

    def days(self, chance: Random) -> Iterator[Day]:
        """Live through the visits; those without a check-in are left out."""
        line_sd = self.within_sd / sqrt(len(LINES) * (1 + (len(LINES) - 1) * ALIKE))
        for visit in range(VISITS):
            shared = chance.gauss(0, line_sd * sqrt(ALIKE))
            own = [chance.gauss(0, line_sd * sqrt(1 - ALIKE)) for _ in LINES]
            left_out = chance.randrange(len(LINES)) if chance.random() < LINE_LEFT_OUT else None
            shares = _shares(chance)
            usual = tuple(line + self.drift * visit / len(LINES) for line in self.lines)
            if chance.random() >= NOT_ANSWERED:
                felt = tuple(line + shared + apart for line, apart in zip(usual, own, strict=True))
                yield Day(felt, usual, left_out, shares)


def _shares(chance: Random) -> tuple[float, ...]:
    """Say how a rupture spreads over the lines."""
    if chance.random() >= ON_ONE_LINE:
        return (1 / len(LINES),) * len(LINES)
    main, rest = chance.randrange(len(LINES)), (1 - MAIN_SHARE) / (len(LINES) - 1)
    return tuple(MAIN_SHARE if place == main else rest for place in range(len(LINES)))
