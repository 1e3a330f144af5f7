"""Tests of how the study compares: intervals and moved cutoffs, on counts done by hand."""

from collections import Counter

import pytest

from kiosk.study.compare import curve, hits_of_moved_cutoff, lead_over_moved_cutoff, wilson
from kiosk.study.contenders import WHOLE
from kiosk.study.trial import Cell


def test_the_interval_is_that_of_the_textbook() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)


def test_the_interval_of_nothing_is_everything_and_stays_within_bounds() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=0.0001)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=0.0001)


def ten(quiet: dict[int, int], fallen: dict[int, int]) -> Cell:
    totals = Counter({(0, total): count for total, count in quiet.items()})
    totals.update({(5, total): count for total, count in fallen.items()})
    return Cell(visits=Counter({0: 10, 5: 10}), totals=totals)


CELL = ten({340: 1, 360: 4, 380: 5}, {300: 2, 340: 4, 360: 3, 380: 1})


@pytest.mark.parametrize(("alarms", "hits"), [(0.0, 0.2), (0.1, 0.6), (0.3, 0.75), (0.5, 0.9), (1.0, 1.0)])
def test_a_moved_cutoff_is_read_off_at_equal_false_alarms(alarms: float, hits: float) -> None:
    assert hits_of_moved_cutoff(CELL, alarms, 5) == pytest.approx(hits)


def test_where_totals_are_missing_a_cutoff_cannot_alarm_more_than_on_all_of_them() -> None:
    assert hits_of_moved_cutoff(ten({340: 1}, {300: 5}), 0.9, 5) == 0.5


def test_the_lead_is_the_difference_of_hits() -> None:
    cell = Cell(CELL.visits, Counter({(WHOLE, 0): 1, (WHOLE, 5): 8}), CELL.totals)
    assert lead_over_moved_cutoff(cell, WHOLE, 5) == pytest.approx(0.2)


def test_the_curve_runs_from_nothing_to_everything() -> None:
    assert curve(CELL, 5)[0] == (0.0, 0.0)
    assert curve(CELL, 5)[-1] == (1.0, 1.0)
    assert (0.1, 0.6) in curve(CELL, 5)
