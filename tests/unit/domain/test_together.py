"""Tests of visits of several: who is split, who stands apart, and that nobody is named."""

from dataclasses import replace

import pytest

from kiosk import catalogue
from kiosk.domain.measures import Kind
from kiosk.domain.reasons import why
from kiosk.domain.rules import Rules
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import Filled, Signal, find_together
from kiosk.domain.signals.together import places_apart
from kiosk.domain.visit_kinds import Together
from tests.unit.domain.cases import FELT, SESSION, marks, scored, spread

RULES = SESSION.rules
CUE = "Our cue is a difference of 6."
MIDDLE = "marked far less than the middle of this group (38.0)."
CUE_OF_TOTAL = "Our cue is a difference of 8 in the total."
CUE_OF_UNDERSTOOD = "Our cue is a difference of {} in being understood."


CHILD = catalogue.measure("child-check")


def filled(*scores: Score, kind: Kind = "line", rules: Rules = RULES) -> list[Filled]:
    return [Filled(one, kind, rules) for one in scores]


def totals_of(*totals: float, rules: Rules = RULES) -> list[Filled]:
    return filled(*(score(SESSION, spread(total)) for total in totals), rules=rules)


def together(kind: Together, *totals: float, declined: int = 0) -> tuple[Signal, ...]:
    return find_together(kind, totals_of(*totals), len(totals) + declined)


def of_marks(kind: Together, *scores: Score) -> tuple[Signal, ...]:
    return find_together(kind, filled(*scores), len(scores))


@pytest.mark.parametrize(("lower", "severity"), [(31.9, 2), (32.0, 2), (32.1, None)])
def test_totals_8_points_apart_are_split(lower: float, severity: int | None) -> None:
    signals = together(Together.COUPLE, 40.0, lower)
    assert [signal.severity for signal in signals] == ([severity] if severity else [])


@pytest.mark.parametrize(("lower", "severity"), [(6.1, None), (6.0, 2), (4.1, 2), (4.0, 3)])
def test_being_understood_3_or_5_points_apart_is_split(lower: float, severity: int | None) -> None:
    signals = of_marks(Together.FAMILY, scored(9, 9, 9, 9), scored(lower, 9, 9, 9), scored(8, 9, 9, 9))
    assert [signal.severity for signal in signals] == ([severity] if severity else [])


def test_a_form_with_a_line_left_out_counts_by_its_marks_alone() -> None:
    assert of_marks(Together.COUPLE, scored(9, 9, 9, 9), scored(9, 1, 1)) == ()
    assert of_marks(Together.COUPLE, scored(9, 9, 9, 9), scored(5)) != ()


def test_totals_of_forms_with_other_maxima_are_not_compared() -> None:
    assert of_marks(Together.FAMILY, scored(9, 9, 9, 9), score(FELT, marks(9))) == ()


def test_faces_and_lines_are_never_compared() -> None:
    faces = Filled(score(CHILD, marks(2.5, 2.5, 2.5, 2.5)), CHILD.kind, CHILD.rules)
    adult, other = totals_of(38.0, 37.0)
    assert find_together(Together.FAMILY, [adult, faces], 2) == ()
    assert find_together(Together.FAMILY, [adult, other, faces], 3) == ()
    happy = replace(faces, score=score(CHILD, marks(10, 10, 10, 10)))
    signals = find_together(Together.FAMILY, [adult, other, faces, happy], 4)
    assert [(signal.severity, signal.figures["understood apart"]) for signal in signals] == [(3, 7.5)]


def test_in_a_group_a_form_of_another_kind_is_never_apart_from_the_middle() -> None:
    faces = Filled(score(CHILD, marks(2.5, 2.5, 2.5, 2.5)), CHILD.kind, RULES)
    assert places_apart([*totals_of(38.0, 38.0, 38.0), faces], 4) == ()


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
    assert bool(find_together(Together.GROUP, totals_of(40.0, 40.0, 40.0, lowest, rules=rules), 4)) is holds


def test_in_a_group_the_number_of_people_decides_and_not_of_answers() -> None:
    assert [signal.rule for signal in together(Together.GROUP, 38.0, 38.0, 28.0, declined=1)] == ["apart-from-group"]
    assert together(Together.GROUP, 38.0, 28.0, declined=2) == ()


def test_a_group_of_three_is_split_and_not_apart() -> None:
    assert [signal.rule for signal in together(Together.GROUP, 38.0, 38.0, 28.0)] == ["split"]


