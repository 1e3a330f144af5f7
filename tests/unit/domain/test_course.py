"""The usual range: the published oracle, the floor, and what is too little to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.course import usual_range

NIST = (496, 476, 499, 513, 478, 512, 526, 524, 536, 521)
"""Ten values in tenths, from the NIST handbook of statistical methods, individuals control charts."""


def test_the_handbook_example_comes_out_as_printed() -> None:
    found = usual_range(NIST, 1000)
    assert found is not None
    assert float(found.chart.mean) / 10 == pytest.approx(50.81)
    # The floor of 1000 tenths is 18.75, just under the 18.778 that moved.
    assert float(found.chart.moving_range) / 10 == pytest.approx(1.8778, abs=0.00005)
    assert float(found.chart.lower) / 10 == pytest.approx(45.8151, abs=0.0005)
    assert float(found.chart.upper) / 10 == pytest.approx(55.8049, abs=0.0005)


def test_a_steady_client_gets_the_floor() -> None:
    found = usual_range((362, 370, 365, 374, 368, 371), 400)
    assert found is not None
    assert float(found.chart.lower) == pytest.approx(348.3833, abs=0.0001)
    assert found.chart.moving_range == 7.5


def test_one_line_has_a_quarter_of_the_floor() -> None:
    found = usual_range((90,) * 5, 100)
    assert found is not None
    assert float(found.chart.moving_range) == 1.875


def test_four_totals_are_too_few_and_five_are_enough() -> None:
    assert usual_range((360,) * 4, 400) is None
    assert usual_range((360,) * 5, 400) is not None


def test_it_is_early_until_there_are_twelve() -> None:
    assert [found.is_early for count in (11, 12) if (found := usual_range((360,) * count, 400))] == [True, False]


@given(st.lists(st.integers(0, 400), min_size=5, max_size=60))
def test_the_mean_lies_in_the_middle_of_a_range_that_is_never_empty(totals: list[int]) -> None:
    found = usual_range(totals, 400)
    assert found is not None
    assert found.chart.upper - found.chart.mean == found.chart.mean - found.chart.lower >= 2.66 * 7.5 - 1e-9
