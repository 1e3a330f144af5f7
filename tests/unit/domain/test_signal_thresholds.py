"""Tests of both sides of every threshold, and of what each rule looks at."""

from dataclasses import replace

import pytest

from kiosk import catalogue
from kiosk.domain.answers import Answered, Marking, SortedOut, Strain, Talk
from kiosk.domain.history import History, Past
from kiosk.domain.prompts import choose
from kiosk.domain.reasons import why
from kiosk.domain.rules import Rules
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal, cuts, find
from tests.unit.domain.cases import (
    FELT,
    SESSION,
    answered,
    found,
    marks,
    past_marks,
    past_totals,
    scored,
    severities,
    spread,
)

CHILD, FIRST = catalogue.measure("child-check"), catalogue.measure("first-faces")


def one(today: Answered, rule: str, history: History | None = None) -> Signal | None:
    signals = find(SESSION, today, score(SESSION, today.marks), history or History())
    return next((signal for signal in signals if signal.rule == rule), None)


@pytest.mark.parametrize(
    ("mark", "severity"), [(9.0, None), (8.9, 1), (7.0, 1), (6.9, 2), (5.1, 2), (5.0, 3), (0.0, 3)]
)
def test_the_lowest_line_is_low_under_9_and_7_and_from_5_down(mark: float, severity: int | None) -> None:
    assert severities(found(marks(10, mark, 10, 10))).get("line-low") == severity


@pytest.mark.parametrize(
    ("today", "named"),
    [
        ((5.0, 5.0, 5.0, 5.0), "understood"),
        ((9.0, 5.0, 5.0, 5.0), "approach"),
        ((9.0, 5.0, 9.0, 5.0), "topics"),
        ((4.9, 9.0, 9.0, 4.3), "overall"),
    ],
)
def test_among_equally_low_lines_the_written_order_names_one(today: tuple[float, ...], named: str) -> None:
    assert {signal.item for signal in found(marks(*today)) if signal.rule == "line-low"} == {named}


def test_a_line_the_order_does_not_know_comes_after_those_it_knows() -> None:
    assert sorted(["belonging", "overall", "understood"], key=cuts.line_place) == ["understood", "overall", "belonging"]


def test_every_low_line_is_kept_in_the_figures() -> None:
    figures = found(marks(8.0, 4.2, 9.0, None))[0].figures
    assert {name: figure for name, figure in figures.items() if name.startswith("line ")} == {
        "line understood": 8.0,
        "line topics": 4.2,
    }


@pytest.mark.parametrize(("total", "severity"), [(36.0, None), (35.9, 2), (30.0, 2), (29.9, 3)])
def test_a_total_is_low_under_36_and_30(total: float, severity: int | None) -> None:
    assert severities(found(spread(total))).get("total-low") == severity


def test_an_estimate_is_never_a_low_total() -> None:
    assert "total-low" not in severities(found(marks(1, 1, 1)))


@pytest.mark.parametrize(
    ("before", "today", "severity"), [(37.0, 36.1, None), (37.0, 36.0, 0), (38.0, 34.0, 0), (40.0, 32.0, 0)]
)
def test_a_total_that_drops_by_1_or_more_is_an_arrow(before: float, today: float, severity: int | None) -> None:
    assert severities(found(spread(today), past_totals(before))).get("drop") == severity


def test_a_drop_is_taken_from_the_latest_complete_total() -> None:
    history = past_marks((9, 9, 9, 9), (10, 10, 10, None))
    assert severities(found(marks(9, 9, 9, 8.1), history)).get("drop") is None


def own(today: float, *earlier: float) -> Signal | None:
    return one(answered(spread(today)), "below-expected", past_totals(*earlier))


@pytest.mark.parametrize(
    ("earlier", "today", "expected", "spreads"),
    [((35.0,), 30.0, 35.1, 1.850), ((39.0, 40.0, 39.5), 36.5, 39.4635, 2.408)],
)
def test_what_is_expected_is_what_was_worked_out_by_hand(
    earlier: tuple[float, ...], today: float, expected: float, spreads: float
) -> None:
    signal = own(today, *earlier)
    assert signal is not None
    assert signal.figures["expected"] == pytest.approx(expected, abs=0.00005)
    assert signal.figures["spreads below"] == pytest.approx(spreads, abs=0.0005)
    assert signal.severity == 2


