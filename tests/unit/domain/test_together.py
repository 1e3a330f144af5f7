"""Tests of visits of several: who is split, who stands apart, and that nobody is named."""

from dataclasses import replace

import pytest

from kiosk.domain.reasons import why
from kiosk.domain.rules import Rules
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal, Together, find_together
from kiosk.domain.signals.together import places_apart
from tests.unit.domain.cases import FELT, SESSION, marks, scored, spread

RULES = SESSION.rules


def together(kind: Together, *totals: float) -> tuple[Signal, ...]:
    return find_together(kind, [score(SESSION, spread(total)) for total in totals], [RULES])


@pytest.mark.parametrize(("lower", "severity"), [(31.9, 2), (32.0, 2), (32.1, None)])
def test_totals_8_points_apart_are_split(lower: float, severity: int | None) -> None:
    signals = together(Together.COUPLE, 40.0, lower)
    assert [signal.severity for signal in signals] == ([severity] if severity else [])


@pytest.mark.parametrize(("lower", "severity"), [(6.1, None), (6.0, 2), (4.1, 2), (4.0, 3)])
def test_being_understood_3_or_5_points_apart_is_split(lower: float, severity: int | None) -> None:
    signals = find_together(Together.FAMILY, [scored(9, 9, 9, 9), scored(lower, 9, 9, 9), scored(8, 9, 9, 9)], [RULES])
    assert [signal.severity for signal in signals] == ([severity] if severity else [])


def test_a_form_with_a_line_left_out_counts_by_its_marks_alone() -> None:
    assert find_together(Together.COUPLE, [scored(9, 9, 9, 9), scored(9, 1, 1)], [RULES]) == ()
    assert find_together(Together.COUPLE, [scored(9, 9, 9, 9), scored(5)], [RULES]) != ()


def test_totals_of_forms_with_other_maxima_are_not_compared() -> None:
    child = score(FELT, marks(9))
    assert find_together(Together.FAMILY, [scored(9, 9, 9, 9), child], [RULES]) == ()


@pytest.mark.parametrize("totals", [(), (20.0,)])
def test_nobody_or_one_alone_cannot_be_split(totals: tuple[float, ...]) -> None:
    assert together(Together.COUPLE, *totals) == ()


@pytest.mark.parametrize(("lowest", "holds"), [(32.0, True), (32.1, False)])
def test_6_points_under_the_middle_of_the_group_is_apart(lowest: float, *, holds: bool) -> None:
    signals = together(Together.GROUP, 38.0, 38.0, lowest, 37.5, 38.0)
    assert [(signal.rule, signal.severity) for signal in signals] == ([("apart-from-group", 2)] if holds else [])


@pytest.mark.parametrize(("lowest", "holds"), [(33.9, True), (36.0, False)])
def test_nobody_at_36_or_more_is_apart(lowest: float, *, holds: bool) -> None:
    rules = RULES.with_settings({"apart_from_group.under_median_from": 2.0})
    scores = [score(SESSION, spread(total)) for total in (40.0, 40.0, 40.0, lowest)]
    assert bool(find_together(Together.GROUP, scores, [rules])) is holds


def test_a_group_of_three_is_split_and_not_apart() -> None:
    assert [signal.rule for signal in together(Together.GROUP, 38.0, 38.0, 28.0)] == ["split"]


def test_in_a_group_totals_far_apart_are_to_be_expected() -> None:
    assert together(Together.GROUP, 40.0, 36.0, 34.0, 32.0) == ()


def test_in_a_group_too_somebody_who_was_not_understood_is_no_matter_of_the_middle() -> None:
    high, low = scored(9.5, 9.5, 9.5, 9.5), scored(4.5, 9.8, 9.9, 9.8)
    signals = find_together(Together.GROUP, [high, high, high, low], [RULES])
    assert [(signal.rule, signal.severity) for signal in signals] == [("split", 3)]
    assert str(why(signals[0], SESSION, "en")) == "Their marks for being understood lie 5.0 apart."


def test_what_leads_in_a_group_is_not_being_understood() -> None:
    high, low = scored(9.5, 9.5, 9.5, 9.5), scored(4.5, 5, 5, 5)
    assert [signal.rule for signal in find_together(Together.GROUP, [high, high, high, low], [RULES])] == [
        "split",
        "apart-from-group",
    ]


def test_it_does_not_matter_whose_form_comes_first() -> None:
    child, adult = replace(RULES, apart_from_group=None), replace(RULES, split=None)
    scores = [score(SESSION, spread(total)) for total in (40.0, 38.0, 38.0, 38.0, 31.0)]
    for every in ([child, adult], [adult, child]):
        assert [signal.rule for signal in find_together(Together.GROUP, scores, every)] == ["apart-from-group"]
        assert [signal.rule for signal in find_together(Together.COUPLE, scores, every)] == ["split"]
        assert places_apart(scores, every) == (4,)


def test_only_four_totals_make_a_group_to_be_apart_from() -> None:
    assert together(Together.FAMILY, 38.0, 38.0, 38.0, 38.0) == ()
    assert places_apart([scored(9, 9, 9, 9)] * 3 + [scored(1)], [RULES]) == ()


def test_who_stands_apart_is_known_for_their_own_result() -> None:
    scores = [score(SESSION, spread(total)) for total in (38.0, 30.0, 38.0, 38.0)]
    assert places_apart(scores, [RULES]) == (1,)


def test_a_form_with_other_points_is_never_apart_from_the_group() -> None:
    scores = [*(score(SESSION, spread(38.0)) for _ in range(4)), score(FELT, marks(9))]
    assert places_apart(scores, [RULES]) == ()


def test_a_measure_may_have_no_rule_for_several() -> None:
    scores = [scored(9, 9, 9, 9), scored(1, 1, 1, 1), scored(9, 9, 9, 9), scored(9, 9, 9, 9)]
    assert find_together(Together.GROUP, scores, [Rules()]) == ()
    assert find_together(Together.COUPLE, scores, [Rules()]) == ()


def test_what_only_one_of_them_marked_is_not_said_to_lie_anywhere() -> None:
    signals = find_together(Together.COUPLE, [scored(9.5, 9.5, 9.5, 9.5), scored(5.5, None, 9.5, 9.5)], [RULES])
    assert str(why(signals[0], SESSION, "en")) == "Their marks for being understood lie 4.0 apart."
    signals = find_together(Together.COUPLE, [score(FELT, marks(9)), score(FELT, marks(1))], [RULES])
    assert [signal.rule for signal in signals] == ["split"]
    unlike = [replace(scored(9.5, 9.5, 9.5, 9.5), lines={}), replace(scored(5.5, 5.5, 5.5, 5.5), lines={})]
    signals = find_together(Together.COUPLE, unlike, [RULES])
    assert str(why(signals[0], SESSION, "en")) == "Their totals lie 16.0 apart."


def test_the_reasons_name_nobody() -> None:
    couple = together(Together.COUPLE, 36.8, 27.9)
    assert str(why(couple[0], SESSION, "en")) == "Their totals lie 8.9 apart, and their marks for being understood 2.2."
    group = together(Together.GROUP, 38.0, 38.0, 30.0, 38.0)
    assert str(why(group[0], SESSION, "en")) == "One person marked far less than the middle of this group (38.0)."
    wide = together(Together.GROUP, 38.0, 38.0, 38.0, 38.0, 38.0, 30.0, 30.0)
    assert str(why(wide[0], SESSION, "en")) == "2 people marked far less than the middle of this group (38.0)."
