"""Tests of the rules on today as one of a series: both sides of every threshold, and what each looks at."""

import pytest

from kiosk.domain.history import History, Past
from kiosk.domain.signals import Signal
from tests.unit.domain.cases import found, marks, past_marks, past_totals, scored, severities, spread


def one(rule: str, today: float, *earlier: float) -> Signal | None:
    return next((signal for signal in found(spread(today), past_totals(*earlier)) if signal.rule == rule), None)


@pytest.mark.parametrize(
    ("earlier", "today", "holds"),
    [
        ((35.9, 35.9, 35.9), 35.9, True),
        ((35.9, 35.9, 35.9), 36.0, False),
        ((36.0, 35.9, 35.9), 35.9, False),
        ((35.9, 35.9), 35.9, False),
        ((35.9, 35.9, 35.9, 35.9), 35.9, False),
        ((35.9, 35.9, 35.9, 35.9, 36.0, 35.9, 35.9, 35.9), 35.9, True),
    ],
)
def test_four_low_totals_running_are_said_once_until_one_is_36(
    earlier: tuple[float, ...], today: float, *, holds: bool
) -> None:
    assert (one("persistent-low", today, *earlier) is not None) is holds


def test_an_incomplete_form_neither_adds_to_low_totals_nor_ends_them() -> None:
    history = past_marks((9, 9, 8.9, 8.9), (9, 9, 8.9, 8.9), (9, None, 9, 9), (9, 9, 8.9, 8.9))
    assert severities(found(marks(9, 9, 8.9, 8.9), history))["persistent-low"] == 1


HIGH, NEARLY = (9.8, 9.8, 10, 10), (9.7, 10, 10, 10)


@pytest.mark.parametrize(
    ("earlier", "today", "holds"),
    [
        ([HIGH, HIGH], HIGH, True),
        ([NEARLY, HIGH, HIGH], HIGH, True),
        ([HIGH, HIGH], NEARLY, False),
        ([HIGH, NEARLY], HIGH, False),
        ([NEARLY, HIGH], HIGH, False),
        ([HIGH], HIGH, False),
        ([HIGH, (10, 10, 10, None)], HIGH, False),
        ([HIGH, HIGH, HIGH], HIGH, False),
        ([HIGH] * 6, HIGH, False),
        ([HIGH, HIGH, HIGH, NEARLY, HIGH, HIGH], HIGH, True),
    ],
)
def test_three_visits_running_with_every_line_at_9_8_are_a_ceiling_once_a_run(
    earlier: list[tuple[float | None, ...]], today: tuple[float, ...], *, holds: bool
) -> None:
    held = severities(found(marks(*today), past_marks(*earlier)))
    assert held.get("ceiling") == (1 if holds else None)


def test_a_declined_visit_is_passed_over_between_high_ones() -> None:
    high, declined = Past(scored(*HIGH)), Past(scored())
    assert "ceiling" in severities(found(marks(*HIGH), History((high, declined, high), is_first=False)))
    assert "ceiling" not in severities(found(marks(*HIGH), History((high, declined, high, high), is_first=False)))
