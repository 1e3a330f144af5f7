"""Tests of scoring: missing is not zero, three of four is estimated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.scoring import points, score
from tests.unit.domain.cases import FELT, LINES, SESSION, marks, scored

SOME_MARKS = st.dictionaries(st.sampled_from(LINES), st.integers(0, 100))


def test_four_marks_add_up_exactly() -> None:
    assert scored(9.1, 4.2, 9.0, 9.1).total == 314


def test_all_at_the_left_end_is_a_total_of_zero() -> None:
    assert scored(0, 0, 0, 0).total == 0


def test_three_of_four_are_estimated_and_give_no_total() -> None:
    three = scored(8.4, None, 9.1, 7.9)
    assert three.total is None
    assert three.estimate == pytest.approx(33.866_666_7)
    assert f"{three.estimate:.1f}" == "33.9"


@pytest.mark.parametrize("some", [(8.4, None, None, 7.9), (None, 9.0), ()])
def test_fewer_give_neither(some: tuple[float | None, ...]) -> None:
    assert (scored(*some).total, scored(*some).estimate) == (None, None)


def test_one_line_is_its_own_total() -> None:
    alone = score(FELT, marks(7.3))
    assert (alone.total, alone.estimate, alone.maximum) == (73, None, 100)


def test_one_unmarked_line_is_nothing_at_all() -> None:
    assert (score(FELT, {}).total, score(FELT, {}).estimate) == (None, None)


def test_a_missing_line_is_kept_as_missing() -> None:
    assert scored(9.1, None).lines == {"understood": 91, "topics": None, "approach": None, "overall": None}


def test_tenths_are_shown_as_points() -> None:
    assert points(83) == 8.3


@given(SOME_MARKS)
def test_no_score_leaves_its_range(some: dict[str, int]) -> None:
    today = score(SESSION, some)
    assert 0 <= (today.total or 0) <= today.maximum
    assert 0 <= (today.estimate or 0) <= points(today.maximum)


@given(SOME_MARKS)
def test_a_score_never_knows_both_a_total_and_an_estimate(some: dict[str, int]) -> None:
    today = score(SESSION, some)
    assert None in {today.total, today.estimate}
