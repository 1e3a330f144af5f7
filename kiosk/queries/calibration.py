"""One therapist's guesses compared with what clients marked: for that therapist alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev

from kiosk import catalogue
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.measures import Kind, Measure
from kiosk.domain.nearness import KNOWN_FROM
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.domain.scoring import points
from kiosk.queries.readable import each, sound
from kiosk.storage import in_the_room
from kiosk.storage.db import reading
from kiosk.storage.tables import Client, Guess, Response

MOST = 20
MOST_OVER_TIME = 400
"""Guesses that are read for the course with each client: years of them."""
LINE_POINTS = 10
SAID_FROM = 5
"""Fewer differences than this say nothing of a habit."""
Question = tuple[str, Kind, float]
"""An item, how it is marked, and how far its marks reach: only these are compared with each other."""
STRAINED = ("partly", "yes")


@dataclass(frozen=True)
class LineDifferences:
    """One question's differences in points, guess less mark, the latest first: above zero the guess was kinder."""

    label: str
    differences: tuple[float, ...]
    kind: Kind = "line"
    reach: float = 10.0
    """The greatest possible difference between guess and mark, in points."""

    @property
    def mean(self) -> float | None:
        """The mean difference; None while there are too few."""
        return fmean(self.differences) if len(self.differences) >= SAID_FROM else None

    @property
    def spread(self) -> float | None:
        """The sample standard deviation; None while there are too few."""
        return stdev(self.differences) if len(self.differences) >= SAID_FROM else None


@dataclass(frozen=True)
class WithClient:
    """One client's distances between guess and mark, oldest first, in points of a line from 0 to 10."""

    client: PublicId
    code: str
    distances: tuple[float, ...]


@dataclass(frozen=True)
class Marks:
    """Marks of a guess or an answer, in tenths."""

    of: Mapping[str, int]


@dataclass(frozen=True)
class Calibration:
    """The last 20 guesses with an answer; of those that said nothing got in the way, how many clients said otherwise.

    `thought_clear` counts only where the client was asked and answered.
    """

    guesses: int
    lines: tuple[LineDifferences, ...]
    thought_clear: int
    not_noticed: int
    clients: tuple[WithClient, ...] = ()
    """Those with whom there are guesses enough to say something, who was guessed about last first."""


def see_calibration(actor: Staff, language: str) -> Calibration:
    """Read one's own guesses, the lines named in `language`; nobody else's can be asked for."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    everything, _ = each(in_the_room.compared(reading(), therapist, MOST_OVER_TIME), _readable)
    pairs = everything[:MOST]
    clear = [response.strain for guess, response in pairs if guess.in_the_way is False and response.strain]
    lines: dict[Question, LineDifferences] = {}
    for guess, response in pairs:
        measure = catalogue.kept_measure(response.measure, response.measure_version)
        # A form that is only a way to talk has no figures, and so no differences.
        for item_id, by in (apart(guess.marks, response.marks) if measure.is_scored else {}).items():
            item = measure.item(item_id)
            reach = points(item.highest - item.lowest)
            question, label = (item_id, item.kind, reach), item.texts[language].label
            line = lines.get(question, LineDifferences(label, (), item.kind, reach))
            lines[question] = replace(line, differences=(*line.differences, by))
    return Calibration(
        guesses=len(pairs),
        lines=tuple(lines.values()),
        thought_clear=len(clear),
        not_noticed=sum(strain in STRAINED for strain in clear),
        clients=tuple(_by_client(everything, therapist)),
    )


def distances_with(client: Client, therapist: Therapist) -> tuple[float, ...]:
    """Give the distances with one client, as the page of guesses has them; empty while there are too few."""
    pairs, _ = each(in_the_room.compared(reading(), therapist, MOST_OVER_TIME, client), _readable)
    return next((one.distances for one in _by_client(pairs, therapist)), ())


def _readable(pair: tuple[Guess, Response]) -> tuple[Guess, Response]:
    """Give the pair back if a guess can be held against the answer, and the client is there."""
    guess, response = pair
    for marks in (guess.marks, response.marks):
        sound(Marks(marks))
    response.check_in.client.code.strip()
    return pair


def _by_client(pairs: Sequence[tuple[Guess, Response]], therapist: Therapist) -> Iterator[WithClient]:
    """Group by client, each in the kind of form that was guessed last: a line and a face are never compared."""
    found: dict[int, list[tuple[Kind, float]]] = {}
    clients: dict[int, Client] = {}
    for guess, response in pairs:
        client = response.check_in.client
        measure = catalogue.kept_measure(response.measure, response.measure_version)
        if client.therapist_id == therapist.person_id and (distance := _distance(measure, guess, response)) is not None:
            clients[client.id] = client
            found.setdefault(client.id, []).append((measure.kind, distance))
    for client_id, latest_first in found.items():
        here = [distance for kind, distance in reversed(latest_first) if kind == latest_first[0][0]]
        if len(here) >= KNOWN_FROM:
            yield WithClient(clients[client_id].public_id, clients[client_id].code, tuple(here))


def _distance(measure: Measure, guess: Guess, response: Response) -> float | None:
    """Give the mean distance over the questions that have both; None where none has, or nothing is added up."""
    differences = apart(guess.marks, response.marks) if measure.is_scored else {}
    items = {item.id: item for item in measure.items}
    shares = [
        abs(by) / points(items[item_id].highest - items[item_id].lowest)
        for item_id, by in differences.items()
        if item_id in items
    ]
    return LINE_POINTS * fmean(shares) if shares else None


def apart(guessed: Mapping[str, int], marked: Mapping[str, int]) -> Mapping[str, float]:
    """Guess less mark in points, for each line (tenths) that has both."""
    return {item_id: points(guess - marked[item_id]) for item_id, guess in guessed.items() if item_id in marked}
