"""Tests of the ready-made goal: felt understood in 3 of 4 sessions."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

import pytest

from kiosk.domain.rules import Rules
from kiosk.domain.scoring import score
from kiosk.domain.signals import find
from kiosk.domain.signals.goals import FELT_UNDERSTOOD, Progress, felt_understood
from tests.unit.domain.cases import SESSION, answered, marks, past_marks, scored, severities

NONE: frozenset[str] = frozenset()
GOALS = frozenset({FELT_UNDERSTOOD})


def held(today: float, *earlier: float | None, goals: AbstractSet[str] = GOALS, met: AbstractSet[str] = NONE) -> bool:
    marked, history = marks(today), past_marks(*[(mark, 9.5) for mark in earlier])
    signals = find(SESSION, answered(marked), score(SESSION, marked), history, goals=goals, goals_met_before=met)
    return "goal-met" in severities(signals)


@pytest.mark.parametrize(
    ("earlier", "today", "met"),
    [
        ((9.0, 9.0, 8.9), 9.0, True),
        ((9.0, 8.9, 8.9), 9.0, False),
        ((9.0, 9.0, 9.0), 8.9, True),
        ((9.0, 9.0), 9.0, False),
        ((1.0, 9.0, 9.0, 9.0), 9.0, True),
        ((9.0, 9.0, 1.0, 1.0), 9.0, False),
        ((9.0, None, 9.0, 8.0), 9.0, True),
    ],
)
def test_the_goal_is_met_at_9_in_three_of_the_last_four_answered(
    earlier: tuple[float | None, ...], today: float, *, met: bool
) -> None:
    assert held(today, *earlier) is met


def test_a_goal_is_said_once() -> None:
    assert not held(9.0, 9.0, 9.0, 9.0, met=GOALS)


def test_a_goal_nobody_set_is_not_spoken_of() -> None:
    assert not held(9.0, 9.0, 9.0, 9.0, goals=frozenset({"another"}))


def test_under_four_answers_it_is_not_yet() -> None:
    progress = felt_understood(SESSION, scored(9), past_marks((9,), (9,)))
    assert progress == Progress(answered=3, reached=3)
    assert (progress.is_early, progress.is_met) == (True, False)


def test_without_a_mark_today_or_without_the_rule_there_is_no_progress() -> None:
    assert felt_understood(SESSION, scored(None, 9), past_marks((9,))) is None
    assert felt_understood(replace(SESSION, rules=Rules()), scored(9), past_marks((9,))) is None
