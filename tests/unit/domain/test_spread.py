"""Tests of the statistics, against published figures."""

from statistics import median, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.spread import chart, reliable_change, twice_median
from kiosk.domain.spread import variance as exact_variance

# The example for individuals charts in the NIST/SEMATECH e-Handbook of Statistical Methods, in tenths.
NIST = (496, 476, 499, 513, 478, 512, 526, 524, 536, 521)


def test_the_chart_is_that_of_the_handbook() -> None:
    drawn = chart(NIST)
    assert float(drawn.mean) == pytest.approx(508.1)
    assert float(drawn.moving_range) == pytest.approx(18.778, abs=0.0005)
    assert float(drawn.lower) == pytest.approx(458.151, abs=0.0005)
    assert float(drawn.upper) == pytest.approx(558.049, abs=0.0005)


def test_the_outer_third_begins_at_two_of_three_sigma() -> None:
    drawn = chart(NIST)
    assert float((drawn.mean - drawn.near_lower) / drawn.moving_range) == pytest.approx(1.7733, abs=0.0001)


def test_a_moving_range_is_never_under_its_floor() -> None:
    assert chart((360, 360, 362), floor=7.5).moving_range == 7.5


def test_the_reliable_change_is_the_published_one() -> None:
    assert reliable_change(10.5, 0.961) == pytest.approx(5.747681, abs=0.0000005)


def test_a_perfectly_reliable_measure_changes_reliably_at_once() -> None:
    assert reliable_change(5, 1) == 0


@given(st.lists(st.integers(0, 400), min_size=2, max_size=20))
def test_median_and_variance_are_those_of_the_textbook(values: list[int]) -> None:
    assert twice_median(values) == 2 * median(values)
    assert float(exact_variance(values)) == pytest.approx(variance(values))