@pytest.mark.parametrize(
    ("today", "severity"), [(37.4, None), (37.3, 1), (37.1, 1), (37.0, 2), (34.1, 2), (34.0, 3), (10.0, 3)]
)
def test_a_total_under_what_is_expected_is_graver_the_further_it_lies(today: float, severity: int | None) -> None:
    # Expected 38.9610, predictive SD 1.3748: 1.2, 1.4 and 2.8 of them under it are 37.311, 37.036 and 35.112; and 3
    # takes a fall of 5.0.
    signal = own(today, 39.0, 39.0, 39.0)
    assert (signal and signal.severity) == severity


@pytest.mark.parametrize(("today", "severity"), [(31.4, 2), (31.3, 3)])
def test_making_time_takes_2_8_deviations_too(today: float, severity: int) -> None:
    # Expected 37.8567, predictive SD 2.3144: 2.8 of them under it is 31.376.
    signal = own(today, 38.0)
    assert signal is not None
    assert signal.severity == severity


@pytest.mark.parametrize(
    ("earlier", "today", "severity"),
    [
        ((38.0,), 35.1, None),  # 1.2 and 1.25 of 2.3144 under 37.8567 are 35.079 and 34.964
        ((38.0,), 35.0, 1),
        ((38.0,), 34.9, 2),
        ((35.0, 35.0), 32.3, None),  # 1.2 and 1.25 of 2.2912 under 35.0471 are 32.298 and 32.183
        ((35.0, 35.0), 32.2, 1),
        ((35.0, 35.0), 32.1, 2),
        ((35.0, 35.0, 35.0), 32.2, 1),  # 1.4 of 2.0581 under 35.0288 is 32.147
        ((35.0, 35.0, 35.0), 32.1, 2),
    ],
)
def test_a_little_less_is_asked_about_until_three_totals_are_known(
    earlier: tuple[float, ...], today: float, severity: int | None
) -> None:
    signal = own(today, *earlier)
    assert (signal and signal.severity) == severity


@pytest.mark.parametrize(
    ("usual", "today", "holds"),
    [
        (40.0, 38.6, False),  # 1.5 at the end
        (40.0, 38.5, True),
        (37.9, 36.3, False),  # 1.7 with 2.1 points of room
        (37.9, 36.2, True),
        (37.0, 35.1, False),  # 2.0 from 3.0 points of room on
        (37.0, 35.0, True),
        (36.0, 34.1, False),
        (36.0, 34.0, True),
    ],
)
def test_the_fall_it_takes_is_less_near_the_end(usual: float, today: float, *, holds: bool) -> None:
    """After many visits without any change, when no deviation is left that takes more."""
    assert (own(today, *[usual] * 60) is not None) is holds


@pytest.mark.parametrize(("today", "holds"), [(18.0, True), (18.1, False)])
def test_it_takes_a_fall_of_two_points_so_that_a_steady_20_is_not_told_off(today: float, *, holds: bool) -> None:
    assert (own(today, *[20.0] * 60) is not None) is holds
    assert own(20.0, 20.0) is None


def test_a_person_whose_marks_move_more_is_given_more_room() -> None:
    assert own(34.4, 38.0, 38.0, 38.0, 38.0) is not None
    assert own(34.4, 33.0, 40.0, 37.0, 40.0) is None


def test_the_first_check_in_is_judged_by_the_cutoffs_alone() -> None:
    assert severities(found(spread(20.0))) == {"line-low": 3, "total-low": 3}


def test_where_a_line_is_left_out_the_others_are_compared_with_themselves() -> None:
    history = past_totals(38.0, 38.0, 38.0)
    whole, left_out = found(marks(8, 8, 8, 8), history), found(marks(8, 8, 8, None), history)
    assert severities(left_out)["below-expected"] == severities(whole)["below-expected"] == 3
    signal = next(signal for signal in left_out if signal.rule == "below-expected")
    assert (signal.figures["total"], signal.figures["usual"], signal.figures["lines"]) == (24.0, 28.5, 3.0)


def test_two_lines_left_out_say_nothing_of_the_whole_and_the_cutoffs_count() -> None:
    assert severities(found(marks(8.9, 6.0), past_marks(*[(9.5, 6.0, 9.5, 9.5)] * 4))) == {"line-low": 2}


