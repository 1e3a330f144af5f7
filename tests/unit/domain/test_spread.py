"""Tests of the statistics, against published figures."""

from fractions import Fraction
from itertools import pairwise
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.spread import NaturalRange, Totals, reliable_change

# The example for individuals charts in the NIST/SEMATECH e-Handbook of Statistical Methods, in tenths.
NIST = (496, 476, 499, 513, 478, 512, 526, 524, 536, 521)


def test_the_chart_is_that_of_the_handbook() -> None:
    drawn = Totals(NIST).chart()
    assert float(drawn.mean) == pytest.approx(508.1)
    assert float(drawn.moving_range) == pytest.approx(18.778, abs=0.0005)
    assert float(drawn.lower) == pytest.approx(458.151, abs=0.0005)
    assert float(drawn.upper) == pytest.approx(558.049, abs=0.0005)


def test_a_moving_range_is_never_under_its_floor() -> None:
    assert Totals((360, 360, 362)).chart(floor=7.5).moving_range == 7.5


def test_the_reliable_change_is_the_published_one() -> None:
    assert reliable_change(10.5, 0.961) == pytest.approx(5.747681, abs=0.0000005)


def test_a_perfectly_reliable_measure_changes_reliably_at_once() -> None:
    assert reliable_change(5, 1) == 0


@given(st.lists(st.integers(0, 400), min_size=2, max_size=20))
def test_totals_added_one_by_one_have_the_moving_range_of_all(values: list[int]) -> None:
    moved = mean([Fraction(abs(after - before)) for before, after in pairwise(values)])
    assert Totals(values).chart() == NaturalRange(mean(map(Fraction, values)), moved)
