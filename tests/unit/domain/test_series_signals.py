"""Tests of the rules on today as one of a series: both sides of every threshold, and what each looks at."""

import pytest

from kiosk.domain.history import History, Past
from kiosk.domain.signals import Signal
from tests.unit.domain.cases import found, marks, past_marks, past_totals, scored, severities, spread

SIX = (36.2, 37.0, 36.5, 37.4, 36.8, 37.1)


def one(rule: str, today: float, *earlier: float) -> Signal | None:
    return next((signal for signal in found(spread(today), past_totals(*earlier)) if signal.rule == rule), None)


@pytest.mark.parametrize(("today", "holds"), [(34.8, True), (34.9, False)])
def test_the_own_range_ends_at_its_unrounded_limit(today: float, *, holds: bool) -> None:
    assert (one("own-range", today, *SIX) is not None) is holds


def test_four_totals_are_too_few_for_a_range() -> None:
    assert one("own-range", 20, 36.0, 36.0, 36.0, 36.0) is None
    assert one("own-range", 20, 36.0, 36.0, 36.0, 36.0, 36.0) is not None


@pytest.mark.parametrize(("count", "estimate"), [(11, "early"), (12, "settled")])
def test_a_range_is_an_early_estimate_until_twelve_totals_are_known(count: int, estimate: str) -> None:
    signal = one("own-range", 20, *[36.0] * count)
    assert signal is not None
    assert (signal.figures["estimate"], signal.figures["earlier"]) == (estimate, count)


def test_today_above_the_mean_is_never_under_the_range() -> None:
    assert one("own-range", 37.0, *SIX) is None
    assert one("own-range", 36.8, *SIX) is None


STEADY = (36.0, 36.0, 36.0, 36.0, 36.0, 36.0, 36.0, 36.0)


@pytest.mark.parametrize(("last", "today", "holds"), [((35.8, 34.3), 34.3, True), ((35.8, 34.3), 34.5, False)])
def test_two_of_three_in_the_outer_third_are_near_the_limit(
    last: tuple[float, float], today: float, *, holds: bool
) -> None:
    # Mean 35.81, moving range 0.75 raised from less: limit 33.815, outer third from 34.48.
    assert (one("near-range", today, *STEADY, *last) is not None) is holds


def test_a_total_under_the_limit_is_not_near_it() -> None:
    assert one("near-range", 33.0, *STEADY, 35.8, 34.3) is None
    assert one("own-range", 33.0, *STEADY, 35.8, 34.3) is not None


def test_all_three_must_lie_under_the_mean() -> None:
    assert one("near-range", 34.3, *STEADY, 34.3, 35.6) is not None
    assert one("near-range", 34.3, *STEADY, 34.3, 36.0) is None


def test_near_the_range_needs_five_totals() -> None:
    assert one("near-range", 34.6, 36.0, 36.0, 36.0, 34.6) is None


@pytest.mark.parametrize(
    ("earlier", "today", "holds"),
    [
        ((38.0, 37.3, 36.6), 36.0, True),
        ((38.0, 37.3, 36.6), 36.1, False),
        ((38.0, 37.5, 36.5), 36.0, True),
        ((38.0, 37.6, 36.5), 36.0, False),
        ((38.0, 37.5, 37.0), 36.5, False),
        ((37.3, 36.6), 36.0, False),
    ],
)
def test_three_falls_of_a_half_and_two_points_together_are_a_slide(
    earlier: tuple[float, ...], today: float, *, holds: bool
) -> None:
    assert (one("slide", today, *earlier) is not None) is holds


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
    assert severities(found(marks(9, 9, 8.9, 8.9), history))["persistent-low"] == 2


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
    ],
)
def test_three_visits_running_with_every_line_at_9_8_are_a_ceiling(
    earlier: list[tuple[float | None, ...]], today: tuple[float, ...], *, holds: bool
) -> None:
    held = severities(found(marks(*today), past_marks(*earlier)))
    assert held.get("ceiling") == (1 if holds else None)


def test_a_declined_visit_is_passed_over_between_high_ones() -> None:
    high, declined = Past(scored(*HIGH)), Past(scored())
    assert "ceiling" in severities(found(marks(*HIGH), History((high, declined, high), 2)))


def test_a_range_keeps_the_figures_it_used() -> None:
    signal = one("own-range", 34.8, *SIX)
    assert signal is not None
    assert signal.figures["mean"] == pytest.approx(36.8333, abs=0.00005)
    assert signal.figures["moving range"] == 0.75
    assert signal.figures["lowest expected"] == pytest.approx(34.8383, abs=0.00005)