@pytest.mark.parametrize(("mark", "severity"), [(7.6, None), (7.5, 2)])
def test_a_line_falls_from_1_5_points_under_its_own_mean_on(mark: float, severity: int | None) -> None:
    history = past_marks(*[(9.0, 9.5, 9.5, 9.5)] * 3)
    assert severities(found(marks(mark), history)).get("line-below-expected") == severity


@pytest.mark.parametrize(("mark", "severity"), [(6.5, None), (6.4, 2)])
def test_a_line_that_moves_more_has_to_fall_further(mark: float, severity: int | None) -> None:
    # Mean 8.5, expected 8.5330, predictive SD 0.8860: 2.3 of them under it is 6.495.
    history = past_marks((7.0, 9, 9, 9), (9.0, 9, 9, 9), (10.0, 9, 9, 9), (8.0, 9, 9, 9))
    assert severities(found(marks(mark, 9, 9, 9), history)).get("line-below-expected") == severity


@pytest.mark.parametrize(("usual", "mark", "severity"), [(10, 8.6, None), (10, 8.5, 2), (8, 6.6, None), (8, 6.5, 2)])
def test_a_line_near_its_end_has_less_to_fall(usual: float, mark: float, severity: int | None) -> None:
    # Expected 9.9730 and 8.1, predictive SDs 0.3512 and 0.6892: 2.3 of them under it are 9.165 and 6.515.
    held = severities(found(marks(mark, 9, 9, 9), past_marks((usual, 9, 9, 9))))
    assert held.get("line-below-expected") == severity


def test_the_line_that_fell_furthest_is_named_and_the_others_kept() -> None:
    history = past_marks(*[(9.4, 9.0, 9.2, 9.0)] * 3)
    signal = one(answered(marks(7, 4.2, 9, 9)), "line-below-expected", history)
    assert signal is not None
    assert (signal.item, signal.figures["usual"]) == ("topics", 9.0)
    assert signal.figures["line understood"] == pytest.approx(2.4)
    assert "line approach" not in signal.figures


def test_lines_that_fell_alike_are_named_in_the_written_order() -> None:
    signal = one(answered(marks(9, 6, 6, 6)), "line-below-expected", past_marks((9, 9, 9, 9)))
    assert signal is not None
    assert signal.item == "approach"


def test_a_line_never_marked_before_did_not_fall() -> None:
    assert one(answered(marks(9, 1)), "line-below-expected", past_marks((9, None, 9, 9))) is None


@pytest.mark.parametrize(("overall", "named"), [(6.4, "understood"), (6.3, "overall")])
def test_within_half_a_point_the_relationship_leads(overall: float, named: str) -> None:
    signal = next(signal for signal in found(marks(6.9, 9, 9, overall)) if signal.rule == "line-low")
    assert (signal.item, signal.severity) == (named, 2)


def test_the_relationship_that_leads_keeps_what_the_lowest_line_weighs() -> None:
    signal = next(signal for signal in found(marks(7.2, 9, 9, 6.8)) if signal.rule == "line-low")
    assert (signal.item, signal.severity, signal.figures["mark"], signal.figures["lowest"]) == (
        "understood",
        2,
        7.2,
        6.8,
    )


@pytest.mark.parametrize(
    ("today", "floor"),
    [((9, 2, 2, 2), "approach"), ((9, 9, 5.0, 9), "approach"), ((9, 9, 5.1, 9), None), ((7.4, 7.4, 7.5, 7.6), ""),
     ((7.5, 7.5, 7.5, 7.5), None)],
)  # fmt: skip
def test_under_the_floor_nothing_is_ever_silent_however_steady(today: tuple[float, ...], floor: str | None) -> None:
    signals = found(marks(*today), past_marks(*[today] * 8))
    low = [(signal.severity, signal.item or "") for signal in signals if signal.rule == "floor"]
    assert low == ([] if floor is None else [(1, floor)])
    assert severities(signals)["total-low"] == 0
    advice = choose(signals, scored(*today), None, None)
    assert advice.kind == ("no-concern" if floor is None else "prompt")


@pytest.mark.parametrize(("visits", "lately"), [(1, "yes"), (2, "yes"), (3, None)])
def test_what_is_low_has_been_low_for_a_while_only_from_the_fourth_time_on(visits: int, lately: str | None) -> None:
    signal = one(answered(spread(20.0)), "floor", past_totals(*[20.0] * visits))
    assert signal is not None
    assert signal.figures.get("lately") == lately


