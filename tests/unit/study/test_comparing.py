"""Tests of how the study compares: intervals and moved rivals, on counts done by hand."""

from collections import Counter

import pytest

from kiosk.study.compare import Estimate, curve, estimate, hits_of_rival, lead_over, lead_over_strongest, wilson
from kiosk.study.contenders import MEDIAN, MEDIAN_OR_LINE, MOVED, NOTHING, WHOLE
from kiosk.study.trial import LATER, Cell


def test_the_interval_is_that_of_the_textbook() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)


def test_the_interval_of_nothing_is_everything_and_stays_within_bounds() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=0.0001)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=0.0001)


def ten(quiet: dict[int, int], fallen: dict[int, int], *, rival: str = MOVED, alarms: int = 0, hits: int = 0) -> Cell:
    """Ten quiet visits and ten with a rupture, by the statistic of a rival."""
    statistics = Counter({(rival, LATER, 0, value): count for value, count in quiet.items()})
    statistics.update({(rival, LATER, 5, value): count for value, count in fallen.items()})
    visits = Counter({(LATER, 0): 10, (LATER, 5): 10})
    spoke = Counter({(WHOLE, LATER, 0): alarms, (WHOLE, LATER, 5): hits})
    return Cell(visits=visits, statistics=statistics, spoke=spoke)


QUIET, FALLEN = {20: 1, 0: 4, -20: 5}, {60: 2, 20: 4, 0: 3, -20: 1}


@pytest.mark.parametrize(("alarms", "hits"), [(0.0, 0.2), (0.1, 0.6), (0.3, 0.75), (0.5, 0.9), (1.0, 1.0)])
def test_a_moved_rival_is_read_off_at_equal_false_alarms(alarms: float, hits: float) -> None:
    assert hits_of_rival(ten(QUIET, FALLEN), MOVED, alarms, 5) == pytest.approx(hits)


def test_what_a_rival_cannot_judge_it_never_speaks_on() -> None:
    cell = ten({20: 1, NOTHING: 9}, {60: 5, NOTHING: 5})
    assert hits_of_rival(cell, MOVED, 0.9, 5) == 0.5


def test_the_lead_is_the_difference_of_hits_with_the_interval_of_ten_batches() -> None:
    even = [ten(QUIET, FALLEN, alarms=1, hits=8)] * 10
    certain = lead_over(even, MOVED, 5)
    assert certain.value == pytest.approx(0.2)
    assert certain.reach == pytest.approx(0.0)
    mixed = [*even[:5], *[ten(QUIET, FALLEN, alarms=1, hits=6)] * 5]
    lead = lead_over(mixed, MOVED, 5)
    # Leads of .2 and 0: mean .1, SD .1054, 2.262 x .1054 / sqrt 10.
    assert lead.value == pytest.approx(0.1)
    assert lead.reach == pytest.approx(0.0754, abs=0.0001)


def test_the_strongest_rival_is_the_one_that_leaves_the_least() -> None:
    both = [Cell.together([ten(QUIET, FALLEN, rival=MEDIAN, alarms=1, hits=8), only(QUIET, {60: 9, -20: 1})])] * 10
    assert lead_over_strongest(both, 5).value == pytest.approx(-0.1)


def only(quiet: dict[int, int], fallen: dict[int, int]) -> Cell:
    """The statistic of another rival on the same visits."""
    return Cell(statistics=ten(quiet, fallen, rival=MEDIAN_OR_LINE).statistics)


@pytest.mark.parametrize(
    ("value", "reach", "verdict"), [(0.1, 0.09, "ahead"), (-0.1, 0.09, "behind"), (0.1, 0.1, "undecided")]
)
def test_a_difference_is_certain_outside_its_interval(value: float, reach: float, verdict: str) -> None:
    assert Estimate(value, reach).verdict == verdict


def test_an_estimate_of_the_same_value_ten_times_is_certain() -> None:
    assert estimate([0.5] * 10) == Estimate(0.5, 0.0)


def test_the_curve_runs_from_nothing_to_everything() -> None:
    assert curve(ten(QUIET, FALLEN), MOVED, 5)[0] == (0.0, 0.0)
    assert curve(ten(QUIET, FALLEN), MOVED, 5)[-1] == (1.0, 1.0)
    assert (0.1, 0.6) in curve(ten(QUIET, FALLEN), MOVED, 5)
