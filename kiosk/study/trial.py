"""The trial: every invented client lives through quiet visits; some of these are judged again with a rupture."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from kiosk import catalogue
from kiosk.domain.answers import Answered, Marking
from kiosk.domain.history import History, Past
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import score
from kiosk.domain.signals import find
from kiosk.study.contenders import CONTENDERS, RIVALS, WHOLE, WORD, WORD_TODAY, JudgedVisit
from kiosk.study.model import LEVELS, SHAPES, Experience, InventedClient, Population, Shape, usual_total

SDS = (1.0, 1.5, 2.0, 3.0, 4.0)
"""SDs of a client's total around their usual one, visit by visit, in points."""
POPULATIONS: Sequence[Population] = ("even", "weighted")
QUIET = 0
RUPTURES = (3, 5, 8)
"""Falls of the total by a rupture, in points."""
EVERY = 2
"""Every second visit of a client is judged with ruptures as well."""
FIRST, SECOND, THIRD, LATER = 1, 2, 3, 4
"""The visit that is judged, by complete totals before it: from the fourth on they are one."""
HIGHEST = LEVELS[-1] + 1
"""The usual total from which prompts are counted as one, up to beyond the end of the lines."""
BATCHES = 10
"""Groups of clients that intervals are worked out from: visits of one client are not independent."""
At = tuple[int, int]
"""A visit and a fall in points."""


@dataclass
class Cell:
    """Counts: visits judged, visits on which each contender spoke, statistics of rivals, prompts by usual total."""

    visits: Counter[At] = field(default_factory=Counter)
    spoke: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    statistics: Counter[tuple[str, int, int, int]] = field(default_factory=Counter)
    burden: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add(self, visit: int, fall: int, seen: JudgedVisit) -> None:
        """Count one judged visit."""
        self.visits[visit, fall] += 1
        for name, speaks in CONTENDERS.items():
            self.spoke[name, visit, fall] += speaks(seen)
        for name, statistic in RIVALS.items():
            self.statistics[name, visit, fall, statistic(seen)] += 1
        if fall == QUIET and visit >= SECOND:
            level = min(round(seen.truly_usual / 10), HIGHEST)
            self.burden["visits", level] += 1
            for name in (WHOLE, WORD, WORD_TODAY):
                self.burden[name, level] += CONTENDERS[name](seen)

    def rate(self, name: str, visits: Iterable[int], fall: int) -> float:
        """Give the share of these visits with that fall on which the contender spoke."""
        spoke, of = self.share(name, visits, fall)
        return spoke / of if of else 0.0

    def share(self, name: str, visits: Iterable[int], fall: int) -> tuple[int, int]:
        """Give the same as a count and what it is of."""
        wanted = tuple(visits)
        return (
            sum(self.spoke[name, visit, fall] for visit in wanted),
            sum(self.visits[visit, fall] for visit in wanted),
        )

    @staticmethod
    def together(cells: Iterable["Cell"]) -> "Cell":
        """Pool cells."""
        pooled = Cell()
        for cell in cells:
            pooled.visits.update(cell.visits)
            pooled.spoke.update(cell.spoke)
            pooled.statistics.update(cell.statistics)
            pooled.burden.update(cell.burden)
        return pooled


@dataclass(frozen=True)
class Kind:
    """One kind of client."""

    shape: Shape
    population: Population
    sd: float


@dataclass(frozen=True)
class Study:
    """The results, by kind of client and batch."""

    seed: int
    clients: int
    cells: Mapping[tuple[Kind, int], Cell]

    def batches(self, wanted: Callable[[Kind], bool]) -> Sequence[Cell]:
        """Pool the kinds that are wanted, batch by batch."""
        return [
            Cell.together(cell for (kind, number), cell in self.cells.items() if number == batch and wanted(kind))
            for batch in range(BATCHES)
        ]

    def pooled(self, wanted: Callable[[Kind], bool]) -> Cell:
        """Pool the kinds that are wanted."""
        return Cell.together(self.batches(wanted))


def kinds(shapes: Iterable[Shape] = SHAPES, sds: Iterable[float] = SDS) -> Sequence[Kind]:
    """List the kinds of client."""
    wanted = tuple(sds)
    return [Kind(shape, population, sd) for shape in shapes for population in POPULATIONS for sd in wanted]


def run(seed: int, clients: int, wanted: Iterable[Kind] | None = None) -> Study:
    """Run the study with so many clients of each kind; the same seed gives the same figures on any machine."""
    measure = catalogue.measure("session-check")
    cells: dict[tuple[Kind, int], Cell] = {}
    for kind in kinds() if wanted is None else wanted:
        for number in range(clients):
            # By ranks of nine, so that each batch has every level of the even grid.
            cell = cells.setdefault((kind, number // len(LEVELS) % BATCHES), Cell())
            _live(measure, kind, seed, number, cell)
    return Study(seed, clients, cells)


def _live(measure: Measure, kind: Kind, seed: int, number: int, cell: Cell) -> None:
    # Text seeds are hashed with SHA-512: the same on every machine, and each client has its own.
    chance = Random(f"{seed}/{kind.shape.name}/{kind.population}/{kind.sd}/{number}")
    total = usual_total(kind.population, number, kind.sd, chance, kind.shape)
    client = InventedClient.invent(total, kind.sd, chance, kind.shape)
    past: list[Past] = []
    for place, day in enumerate(client.days(chance)):
        history = History(tuple(past), not past)
        if not day.rupture:
            falls = (QUIET, *RUPTURES) if (place + number) % EVERY == 0 else (QUIET,)
            for fall in falls:
                seen = _judge(measure, client, day, fall, history)
                cell.add(min(len(history.complete), LATER - 1) + 1, fall, seen)
        past.append(Past(score(measure, day.marks(client.courtesy, day.rupture))))


def _judge(measure: Measure, client: InventedClient, day: Experience, fall: int, history: History) -> JudgedVisit:
    marks = day.marks(client.courtesy, fall)
    scored = score(measure, marks)
    signals = find(measure, Answered(marks, Marking.LINE), scored, history)
    return JudgedVisit(signals, scored, history, 10 * sum(day.usual))
