"""Tests of scoring: missing is not zero, three of four is estimated, official keys come out as printed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import points, score
from tests.unit.domain.cases import FELT, LINES, SESSION, marks, scored

EXAMPLES = Path(__file__).parents[3] / "docs" / "measures"
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


def example(name: str) -> Measure:
    return catalogue.read_measure(name, (EXAMPLES / f"example-{name}.toml").read_text("utf-8"))


def numbered(measure: Measure, *points: float | None) -> dict[str, int]:
    """Answers in points in the order of the form, as a printed key counts them."""
    pairs = zip(measure.items, points, strict=True)
    return {item.id: round(point * 10) for item, point in pairs if point is not None}


def test_the_key_of_the_wai_sr_comes_out_as_printed() -> None:
    key = example("wai-sr-key")
    scored = score(key, numbered(key, 5, 4, 5, 3, 4, 4, 5, 3, 4, 2, 4, 3))
    assert (scored.subscales, scored.total) == ({"task": 140, "bond": 180, "goal": 140}, 460)


def test_the_key_of_the_wai_s_reverses_its_fourth_and_tenth_item() -> None:
    key = example("wai-s-key")
    scored = score(key, numbered(key, 7, 7, 7, 1, 7, 7, 7, 7, 7, 1, 7, 7))
    assert (scored.subscales, scored.total) == ({"task": 280, "bond": 280, "goal": 280}, key.maximum)
    assert score(key, numbered(key, 1, 1, 1, 2, 1, 1, 1, 1, 1, 7, 1, 1)).subscales == {
        "task": 40,
        "bond": 40,
        "goal": 90,
    }


def test_an_item_missing_from_one_part_leaves_the_others_their_score() -> None:
    key = example("wai-sr-key")
    scored = score(key, numbered(key, 5, 4, 5, 3, 4, 4, 5, 3, None, 2, 4, 3))
    assert (scored.subscales, scored.total, scored.estimate) == ({"task": 140, "bond": None, "goal": 140}, None, None)


@pytest.mark.parametrize(
    ("answers", "total", "replaced"),
    [
        ((4, 4, 4, 4, 4, 4, 4, 4, 4, 4), 400, 0),
        ((5, 4, 4, 4, 4, 4, 4, 4, 4, None), 411, 1),
        ((5, 5, 4, 4, 4, 4, 4, 4, None, None), 425, 2),
        ((5, 5, 4, 4, 4, 4, 4, None, None, None), None, 0),
        ((None,) * 10, None, 0),
    ],
)
def test_up_to_two_missing_are_replaced_by_the_mean_of_the_rest(
    answers: tuple[float | None, ...], total: int | None, replaced: int
) -> None:
    care = example("care-rule")
    scored = score(care, numbered(care, *answers))
    assert (scored.total, scored.replaced, scored.estimate) == (total, replaced, None)


@pytest.mark.parametrize(
    ("answers", "total"),
    [((0, 3, 0), 0), ((3, 0, 3), 30), ((0, 3, 1), 5), ((1, 3, 1), 8), ((2, 3, 0), 5), ((0, 2, 0), 3)],
)
def test_a_mean_weighs_its_items_and_rounds_halves_up_to_a_tenth(answers: tuple[float, ...], total: int) -> None:
    mean = example("weighted-mean")
    assert score(mean, numbered(mean, *answers)).total == total


@pytest.mark.parametrize(("total", "name"), [(0, "Lower"), (14, "Lower"), (15, "Higher"), (30, "Higher")])
def test_a_band_begins_at_its_own_number(total: int, name: str) -> None:
    band = example("weighted-mean").band(total)
    assert band is not None
    assert band.names["en"] == name


def test_a_measure_without_bands_has_none() -> None:
    assert SESSION.band(300) is None


def test_a_way_to_talk_is_not_scored() -> None:
    scored = score(catalogue.measure("first-faces"), {"here": 20})
    assert (scored.total, scored.estimate, scored.marked, scored.maximum) == (None, None, {"here": 20}, 0)


def test_one_missing_of_twelve_is_estimated_with_the_ends_of_its_own_scale() -> None:
    alliance = catalogue.measure("alliance-12")
    scored = score(alliance, {item.id: 30 for item in alliance.items[1:]})
    assert (scored.total, scored.estimate) == (None, 36.0)
    assert scored.subscales == {"goal": None, "task": 120, "bond": 120}
