"""The trial: every invented client lives through quiet visits; some of these are judged again with a rupture."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from kiosk import catalogue
from kiosk.domain.answers import Answered, Marking
from kiosk.domain.history import History, Past
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import score
from kiosk.domain.signals import find
from kiosk.study.contenders import CONTENDERS, Seen
from kiosk.study.model import Client, Day

SDS = (1.0, 1.5, 2.0, 3.0)
"""How far a client's total lies from their usual one, visit by visit (SD, points)."""
LEVELS = tuple(range(32, 40))
"""Usual totals."""
QUIET = 0
RUPTURES = (3, 5, 8)
"""How far a rupture lowers the total, in points."""
EVERY = 5
"""Every fifth visit of a client is judged with ruptures as well."""
KNOWN_FROM = 3
"""Complete totals before a visit that counts: the study is about known clients, from the fourth visit on."""


@dataclass
class Cell:
    """Counts of one kind of client: visits judged, visits on which each contender spoke, totals; by fall in points."""

    visits: Counter[int] = field(default_factory=Counter)
    spoke: Counter[tuple[str, int]] = field(default_factory=Counter)
    totals: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, fall: int, seen: Seen) -> None:
        """Count one judged visit."""
        self.visits[fall] += 1
        self.spoke.update((name, fall) for name, speaks in CONTENDERS.items() if speaks(seen))
        if seen.score.total is not None:
            self.totals[fall, seen.score.total] += 1

    def rate(self, name: str, fall: int) -> float:
        """Give the share of visits with that fall on which the contender spoke."""
        return self.spoke[name, fall] / self.visits[fall]

    @staticmethod
    def together(cells: Iterable["Cell"]) -> "Cell":
        """Pool cells."""
        pooled = Cell()
        for cell in cells:
            pooled.visits += cell.visits
            pooled.spoke += cell.spoke
            pooled.totals += cell.totals
        return pooled


@dataclass(frozen=True)
class Study:
    """What came out, by within-client SD and usual level."""

    seed: int
    clients: int
    cells: Mapping[tuple[float, int], Cell]

    def pooled(self, sd: float) -> Cell:
        """Pool all levels of one SD, each with the same weight of clients."""
        return Cell.together(self.cells[sd, level] for level in LEVELS)


def run(seed: int, clients: int) -> Study:
    """Run the whole study with so many clients of each kind; the same seed gives the same figures on any machine."""
    measure = catalogue.measure("session-check")
    return Study(
        seed, clients, {(sd, level): run_cell(measure, seed, clients, sd, level) for sd in SDS for level in LEVELS}
    )


def run_cell(measure: Measure, seed: int, clients: int, sd: float, level: int) -> Cell:
    """Run the clients of one kind."""
    cell = Cell()
    for number in range(clients):
        # Text seeds are hashed with SHA-512: the same on every machine, and each client has its own.
        chance = Random(f"{seed}/{sd}/{level}/{number}")
        client = Client.invent(level, sd, chance)
        _live(measure, client, client.days(chance), number, cell)
    return cell


def _live(measure: Measure, client: Client, days: Iterable[Day], number: int, cell: Cell) -> None:
    past: list[Past] = []
    for visit, day in enumerate(days):
        history = History(tuple(past), len(past))
        if len(history.complete) >= KNOWN_FROM:
            for fall in (QUIET, *RUPTURES) if (visit + number) % EVERY == 0 else (QUIET,):
                cell.add(fall, _judge(measure, day.marks(client.courtesy, fall), history))
        past.append(Past(score(measure, day.marks(client.courtesy))))


def _judge(measure: Measure, marks: Mapping[str, int], history: History) -> Seen:
    scored = score(measure, marks)
    return Seen(find(measure, Answered(marks, Marking.LINE), scored, history), scored, history.last_total)