def test_the_floor_is_silent_where_the_cutoffs_speak() -> None:
    assert "floor" not in severities(found(marks(9, 2, 2, 2)))
    assert "floor" not in severities(found(marks(9, 2, 2, 2), past_marks(*[(9, 9, 9, 9)] * 4)))


@pytest.mark.parametrize(("lowest", "holds"), [(9.8, True), (9.7, False)])
def test_a_first_visit_is_high_from_9_8_on_every_line(lowest: float, holds: bool) -> None:  # noqa: FBT001 - a table
    assert ("first-high" in severities(found(marks(10, lowest, 10, 10)))) is holds


@pytest.mark.parametrize(("today", "visits"), [((10, 10, 10, 10), 1), ((10, 10, 10), 0)])
def test_a_later_or_incomplete_visit_is_no_high_first_one(today: tuple[float, ...], visits: int) -> None:
    assert "first-high" not in severities(found(marks(*today), History(is_first=not visits)))


@pytest.mark.parametrize(
    ("strain", "sorted_out", "severity"),
    [
        (None, None, None),
        (Strain.NO, None, None),
        (Strain.PARTLY, SortedOut.YES, 1),
        (Strain.YES, SortedOut.YES, 1),
        (Strain.PARTLY, SortedOut.NOT_YET, 2),
        (Strain.YES, None, 2),
    ],
)
def test_strain_is_graver_until_it_is_sorted(
    strain: Strain | None, sorted_out: SortedOut | None, severity: int | None
) -> None:
    signal = one(answered({}, strain=strain, sorted_out=sorted_out), "strain")
    assert (signal and signal.severity) == severity


@pytest.mark.parametrize(("talk", "severity"), [(None, None), (Talk.NO, None), (Talk.NEXT, None), (Talk.NOW, 3)])
def test_only_now_means_now(talk: Talk | None, severity: int | None) -> None:
    signal = one(answered({}, talk=talk), "talk-now")
    assert (signal and signal.severity) == severity


def test_the_tap_for_help_reaches_the_therapist_even_from_a_declined_form() -> None:
    today = answered({}, safety=True, declined=True)
    signals = find(SESSION, today, scored(), History())
    assert [(signal.rule, signal.severity) for signal in signals] == [("safety", 3), ("declined", 1)]


def test_own_words_are_a_signal_whatever_they_say() -> None:
    signal = one(answered(marks(10, 10, 10, 10), words="All good!"), "comment")
    assert signal is not None
    assert signal.severity == 1


@pytest.mark.parametrize(
    ("lately", "why_so"),
    [
        ((), "They chose not to answer today."),
        ((False,), "They chose not to answer today."),
        ((True,), "They chose not to answer today, 2 of the last 2 times."),
        ((True, False), "They chose not to answer today, 2 of the last 3 times."),
        ((True, True), "They chose not to answer today, 3 of the last 3 times."),
    ],
)
def test_declining_counts_today_among_the_last_three(lately: tuple[bool, ...], why_so: str) -> None:
    signal = one(answered({}, declined=True), "declined", History(lately=lately))
    assert signal is not None
    assert (signal.severity, signal.figures["of last three"]) == (1, 1 + sum(lately))
    assert str(why(signal, SESSION, "en")) == why_so


@pytest.mark.parametrize(
    ("today", "words", "holds"),
    [((9.5,), "", True), ((9.5, 9.5, 9.5), "", True), ((9.5,), "a word", False), ((), "", False), ((8.0,), "", False)],
)
def test_too_little_is_said_only_where_nothing_else_is_found(
    today: tuple[float, ...],
    words: str,
    holds: bool,  # noqa: FBT001 - a table
) -> None:
    signal = one(answered(marks(*today), words=words), "too-little")
    assert (signal is not None) is holds


def test_a_steady_client_is_not_told_off_for_any_line_above_the_floor() -> None:
    signals = found(marks(8.0, 6.0, 9, 9), past_marks(*[(8.0, 6.0, 9, 9)] * 4))
    assert [(signal.rule, signal.severity, signal.item) for signal in signals] == [
        ("total-low", 0, None),
        ("line-low", 0, "topics"),
    ]


