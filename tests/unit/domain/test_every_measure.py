"""Properties of every measure there is and every example of the format, tried on many answers."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.domain.answers import Answered, RawAnswers, read_answers
from kiosk.domain.measures import Item, Measure
from kiosk.domain.scoring import Score, points, score

EXAMPLES = Path(__file__).parents[3] / "docs" / "measures"
ALL = [
    *catalogue.measures().values(),
    *(catalogue.read_measure(file.name, file.read_text("utf-8")) for file in sorted(EXAMPLES.glob("*.toml"))),
]
SCORED = [measure for measure in ALL if measure.is_scored]
every = pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.id)
every_scored = pytest.mark.parametrize("measure", SCORED, ids=lambda measure: measure.id)
DATA = st.data()
few = settings(max_examples=30)


def mark_of(item: Item) -> st.SearchStrategy[int]:
    if item.kind == "line":
        return st.integers(0, 100)
    return st.sampled_from([option.value for option in item.options])


def all_marks(measure: Measure) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({item.id: mark_of(item) for item in measure.items})


def some_marks(measure: Measure) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({}, optional={item.id: mark_of(item) for item in measure.items})


def value(scored: Score) -> float | None:
    """The total in points, or else its estimate."""
    return scored.estimate if scored.total is None else points(scored.total)


@every
@few
@given(DATA)
def test_no_score_leaves_its_range(measure: Measure, data: st.DataObject) -> None:
    scored = score(measure, data.draw(some_marks(measure)))
    known = value(scored)
    assert known is None or points(measure.minimum) <= known <= points(measure.maximum)
    assert (scored.minimum, scored.maximum) == (measure.minimum, measure.maximum)


@every_scored
@few
@given(DATA)
def test_all_items_give_a_total_and_every_subscale(measure: Measure, data: st.DataObject) -> None:
    scored = score(measure, data.draw(all_marks(measure)))
    assert scored.total is not None
    assert (scored.estimate, scored.replaced, None in scored.subscales.values()) == (None, 0, False)


@every_scored
@few
@given(DATA)
def test_the_score_moves_with_each_item_and_against_a_reversed_one(measure: Measure, data: st.DataObject) -> None:
    marks = data.draw(some_marks(measure))
    item = data.draw(st.sampled_from(measure.items))
    low, high = sorted((data.draw(mark_of(item)), data.draw(mark_of(item))))
    if item.id in measure.scoring.reversed_items:
        low, high = high, low
    less, more = score(measure, {**marks, item.id: low}), score(measure, {**marks, item.id: high})
    assert (value(less) is None) == (value(more) is None)
    assert (value(less) or 0) <= (value(more) or 0)
    assert all((less.subscales[part] or 0) <= (more.subscales[part] or 0) for part in less.subscales)


@every_scored
@few
@given(DATA)
def test_turning_every_item_round_mirrors_the_total(measure: Measure, data: st.DataObject) -> None:
    marks = data.draw(all_marks(measure))
    turned = {item.id: item.lowest + item.highest - marks[item.id] for item in measure.items}
    there, back = score(measure, marks).total, score(measure, turned).total
    assert there is not None
    assert back is not None
    # Rounding halves up twice can add one tenth, never more.
    assert 0 <= there + back - measure.minimum - measure.maximum <= 1


@every_scored
@few
@given(DATA)
def test_subscales_of_a_sum_add_up_to_the_total(measure: Measure, data: st.DataObject) -> None:
    scored = score(measure, data.draw(all_marks(measure)))
    if scored.subscales and measure.scoring.kind == "sum":
        assert sum(part for part in scored.subscales.values() if part is not None) == scored.total


@every
@few
@given(DATA)
def test_a_missing_item_stays_missing(measure: Measure, data: st.DataObject) -> None:
    marks = data.draw(some_marks(measure))
    scored = score(measure, marks)
    assert scored.marked == marks
    assert None in {scored.total, scored.estimate}


@every
@few
@given(DATA)
def test_what_the_form_sends_for_a_mark_is_read_as_that_mark(measure: Measure, data: st.DataObject) -> None:
    marks = data.draw(some_marks(measure).filter(bool))
    assert read(measure, {item_id: f"{mark / 10:g}" for item_id, mark in marks.items()}) == marks


@every
@few
@given(DATA, st.integers(0, 10_100))
def test_a_mark_the_form_does_not_offer_is_refused(measure: Measure, data: st.DataObject, mark: int) -> None:
    item = data.draw(st.sampled_from(measure.items))
    if not item.takes(mark):
        assert read(measure, {item.id: f"{mark / 10:g}"}) == f"item-{item.id}"


@every
def test_the_ends_of_every_item_are_drawn_at_the_ends(measure: Measure) -> None:
    assert {(item.percent(item.lowest), item.percent(item.highest)) for item in measure.items} == {(0, 100)}


def read(measure: Measure, items: Mapping[str, str]) -> Mapping[str, int] | str:
    match read_answers(measure, RawAnswers(items, marked="line")):
        case Answered(marks=marks):
            return marks
        case faults:
            return faults[0].target
