"""The therapist's sealed guess against what the client marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.answers import Answered, Strain
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score, points, score
from kiosk.domain.signals.order import Signal


@dataclass(frozen=True)
class Guess:
    """The therapist's guess of the client's answer, made before seeing it; `marks` in tenths, by item id."""

    marks: Mapping[str, int]
    nothing_got_in_the_way: bool


def missed(measure: Measure, answered: Answered, scored: Score, guess: Guess | None) -> Signal | None:
    """Find strain the therapist did not notice, or a guess 6.0 or more above the total.

    Unnoticed strain: Rubel et al. 2018, JCCP 86; those who recognised a rupture had a better next session:
    Chen et al. 2018, Psychother Res 28:560. 6 is ours. A guess or a form with a line left out has no total.
    """
    if guess is None:
        return None
    unnoticed = guess.nothing_got_in_the_way and answered.strain in {Strain.PARTLY, Strain.YES}
    above = _above(measure, scored, guess)
    if not unnoticed and not above:
        return None
    return Signal("missed", 2, {"strain": "not noticed" if unnoticed else "no"} | above)


def _above(measure: Measure, scored: Score, guess: Guess) -> dict[str, float | str]:
    rule, total, guessed = measure.rules.missed, scored.total, score(measure, guess.marks).total
    if rule is None or total is None or guessed is None or guessed - total < rule.guess_above_from:
        return {}
    figures = {"total": points(total), "guess": points(guessed), "higher by": points(guessed - total)}
    return figures | measure.rules.cue("missed.guess_above_from")