@pytest.mark.parametrize("visits", [1, 2, 4])
def test_a_steady_low_line_is_shown_and_not_asked_from_the_second_time_on(visits: int) -> None:
    signals = found(marks(9.5, 6.0, 9.5, 9.5), past_marks(*[(9.5, 6.0, 9.5, 9.5)] * visits))
    assert {rule: severity for rule, severity in severities(signals).items() if rule != "persistent-low"} == {
        "line-low": 0,
        "total-low": 0,
    }


@pytest.mark.parametrize(("overall", "counts"), [(9.4, True), (9.5, False)])
def test_lower_than_expected_lets_the_cutoffs_count_again(overall: float, *, counts: bool) -> None:
    history = past_marks(*[(9.5, 6.0, 9.5, 9.5)] * 5)
    held = severities(found(marks(8.7, 5.2, 8.7, overall), history))
    assert (held.get("below-expected", 0) >= 2) is counts
    assert (held["total-low"], held["line-low"]) == ((2, 2) if counts else (0, 0))


def test_a_line_that_fell_lets_the_cutoffs_count_again() -> None:
    held = severities(found(marks(9.5, 4.4, 10, 10), past_marks(*[(9.5, 6.0, 9.5, 9.5)] * 5)))
    assert (held["line-below-expected"], held["total-low"], held["line-low"]) == (2, 2, 3)


def felt(mark: float, *earlier: float) -> dict[str, int]:
    history = History(tuple(Past(score(FELT, marks(each))) for each in earlier), not earlier)
    return severities(find(FELT, answered(marks(mark)), score(FELT, marks(mark)), history))


def test_one_line_has_no_low_total_no_dropping_total_and_no_high_first_visit() -> None:
    assert felt(2.0) == {"line-low": 3}
    assert felt(10.0) == {}


@pytest.mark.parametrize(("mark", "severity"), [(8.9, None), (8.6, None), (8.5, 2), (7.6, 2), (7.5, 3)])
def test_one_line_is_lower_than_expected_only_outside_the_noise_of_a_screen(mark: float, severity: int | None) -> None:
    assert felt(mark, 10.0, 10.0, 10.0).get("below-expected") == severity


@pytest.mark.parametrize(("mark", "floor"), [(5.0, 1), (5.1, None)])
def test_one_line_has_its_own_floor(mark: float, floor: int | None) -> None:
    assert felt(mark, *[mark] * 4).get("floor") == floor


def child(*today: float, earlier: tuple[tuple[float, ...], ...] = ()) -> dict[str, int]:
    history = History(tuple(Past(score(CHILD, marks(*each))) for each in earlier), not earlier)
    return severities(find(CHILD, answered(marks(*today)), score(CHILD, marks(*today)), history))


ALL = (10.0, 10.0, 10.0, 10.0)


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ((10, 7.5, 10, 10), {"drop": 0}),
        ((10, 7.5, 7.5, 10), {"drop": 0, "below-expected": 2}),
        ((10, 5, 10, 10), {"drop": 0, "below-expected": 2, "line-below-expected": 2}),
    ],
)
def test_faces_fall_by_two_together_or_in_one_row_and_never_by_one(
    today: tuple[float, ...], found: dict[str, int]
) -> None:
    assert child(*today, earlier=(ALL, ALL, ALL)) == found


@pytest.mark.parametrize(("face", "floor"), [(2.5, 1), (5.0, None)])
def test_a_child_who_keeps_marking_a_little_is_never_silent(face: float, floor: int | None) -> None:
    today = (10, face, 10, 10)
    assert child(*today, earlier=(today,) * 4).get("floor") == floor


@pytest.mark.parametrize(("face", "speaks"), [(10, True), (20, False), (30, False), (40, False)])
def test_the_youngest_who_show_that_it_was_not_good_are_met_with_a_gentle_word(face: int, *, speaks: bool) -> None:
    today = {"here": face}
    signals = find(FIRST, Answered(today, Marking.FACES), score(FIRST, today), History())
    assert severities(signals) == ({"face-low": 1} if speaks else {})
    advice = choose(signals, score(FIRST, today), None, None)
    assert (advice.kind, advice.lead is not None and str(advice.lead.say)) == (
        ("prompt", "Thank you for showing me.") if speaks else ("noted", False)
    )


def test_a_measure_that_names_no_rule_has_only_what_the_client_says() -> None:
    bare = replace(SESSION, rules=Rules())
    today = answered(marks(1, 1, 1, 1), words="a word")
    assert severities(find(bare, today, score(bare, today.marks), past_totals(40, 40, 40))) == {"comment": 1}
