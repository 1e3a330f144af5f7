"""Tests of both sides of every threshold, and of what each rule looks at."""

from dataclasses import replace

import pytest

from kiosk.domain.answers import Answered, SortedOut, Strain, Talk
from kiosk.domain.history import History, Past
from kiosk.domain.reasons import why
from kiosk.domain.rules import Rules
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal, changes, cuts, find
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
        ((4.9, 9.0, 9.0, 4.8), "overall"),
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
    ("before", "today", "severity"),
    [(37.0, 36.1, None), (37.0, 36.0, 0), (37.9, 34.0, 0), (38.0, 34.0, 2), (39.9, 32.0, 2), (40.0, 32.0, 3)],
)
def test_a_total_drops_by_1_an_arrow_by_4_and_8_a_question(before: float, today: float, severity: int | None) -> None:
    assert severities(found(spread(today), past_totals(before))).get("drop") == severity


def test_a_drop_is_taken_from_the_latest_complete_total() -> None:
    history = past_marks((9, 9, 9, 9), (10, 10, 10, None))
    assert severities(found(marks(9, 9, 9, 8.1), history)).get("drop") is None


@pytest.mark.parametrize(("mark", "severity"), [(7.3, None), (7.2, 2)])
def test_a_line_drops_from_2_points_on(mark: float, severity: int | None) -> None:
    assert severities(found(marks(mark), past_marks((9.2, 9, 9, 9)))).get("line-drop") == severity


def test_the_line_that_fell_furthest_is_named_and_the_others_kept() -> None:
    today = answered(marks(7, 4.2, 9, 9))
    signal = one(today, "line-drop", past_marks((9.4, 9.0, 9.2, None), (9.4, 9.2, None, None)))
    assert signal is not None
    assert (signal.item, signal.figures["before"]) == ("topics", 9.2)
    assert signal.figures["line understood"] == 2.4
    assert "line approach" not in signal.figures


def test_lines_that_fell_alike_are_named_in_the_written_order() -> None:
    signal = one(answered(marks(9, 6, 6, 6)), "line-drop", past_marks((9, 9, 9, 9)))
    assert signal is not None
    assert signal.item == "approach"


def test_a_line_never_marked_before_did_not_fall() -> None:
    assert one(answered(marks(9, 1)), "line-drop", past_marks((9, None, 9, 9))) is None


@pytest.mark.parametrize(("today", "severity"), [(37.1, None), (37.0, 1), (35.1, 1), (35.0, 2)])
def test_under_the_own_median_counts_in_a_spread_of_2_points_at_least(today: float, severity: int | None) -> None:
    assert severities(found(spread(today), past_totals(39.0, 39.0, 39.0))).get("own-baseline") == severity


@pytest.mark.parametrize(("today", "severity"), [(32.1, None), (32.0, 1), (28.1, 1), (28.0, 2)])
def test_a_wider_spread_of_their_own_is_taken_as_it_is(today: float, severity: int | None) -> None:
    assert severities(found(spread(today), past_totals(32.0, 36.0, 40.0))).get("own-baseline") == severity


def test_own_limits_are_not_rounded() -> None:
    # Median 36.0, sample SD 4.0373 (three totals): the limit lies at 31.9627, between two tenths.
    history = past_totals(32.0, 36.0, 40.1)
    assert severities(found(spread(31.9), history))["own-baseline"] == 1
    assert "own-baseline" not in severities(found(spread(32.0), history))


def test_two_earlier_totals_are_too_few_for_a_baseline() -> None:
    assert "own-baseline" not in severities(found(spread(20), past_totals(39.0, 39.0)))


def test_an_even_number_of_totals_has_its_median_between_two() -> None:
    signal = one(answered(spread(34.0)), "own-baseline", past_totals(36.0, 36.1, 36.2, 36.3))
    assert signal is not None
    assert signal.figures["usual"] == pytest.approx(36.15)


def test_a_total_at_or_above_the_own_median_is_never_lower_than_usual() -> None:
    assert changes.own_baseline(SESSION, scored(10, 10, 10, 10), past_totals(30.0, 31.0, 32.0)) is None


@pytest.mark.parametrize(("lowest", "holds"), [(9.8, True), (9.7, False)])
def test_a_first_visit_is_high_from_9_8_on_every_line(lowest: float, holds: bool) -> None:  # noqa: FBT001 - a table
    assert ("first-high" in severities(found(marks(10, lowest, 10, 10)))) is holds


@pytest.mark.parametrize(("today", "visits"), [((10, 10, 10, 10), 1), ((10, 10, 10), 0)])
def test_a_later_or_incomplete_visit_is_no_high_first_one(today: tuple[float, ...], visits: int) -> None:
    assert "first-high" not in severities(found(marks(*today), History(earlier_visits=visits)))


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