def test_in_a_group_totals_far_apart_are_to_be_expected() -> None:
    assert together(Together.GROUP, 40.0, 36.0, 34.0, 32.0) == ()


def test_in_a_group_too_somebody_who_was_not_understood_is_no_matter_of_the_middle() -> None:
    high, low = scored(9.5, 9.5, 9.5, 9.5), scored(4.5, 9.8, 9.9, 9.8)
    signals = of_marks(Together.GROUP, high, high, high, low)
    assert [(signal.rule, signal.severity) for signal in signals] == [("split", 3)]
    assert (
        str(why(signals[0], SESSION, "en"))
        == f"Their marks for being understood are 5.0 apart. {CUE_OF_UNDERSTOOD.format(5)}"
    )


def test_what_leads_in_a_group_is_not_being_understood() -> None:
    high, low = scored(9.5, 9.5, 9.5, 9.5), scored(4.5, 5, 5, 5)
    assert [signal.rule for signal in of_marks(Together.GROUP, high, high, high, low)] == [
        "split",
        "apart-from-group",
    ]


def test_it_does_not_matter_whose_form_comes_first() -> None:
    child, adult = replace(RULES, apart_from_group=None), replace(RULES, split=None)
    for first, others in ((child, adult), (adult, child)):
        forms = [*totals_of(40.0, rules=first), *totals_of(38.0, 38.0, 38.0, 31.0, rules=others)]
        assert [signal.rule for signal in find_together(Together.GROUP, forms, 5)] == ["apart-from-group"]
        assert [signal.rule for signal in find_together(Together.COUPLE, forms, 5)] == ["split"]
        assert places_apart(forms, 5) == (4,)


def test_only_four_people_make_a_group_to_be_apart_from() -> None:
    assert together(Together.FAMILY, 38.0, 38.0, 38.0, 38.0) == ()
    assert places_apart(totals_of(38.0, 38.0, 30.0), 3) == ()
    assert places_apart(filled(scored(9, 9, 9, 9), scored(9, 9, 9, 9), scored(1)), 4) == ()


def test_who_stands_apart_is_known_for_their_own_result() -> None:
    assert places_apart(totals_of(38.0, 30.0, 38.0, 38.0), 4) == (1,)


def test_a_form_with_other_points_is_never_apart_from_the_group() -> None:
    assert places_apart([*totals_of(38.0, 38.0, 38.0, 38.0), *filled(score(FELT, marks(9)))], 5) == ()


def test_a_measure_may_have_no_rule_for_several() -> None:
    forms = filled(scored(9, 9, 9, 9), scored(1, 1, 1, 1), scored(9, 9, 9, 9), scored(9, 9, 9, 9), rules=Rules())
    assert find_together(Together.GROUP, forms, 4) == ()
    assert find_together(Together.COUPLE, forms, 4) == ()


def test_what_only_one_of_them_marked_is_not_said_to_lie_anywhere() -> None:
    signals = of_marks(Together.COUPLE, scored(9.5, 9.5, 9.5, 9.5), scored(5.5, None, 9.5, 9.5))
    assert (
        str(why(signals[0], SESSION, "en"))
        == f"Their marks for being understood are 4.0 apart. {CUE_OF_UNDERSTOOD.format(3)}"
    )
    signals = of_marks(Together.COUPLE, score(FELT, marks(9)), score(FELT, marks(1)))
    assert [signal.rule for signal in signals] == ["split"]
    unlike = [replace(scored(9.5, 9.5, 9.5, 9.5), lines={}), replace(scored(5.5, 5.5, 5.5, 5.5), lines={})]
    signals = of_marks(Together.COUPLE, *unlike)
    assert str(why(signals[0], SESSION, "en")) == f"Their totals are 16.0 apart. {CUE_OF_TOTAL}"


def test_the_reasons_name_nobody() -> None:
    couple = together(Together.COUPLE, 36.8, 27.9)
    assert str(why(couple[0], SESSION, "en")) == (
        f"Their totals are 8.9 apart, and their marks for being understood 2.2. {CUE_OF_TOTAL}"
    )
    group = together(Together.GROUP, 38.0, 38.0, 30.0, 38.0)
    assert str(why(group[0], SESSION, "en")) == f"One person {MIDDLE} {CUE}"
    wide = together(Together.GROUP, 38.0, 38.0, 38.0, 38.0, 38.0, 30.0, 30.0)
    assert str(why(wide[0], SESSION, "en")) == f"2 people {MIDDLE} {CUE}"
