"""How one therapist's guesses have compared with what clients marked: for that therapist alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import fmean, stdev

from kiosk import catalogue
from kiosk.domain.measures import Kind
from kiosk.domain.scoring import points
from kiosk.storage import in_the_room
from kiosk.storage.db import reading
from kiosk.storage.tables import Person

MOST = 20
SAID_FROM = 5
"""Fewer differences than this say nothing of a habit."""
Place = tuple[str, Kind, float]
"""An item, how it is marked, and how far its marks reach: only these are compared with each other."""
STRAINED = ("partly", "yes")


@dataclass(frozen=True)
class Line:
    """One question's differences in points, guess less mark, the latest first: above zero the guess was kinder."""

    label: str
    differences: tuple[float, ...]
    kind: Kind = "line"
    reach: float = 10.0
    """How far apart guess and mark can be."""

    @property
    def mean(self) -> float | None:
        """The mean difference; None while there are too few."""
        return fmean(self.differences) if len(self.differences) >= SAID_FROM else None

    @property
    def spread(self) -> float | None:
        """The sample standard deviation; None while there are too few."""
        return stdev(self.differences) if len(self.differences) >= SAID_FROM else None


@dataclass(frozen=True)
class Calibration:
    """The last 20 guesses with an answer; of those that said nothing got in the way, how many clients said otherwise.

    `thought_clear` counts only where the client was asked and answered.
    """

    guesses: int
    lines: tuple[Line, ...]
    thought_clear: int
    not_noticed: int


def see_calibration(therapist: Person, language: str) -> Calibration:
    """One's own, its lines named in `language`; nobody else's can be asked for."""
    pairs = in_the_room.compared(reading(), therapist.id, MOST)
    clear = [response.strain for guess, response in pairs if guess.in_the_way is False and response.strain]
    lines: dict[Place, Line] = {}
    for guess, response in pairs:
        measure = catalogue.kept_measure(response.measure, response.measure_version)
        # What is only a way to talk has no figures, and so no differences.
        for item_id, by in (apart(guess.marks, response.marks) if measure.is_scored else {}).items():
            item = measure.item(item_id)
            reach = points(item.highest - item.lowest)
            place, label = (item_id, item.kind, reach), item.texts[language].label
            line = lines.get(place, Line(label, (), item.kind, reach))
            lines[place] = replace(line, differences=(*line.differences, by))
    return Calibration(
        guesses=len(pairs),
        lines=tuple(lines.values()),
        thought_clear=len(clear),
        not_noticed=sum(strain in STRAINED for strain in clear),
    )


def apart(guessed: Mapping[str, int], marked: Mapping[str, int]) -> Mapping[str, float]:
    """Guess less mark in points, for each line (tenths) that has both."""
    return {item_id: points(guess - marked[item_id]) for item_id, guess in guessed.items() if item_id in marked}
