"""Asking every rule, and letting the person come before the cutoff."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict, Unpack

from kiosk.domain.answers import Answered
from kiosk.domain.baseline import KNOWN_FROM
from kiosk.domain.goals import Understood
from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score
from kiosk.domain.signals import changes, cuts, episodes, goals, guesses, highs, runs, said, weeks
from kiosk.domain.signals.episodes import Standing
from kiosk.domain.signals.guesses import Guess
from kiosk.domain.signals.order import DIFFERENT, Signal, in_leading_order

CUTOFFS = frozenset({"line-low", "total-low"})
QUIET_BESIDE_GRAVE = frozenset({"ceiling", "signs", "straight-line"})
GRAVE = 2


class Beside(TypedDict, total=False):
    """Optional facts about the visit: the seconds from shown to sent, the sealed guess, a goal just met."""

    took_s: float | None
    guess: Guess | None
    goal_met: Understood | None


def find(
    measure: Measure, answered: Answered, score: Score, history: History, **beside: Unpack[Beside]
) -> tuple[Signal, ...]:
    """Find all signals of one check-in, the leading one first; `history` ends before today."""
    reached = episodes.standing(measure, history)
    asked = (
        *_said_today(answered, history),
        *_marked_today(measure, score, history),
        *_against_their_own(measure, score, history, reached),
        highs.straight_line(measure, score, beside.get("took_s")),
        guesses.missed(measure, answered, score, beside.get("guess")),
        goals.goal_met(beside.get("goal_met")),
    )
    found = tuple(signal for signal in asked if signal is not None)
    if changes.can_be_compared(measure, score, reached.known):
        found = _person_first(found, is_usual=changes.is_usual(measure, score, reached.known))
    if not any(signal.rule in CUTOFFS and signal.severity for signal in found) and (
        low := _floor(measure, score, reached)
    ):
        found = (*found, low)
    if not found and (little := cuts.too_little(score)):
        return (little,)
    return in_leading_order(_without_quiet(found))


def _said_today(answered: Answered, history: History) -> Iterable[Signal | None]:
    yield said.safety(answered)
    yield said.talk_now(answered)
    yield said.strain(answered)
    yield said.comment(answered)
    yield said.declined(answered, history)


def _marked_today(measure: Measure, score: Score, history: History) -> Iterable[Signal | None]:
    yield cuts.line_low(measure, score)
    yield cuts.total_low(measure, score)
    yield cuts.face_low(measure, score)
    yield highs.first_high(measure, score, history)
    yield highs.ceiling(measure, score, history)
    yield highs.signs(measure, score, history)


def _against_their_own(measure: Measure, score: Score, history: History, reached: Standing) -> Iterable[Signal | None]:
    yield changes.drop(measure, score, history)
    for rule in (changes.below_expected, changes.line_below_expected):
        signal = rule(measure, score, reached.known)
        yield replace(signal, figures={**signal.figures, **changes.since_gap(history)}) if signal else None
    yield runs.persistent_low(measure, score, history)
    yield episodes.repair(measure, score, reached.episode)
    yield weeks.week_worse(measure, score, history)


def _floor(measure: Measure, score: Score, reached: Standing) -> Signal | None:
    """Find marks under the floor; of somebody hardly known nothing has been low for a while."""
    low = cuts.floor(measure, score)
    if low is None or reached.known.totals.count >= KNOWN_FROM:
        return low
    return replace(low, figures={**low.figures, "lately": "yes"})


def _person_first(found: tuple[Signal, ...], *, is_usual: bool) -> tuple[Signal, ...]:
    """Lower the cutoffs to 0 for somebody whose own history says nothing of today: a steady 35 is not told off weekly.

    They are called usual only where they are.
    """
    different = max((signal.severity for signal in found if signal.rule in DIFFERENT), default=0)
    if different >= GRAVE:
        return found
    usual: dict[str, float | str] = {} if is_usual else {"as usual": "no"}
    return tuple(
        replace(signal, severity=0, figures={**signal.figures, **usual}) if signal.rule in CUTOFFS else signal
        for signal in found
    )


def _without_quiet(found: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """Leave out what would distract beside something graver; nothing of severity 2 or 3 is ever left out."""
    if max((signal.severity for signal in found), default=0) < GRAVE:
        return found
    return tuple(signal for signal in found if signal.rule not in QUIET_BESIDE_GRAVE)
