"""The baseline that learns a person, checked against figures worked out by hand."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.baseline import End, Prior, expect

SUM_OF_FOUR = Prior(mean=360, between_sd=30, within_sd=20, weight=4)
TOTALS = st.lists(st.integers(0, 400), max_size=12)


def z(earlier: list[int], total: int) -> float:
    expected = expect(earlier, SUM_OF_FOUR)
    return float(expected.total - total) / sqrt(expected.variance)


@pytest.mark.parametrize(
    ("earlier", "total", "expected", "sds"),
    [
        ([350], 300, 353.077, 2.040),
        ([390, 400, 395], 365, 391.765, 1.414),
        ([200], 200, 249.231, 1.892),
    ],
)
def test_the_worked_examples_come_out(earlier: list[int], total: int, expected: float, sds: float) -> None:
    assert float(expect(earlier, SUM_OF_FOUR).total) == pytest.approx(expected, abs=0.05)
    assert z(earlier, total) == pytest.approx(sds, abs=0.001)


NEAR_END = Prior(mean=360, between_sd=60, within_sd=20, end=End(total=400, within_sd=10))


@pytest.mark.parametrize(
    ("mean", "within"), [(200, 20), (370, 20), (Fraction(3703, 10), Fraction(199, 10)), (385, 15), (400, 10)]
)
def test_near_the_end_a_person_moves_less(mean: int | Fraction, within: int | Fraction) -> None:
    assert NEAR_END.within_sd_at(Fraction(mean)) == within
    assert SUM_OF_FOUR.within_sd_at(Fraction(mean)) == 20


def test_a_share_of_the_lines_is_expected_in_proportion() -> None:
    three = NEAR_END.for_share(Fraction(3, 4))
    assert three.within_sd_at(Fraction(285)) == Fraction(3, 4) * NEAR_END.within_sd_at(Fraction(380))


def test_nobody_known_is_expected_as_everybody() -> None:
    unknown = expect([], SUM_OF_FOUR)
    assert (int(unknown.total), int(unknown.variance)) == (360, 30**2 + 20**2)


def test_a_limit_holds_at_itself_and_not_above_it() -> None:
    expected = expect([360] * 4, Prior(mean=360, between_sd=30, within_sd=20, weight=4))
    exact = sqrt(expected.variance)
    assert expected.is_above(300, 1.2)
    assert not expected.is_above(360, 0.1)
    assert expected.is_above(360 - 60, 60 / exact - 1e-9)
    assert not expected.is_above(360 - 60, 60 / exact + 1e-9)


@given(TOTALS)
def test_what_is_expected_lies_between_everybody_and_this_person(earlier: list[int]) -> None:
    mean = Fraction(sum(earlier), len(earlier)) if earlier else Fraction(360)
    expected = expect(earlier, SUM_OF_FOUR)
    assert min(mean, Fraction(360)) <= expected.total <= max(mean, Fraction(360))
    assert expected.variance > 0


@given(TOTALS)
def test_the_order_of_earlier_totals_changes_nothing(earlier: list[int]) -> None:
    assert expect(earlier, SUM_OF_FOUR) == expect(sorted(earlier), SUM_OF_FOUR)
