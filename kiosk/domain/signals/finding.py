"""Asking every rule, and letting the person come before the cutoff."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict, Unpack

from kiosk.domain.answers import Answered
from kiosk.domain.goals import Understood
from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score
from kiosk.domain.signals import changes, cuts, episodes, goals, guesses, highs, runs, said
from kiosk.domain.signals.guesses import Guess
from kiosk.domain.signals.order import UNDERSTOOD, Signal, in_leading_order

DIFFERENT = frozenset({"line-drop", "own-range"})
"""The rules that say by themselves: today is different for this person."""

CUTOFFS = frozenset({"line-low", "total-low"})
QUIET_BESIDE_GRAVE = frozenset({"ceiling", "straight-line"})
GRAVE = 2


class Beside(TypedDict, total=False):
    """What else may be known of the visit: the seconds from shown to sent, the sealed guess, a goal just met."""

    took_s: float | None
    guess: Guess | None
    goal_met: Understood | None


def find(
    measure: Measure, answered: Answered, score: Score, history: History, **beside: Unpack[Beside]
) -> tuple[Signal, ...]:
    """Find all signals of one check-in, the leading one first; `history` ends before today."""
    asked = (
        *_said_today(answered, history),
        *_marked_today(measure, score, history),
        *_in_the_series(measure, score, history),
        highs.straight_line(measure, score, beside.get("took_s")),
        guesses.missed(measure, answered, score, beside.get("guess")),
        goals.goal_met(beside.get("goal_met")),
    )
    found = tuple(signal for signal in asked if signal is not None)
    if not found and (little := cuts.too_little(score)):
        return (little,)
    if _is_as_usual(measure, score, history, found):
        found = tuple(_person_first(measure, score, signal) for signal in found)
    if any(signal.rule == "own-baseline" for signal in found):
        found = tuple(_not_usual(signal) for signal in found)
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
    yield highs.first_high(measure, score, history)
    yield highs.ceiling(measure, score, history)


def _in_the_series(measure: Measure, score: Score, history: History) -> Iterable[Signal | None]:
    for rule in (
        changes.drop,
        changes.line_drop,
        changes.own_baseline,
        runs.own_range,
        runs.near_range,
        runs.slide,
        runs.persistent_low,
        episodes.repair,
    ):
        yield rule(measure, score, history)


def _is_as_usual(measure: Measure, score: Score, history: History, found: Iterable[Signal]) -> bool:
    """Say whether the cutoffs are kept back: for somebody whose history is known, and says nothing of today.

    Without a total the history cannot speak, and the cutoffs count.
    """
    if score.total is None or len(history.complete) < changes.KNOWN_FROM:
        return False
    return not (changes.is_far_below(measure, score, history) or any(_is_different(signal) for signal in found))


def _is_different(signal: Signal) -> bool:
    """Say whether this signal lets the cutoffs count again for somebody whose history is known.

    The arrow of a 1-point drop does not, nor a drop of 4 alone: last time may just have been unusually good.
    That is ours, moved where a study on invented clients showed it better.
    """
    return signal.rule in DIFFERENT or (signal.rule == "drop" and signal.severity > GRAVE)


def _person_first(measure: Measure, score: Score, signal: Signal) -> Signal:
    """Lower an absolute rule to 0 for someone who is as usual: a steady 35 is not told off every week.

    `understood` is never lowered; if it is low behind a still lower line, it takes that line's place.
    """
    match signal.place:
        case "total-low" | "drop":
            return replace(signal, severity=0)
        case "line-low (others)":
            return cuts.line_low_on(measure, score, UNDERSTOOD) or replace(signal, severity=0)
        case _:
            return signal


def _not_usual(signal: Signal) -> Signal:
    """Keep beside a cutoff that is not asked about that today is lower than usual all the same."""
    if signal.severity or signal.rule not in CUTOFFS:
        return signal
    return replace(signal, figures={**signal.figures, "as usual": "no"})


def _without_quiet(found: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """Leave out what would distract beside something graver; nothing of severity 2 or 3 is ever left out."""
    if max((signal.severity for signal in found), default=0) < GRAVE:
        return found
    return tuple(signal for signal in found if signal.rule not in QUIET_BESIDE_GRAVE)