def test_a_steady_client_is_not_told_off_for_a_line_but_always_for_not_feeling_understood() -> None:
    history = past_marks(*[(8.0, 6.0, 9, 9)] * 4)
    signals = found(marks(8.0, 6.0, 9, 9), history)
    assert [(signal.rule, signal.severity, signal.item) for signal in signals] == [
        ("line-low", 1, "understood"),
        ("total-low", 0, None),
    ]


def test_a_steady_low_line_is_shown_and_not_asked() -> None:
    signals = found(marks(9.5, 6.0, 9.5, 9.5), past_marks(*[(9.5, 6.0, 9.5, 9.5)] * 4))
    assert severities(signals) == {"line-low": 0, "total-low": 0}


@pytest.mark.parametrize("visits", [0, 1, 2])
def test_until_three_totals_are_known_the_cutoffs_hold(visits: int) -> None:
    signals = found(marks(9.5, 6.0, 9.5, 9.5), past_marks(*[(9.5, 6.0, 9.5, 9.5)] * visits))
    assert severities(signals) == {"line-low": 2, "total-low": 2}


@pytest.mark.parametrize(("overall", "counts"), [(6.6, False), (6.5, True)])
def test_one_and_a_half_spreads_under_the_usual_let_the_cutoffs_count_again(overall: float, *, counts: bool) -> None:
    # Usually 34.0: a total of 31.0 lies 1.5 times the floor of 2.0 under it.
    history = past_marks(*[(9.5, 6.0, 9.5, 8.0), (9.5, 6.0, 9.5, 10), (9.5, 6.0, 9.5, 10), (9.5, 6.0, 9.5, 8.0)])
    held = severities(found(marks(9.5, 5.5, 9.5, overall), history))
    assert held["own-baseline"] == 1
    assert (held["total-low"], held["line-low"]) == ((2, 2) if counts else (0, 0))


def test_the_arrow_of_a_point_does_not_let_the_cutoffs_count_again() -> None:
    history = past_marks(*[(9.5, 6.0, 9.5, 9.5)] * 4)
    assert severities(found(marks(9.5, 6.0, 9.5, 8.5), history)) == {"line-low": 0, "total-low": 0, "drop": 0}


@pytest.mark.parametrize(
    ("today", "change"),
    [((9.5, 4.0, 9.5, 9.5), {"line-drop": 2}), ((8.9, 5.4, 8.9, 8.9), {"own-range": 2})],
)
def test_a_line_that_fell_or_the_own_range_lets_the_cutoffs_count_again(
    today: tuple[float, ...], change: dict[str, int]
) -> None:
    held = severities(found(marks(*today), past_marks(*[(9.5, 6.0, 9.5, 9.5)] * 5)))
    assert (held["total-low"], held["line-low"]) == (2, 3 if "line-drop" in change else 2)
    assert held.items() >= change.items()


def test_a_drop_from_an_unusually_good_time_is_an_arrow_once_the_person_is_known() -> None:
    assert severities(found(spread(35.5), past_totals(36.0, 36.0, 39.5)))["drop"] == 0
    assert severities(found(spread(35.5), past_totals(36.0, 39.5)))["drop"] == 2
    assert severities(found(spread(31.9), past_totals(32.0, 32.0, 39.9)))["drop"] == 3


def felt(mark: float, *earlier: float) -> dict[str, int]:
    history = History(tuple(Past(score(FELT, marks(each))) for each in earlier), len(earlier))
    return severities(find(FELT, answered(marks(mark)), score(FELT, marks(mark)), history))


def test_one_line_has_no_low_total_no_dropping_total_and_no_high_first_visit() -> None:
    assert felt(2.0) == {"line-low": 3}
    assert felt(10.0) == {}


@pytest.mark.parametrize(("mark", "severity"), [(9.6, None), (9.5, 1), (9.1, 1), (9.0, 2)])
def test_the_floor_of_one_line_is_a_quarter_of_that_of_four(mark: float, severity: int | None) -> None:
    assert felt(mark, 10.0, 10.0, 10.0).get("own-baseline") == severity


def test_one_line_drops_from_2_points_on() -> None:
    assert felt(7.5, 9.5) == {"line-drop": 2, "line-low": 1}


def test_not_feeling_understood_is_asked_about_however_steady() -> None:
    assert felt(8.0, 8.0, 8.0, 8.0) == {"line-low": 1}


def test_a_measure_that_names_no_rule_has_only_what_the_client_says() -> None:
    bare = replace(SESSION, rules=Rules())
    today = answered(marks(1, 1, 1, 1), words="a word")
    assert severities(find(bare, today, score(bare, today.marks), past_totals(40, 40, 40))) == {"comment": 1}
