"""Invented clients: a usual level, a spread, a drift, courtesy, missing marks, and ruptures of a known size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, sqrt
from random import Random
from typing import Literal, Self

LINES = ("understood", "topics", "approach", "overall")
VISITS, MANY_VISITS = 8, 20
"""Visits of a client: over half of the clients of one large system came five times or fewer."""
ALIKE = 0.5
"""The correlation of the four lines of one visit."""
PROFILE_SD = 0.4
"""The SD of one line around a client's own mean line, in points."""
DRIFT_MEAN, DRIFT_SD = 0.03, 0.08
"""Mean and SD, across clients, of a total's drift per visit, in points: most get a little warmer, some cooler."""
COURTEOUS, COURTESY = 0.3, 0.8
"""This share of clients marks only so much of what was worse than usual."""
NOT_ANSWERED = 0.10
"""The share of visits without a check-in."""
LINE_LEFT_OUT = 0.02
"""The share of check-ins with one line untouched: no total that day."""
ON_ONE_LINE, MAIN_SHARE = 0.5, 0.5
"""Half of all ruptures fall alike on the four lines; in the others one line takes half of the fall."""
LEFT, RIGHT = 0, 100
LEVELS = tuple(range(31, 40))
"""Usual totals of the even grid, each with as many clients."""
BETWEEN_SD, UNDER_36, AT_24_PERCENT = 2.5, 36.0, 0.7063
"""The weighted population is normal, with this SD, about the mean at which 24 % of quiet visits lie under 36."""
DEPENDENCE = 0.3
TAILS = 4
"""Degrees of freedom of heavy tails (Student's t), scaled to the same SD."""
SPREAD_OF_SDS = 0.4
"""SD of the logarithm of a client's own SD."""
HISTORY_RUPTURES, STAYS = 0.08, 0.4
"""The chance that a real rupture begins at a visit after the first, and that it lasts to the next."""
DEPTHS = (3, 5, 8)
HIDDEN = 2.5
"""Points by which usual levels lie higher where a ceiling hides a felt fall: up to 42.5 of a line that ends at 40."""
Population = Literal["even", "weighted"]


@dataclass(frozen=True)
class Shape:
    """One way in which real clients may differ from the plain model; `tuned` if the rules were chosen by it."""

    name: str
    tuned: bool = False
    dependent: bool = False
    heavy: bool = False
    own_sd: bool = False
    ruptures: bool = False
    hidden: bool = False
    visits: int = VISITS


SHAPES = (
    Shape("plain", tuned=True),
    Shape("an SD of their own", tuned=True, own_sd=True),
    Shape("plain, 20 visits", tuned=True, visits=MANY_VISITS),
    Shape("serial dependence", dependent=True),
    Shape("heavy tails", heavy=True),
    Shape("ruptures in the history", ruptures=True),
    Shape("a ceiling that hides a fall", hidden=True),
    Shape("all of it", dependent=True, heavy=True, own_sd=True, ruptures=True),
)


@dataclass(frozen=True)
class Experience:
    """One client's experience of one visit, before a pen touches the line: unclipped, in points a line.

    `rupture` is a real one of the history, in points of the total.
    """

    felt: tuple[float, ...]
    usual: tuple[float, ...]
    left_out: int | None
    shares: tuple[float, ...]
    rupture: float = 0.0

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
class InventedClient:
    """One invented client: lines usually at `lines` (points), moving by `drift` of the total each visit."""

    lines: tuple[float, ...]
    within_sd: float
    drift: float
    courtesy: float
    shape: Shape = SHAPES[0]

    @classmethod
    def invent(cls, total: float, within_sd: float, chance: Random, shape: Shape = SHAPES[0]) -> Self:
        """Invent one whose usual total is that."""
        profile = [chance.gauss(0, PROFILE_SD) for _ in LINES]
        centre = sum(profile) / len(LINES)
        own = exp(chance.gauss(0, SPREAD_OF_SDS) - SPREAD_OF_SDS**2 / 2) if shape.own_sd else 1.0
        return cls(
            lines=tuple(total / len(LINES) + offset - centre for offset in profile),
            within_sd=within_sd * own,
            drift=chance.gauss(DRIFT_MEAN, DRIFT_SD),
            courtesy=COURTESY if chance.random() < COURTEOUS else 1.0,
            shape=shape,
        )

    @property
    def usual(self) -> float:
        """The total that is usual for them at the first visit, in points, unclipped."""
        return sum(self.lines)

    def days(self, chance: Random) -> Iterator[Experience]:
        """Live through the visits; those without a check-in are left out."""
        line_sd = self.within_sd / sqrt(len(LINES) * (1 + (len(LINES) - 1) * ALIKE))
        mood = _moods(chance, self.shape)
        rupture = 0.0
        for visit in range(self.shape.visits):
            shared = next(mood) * line_sd * sqrt(ALIKE)
            own = [chance.gauss(0, line_sd * sqrt(1 - ALIKE)) for _ in LINES]
            left_out = chance.randrange(len(LINES)) if chance.random() < LINE_LEFT_OUT else None
            shares = _shares(chance)
            rupture = _rupture(chance, rupture) if self.shape.ruptures and visit else 0.0
            usual = tuple(line + self.drift * visit / len(LINES) for line in self.lines)
            if chance.random() >= NOT_ANSWERED:
                felt = tuple(line + shared + apart for line, apart in zip(usual, own, strict=True))
                yield Experience(felt, usual, left_out, shares, rupture)


def usual_total(population: Population, number: int, within_sd: float, chance: Random, shape: Shape) -> float:
    """Choose the usual total of the client with that number."""
    higher = HIDDEN if shape.hidden else 0.0
    if population == "even":
        return LEVELS[number % len(LEVELS)] + chance.uniform(-0.5, 0.5) + higher
    centre = UNDER_36 + AT_24_PERCENT * sqrt(BETWEEN_SD**2 + within_sd**2)
    return chance.gauss(centre, BETWEEN_SD) + higher


def _moods(chance: Random, shape: Shape) -> Iterator[float]:
    """Draw what the four lines of each visit share, with SD 1."""
    before = _drawn(chance, shape)
    while True:
        yield before
        drawn = _drawn(chance, shape)
        before = DEPENDENCE * before + sqrt(1 - DEPENDENCE**2) * drawn if shape.dependent else drawn


def _drawn(chance: Random, shape: Shape) -> float:
    """Draw from a normal distribution, or one with heavy tails and the same SD."""
    if not shape.heavy:
        return chance.gauss(0, 1)
    squares = chance.gammavariate(TAILS / 2, 2)
    return chance.gauss(0, 1) / sqrt(squares / TAILS) / sqrt(TAILS / (TAILS - 2))


def _rupture(chance: Random, before: float) -> float:
    if chance.random() < HISTORY_RUPTURES:
        return float(chance.choice(DEPTHS))
    return before if chance.random() < STAYS else 0.0


def _shares(chance: Random) -> tuple[float, ...]:
    """Say how a rupture spreads over the lines."""
    if chance.random() >= ON_ONE_LINE:
        return (1 / len(LINES),) * len(LINES)
    main, rest = chance.randrange(len(LINES)), (1 - MAIN_SHARE) / (len(LINES) - 1)
    return tuple(MAIN_SHARE if place == main else rest for place in range(len(LINES)))
