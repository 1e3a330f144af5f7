"""How one therapist's guesses have compared with what clients marked: for that therapist alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev

from kiosk import catalogue
from kiosk.domain.scoring import points
from kiosk.storage import in_the_room
from kiosk.storage.db import reading
from kiosk.storage.tables import Person

MOST = 20
SAID_FROM = 5
"""Fewer differences than this say nothing of a habit."""
STRAINED = ("partly", "yes")


@dataclass(frozen=True)
class Line:
    """One line's differences in points, guess less mark, the latest first: above zero the guess was kinder."""

    label: str
    differences: tuple[float, ...]

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


def see_calibration(therapist: Person) -> Calibration:
    """One's own; nobody else's can be asked for."""
    pairs = in_the_room.compared(reading(), therapist.id, MOST)
    clear = [response.strain for guess, response in pairs if guess.in_the_way is False and response.strain]
    labels: dict[str, str] = {}
    differences: dict[str, list[float]] = {}
    for guess, response in pairs:
        measure = catalogue.kept_measure(response.measure, response.measure_version)
        for item_id, by in ({} if measure.is_gone else apart(guess.marks, response.marks)).items():
            labels.setdefault(item_id, measure.item(item_id).texts[response.check_in.language].label)
            differences.setdefault(item_id, []).append(by)
    return Calibration(
        guesses=len(pairs),
        lines=tuple(Line(label, tuple(differences[item_id])) for item_id, label in labels.items()),
        thought_clear=len(clear),
        not_noticed=sum(strain in STRAINED for strain in clear),
    )


def apart(guessed: Mapping[str, int], marked: Mapping[str, int]) -> Mapping[str, float]:
    """Guess less mark in points, for each line (tenths) that has both."""
    return {item_id: points(guess - marked[item_id]) for item_id, guess in guessed.items() if item_id in marked}
