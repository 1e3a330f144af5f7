"""The rule on how the week was: this person's own weeks alone, on both sides of every threshold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.domain import prompts
from kiosk.domain.answers import Answered, Marking
from kiosk.domain.history import History, Past
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import Signal, find

WEEK = catalogue.measure("week-check")
CHILD = catalogue.measure("child-week")
FACES = st.lists(st.sampled_from((0, 25, 50, 75, 100)), min_size=4, max_size=4)


def week(total: float, measure: Measure = WEEK) -> Score:
    each, rest = divmod(round(total * 10), 4)
    return score(measure, {item.id: each + (place < rest) for place, item in enumerate(measure.items)})


def found(today: Score, *earlier: Score, measure: Measure = WEEK) -> tuple[Signal, ...]:
    marked = Marking.LINE if measure is WEEK else Marking.FACES
    history = History(tuple(map(Past, earlier)), is_first=not earlier)
    return find(measure, Answered(dict(today.marked), marked), today, history)


def is_worse(today: float, *earlier: float) -> bool:
    return any(signal.rule == "week-worse" for signal in found(week(today), *map(week, earlier)))


@pytest.mark.parametrize(
    ("earlier", "worse", "not_worse"),
    [
        # expected 24.0, variance 16 + 12.8: 1.2 deviations are 6.4398
        ([24.0], 17.5, 17.6),
        # expected 31.2, variance 14.2222 + 6.4: 5.4494
        ([32.0, 32.0], 25.7, 25.8),
        # expected 6.0090, variance 1.9104 + 0.0318: 1.6724, but the fall of 2.0 counts as well as the distance
        ([6.0] * 60, 4.0, 4.1),
    ],
)
def test_it_speaks_from_the_second_week_on_at_its_limit(earlier: list[float], worse: float, not_worse: float) -> None:
    assert is_worse(worse, *earlier)
    assert not is_worse(not_worse, *earlier)


@pytest.mark.parametrize("total", [0.0, 5.0, 20.0, 40.0])
def test_a_first_week_and_a_week_as_ever_say_nothing(total: float) -> None:
    assert not is_worse(total)
    assert not is_worse(total, *[total] * 6)


def test_it_is_worth_a_word_with_its_figures_and_nothing_else_judges_a_week() -> None:
    assert found(week(4.0), week(30.0), week(28.0)) == (
        Signal("week-worse", 1, {"total": 4.0, "usual": 29.0, "earlier": 2.0}),
    )
    assert found(week(1.0)) == ()


def test_one_face_lower_in_one_row_is_never_enough() -> None:
    faces = [100, 100, 100, 75]
    rows = [item.id for item in CHILD.items]
    before = score(CHILD, dict(zip(rows, [100] * 4, strict=True)))
    today = score(CHILD, dict(zip(rows, faces, strict=True)))
    assert found(today, *[before] * 12, measure=CHILD) == ()


@given(st.lists(FACES, min_size=1, max_size=8), FACES)
def test_it_never_speaks_of_a_week_as_good_as_the_others(earlier: list[list[int]], today: list[int]) -> None:
    rows = [item.id for item in CHILD.items]
    scores = [score(CHILD, dict(zip(rows, marks, strict=True))) for marks in (*earlier, today)]
    *weeks, last = scores
    if any(signal.rule == "week-worse" for signal in found(last, *weeks, measure=CHILD)):
        assert (last.total or 0) + 50 <= sum(one.total or 0 for one in weeks) / len(weeks)


@given(st.permutations([12.0, 20.0, 24.0, 31.0]), st.integers(0, 40))
def test_the_order_of_the_weeks_changes_nothing(earlier: list[float], today: int) -> None:
    assert is_worse(today, *earlier) == is_worse(today, *sorted(earlier))


def test_no_concern_is_never_said_of_a_week() -> None:
    assert prompts.choose_at_start((), week(2.0), None).kind == "noted"
    worse = Signal("week-worse", 1, {"total": 4.0, "usual": 29.0, "earlier": 2.0})
    lead = prompts.choose_at_start((worse,), week(4.0), None).lead
    assert lead is not None
    assert (str(lead.say), str(lead.ask)) == ("It sounds as if this week was harder.", "Shall we begin there?")
