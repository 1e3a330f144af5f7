"""Tests of episodes of repair: what opens one, what it is measured by, and how it ends."""

import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import median
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.history import History, Known, Past
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import Signal, find
from kiosk.domain.signals.changes import below_expected, line_below_expected
from kiosk.domain.signals.episodes import Episode, standing
from tests.unit.domain.cases import (
    FELT,
    LINES,
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


def repair(today: float, *earlier: float) -> tuple[str, Signal] | None:
    signals = found(spread(today), past_totals(*earlier))
    return next(((one.rule, one) for one in signals if one.rule in {"repair-seen", "unrepaired"}), None)


def rule(today: float, *earlier: float) -> str | None:
    held = repair(today, *earlier)
    return held[0] if held else None


def reference(*earlier: float) -> float | None:
    episode = standing(SESSION, past_totals(*earlier)).episode
    return episode.reference / 10 if episode else None


@pytest.mark.parametrize(("fallen", "before"), [(35.4, 38.0), (35.5, None)])
def test_a_total_to_be_asked_about_opens_an_episode_measured_by_the_median_before_it(
    fallen: float, before: float | None
) -> None:
    # Mean 38.0, expected 37.956, predictive SD 1.7922: 1.4 of them under it is 35.447.
    assert reference(37.0, 39.0, 38.0, fallen) == before


def test_a_line_that_fell_opens_one() -> None:
    assert standing(SESSION, past_marks((9, 9, 9, 9), (9, 9, 9, 7.6))).episode is None
    assert standing(SESSION, past_marks((9, 9, 9, 9), (9, 9, 9, 7.0))).episode is not None


def test_a_line_that_fell_without_any_total_before_opens_none() -> None:
    assert standing(SESSION, past_marks((9, 9, 9, None), (9, 9, 6, None))).episode is None


def test_a_low_total_alone_opens_none() -> None:
    assert reference(35.0, 34.0, 35.0, 33.5) is None


@pytest.mark.parametrize(("today", "seen"), [(37.0, "repair-seen"), (36.9, None)])
def test_within_a_point_of_what_was_usual_is_back(today: float, seen: str | None) -> None:
    assert rule(today, 38.0, 38.0, 33.0) == seen


def test_a_reference_between_two_tenths_is_not_rounded() -> None:
    assert rule(37.0, 38.0, 38.1, 33.0) is None
    assert rule(37.1, 38.0, 38.1, 33.0) == "repair-seen"


@pytest.mark.parametrize(
    ("after", "today", "seen"),
    [
        ((), 37.5, "repair-seen"),
        ((34.0,), 37.5, "repair-seen"),
        ((34.0, 31.0), 37.5, "repair-seen"),
        ((34.0, 31.0, 34.0), 37.5, None),
        ((), 34.0, None),
        ((34.0,), 34.0, None),
        ((34.0, 31.0), 34.0, "unrepaired"),
        ((34.0, 31.0, 34.0), 34.0, None),
        ((34.0, 31.0, 34.0, 31.0), 30.0, None),
    ],
)
def test_the_way_back_is_open_for_three_visits_and_its_lack_is_said_once(
    after: tuple[float, ...], today: float, seen: str | None
) -> None:
    assert rule(today, 38.0, 38.0, 33.0, *after) == seen


@pytest.mark.parametrize(
    ("before", "after", "today", "severity"),
    [
        ((38.0, 38.0), (34.0, 36.0), 35.0, 2),  # 3.0 under 38.0 on average
        ((38.0, 38.0), (34.0, 36.0), 35.1, 1),
        ((38.0, 38.1), (34.0, 36.0), 35.1, 2),  # 3.0167 under 38.05
        ((38.0, 38.1), (34.0, 36.0), 35.2, 1),
    ],
)
def test_no_way_back_is_asked_about_from_three_points_on_average_on(
    before: tuple[float, ...], after: tuple[float, ...], today: float, severity: int
) -> None:
    """The fall itself, however deep, is none of the three."""
    held = repair(today, *before, 28.0, *after)
    assert held is not None
    assert (held[0], held[1].severity) == ("unrepaired", severity)


def test_where_a_measure_names_no_such_number_no_way_back_is_always_asked_about() -> None:
    totals = (95, 95, 70, 80, 80)
    past = tuple(Past(score(FELT, {"understood": mark})) for mark in totals)
    today = {"understood": 83}
    assert severities(find(FELT, answered(today), score(FELT, today), History(past, is_first=False)))["unrepaired"] == 2


def test_after_the_way_back_a_new_fall_opens_a_new_episode() -> None:
    assert reference(38.0, 38.0, 33.0, 38.0) is None
    assert rule(38.0, 38.0, 38.0, 33.0, 38.0, 32.0) == "repair-seen"
    assert rule(38.0, 38.0, 38.0, 33.0, 38.0) is None


def test_one_at_a_time_a_fall_inside_an_episode_changes_nothing() -> None:
    assert reference(38.0, 38.0, 33.0, 28.0) == 38.0


@pytest.mark.parametrize(("last", "is_open"), [(35.0, False), (35.1, True)])
def test_four_complete_visits_within_two_points_are_a_new_usual_and_end_it(last: float, *, is_open: bool) -> None:
    assert (reference(38.0, 38.0, 33.0, 33.5, 34.0, last) is not None) is is_open


def test_a_new_fall_from_a_new_usual_opens_another_episode() -> None:
    settled = (38.0, 33.0, *[35.0] * 8)
    assert [rule(35.0, 38.0, 33.0, *[35.0] * count) for count in range(8)] == [
        None, None, "unrepaired", None, None, None, None, None,
    ]  # fmt: skip
    assert reference(*settled) is None
    assert severities(found(spread(30.0), past_totals(*settled)))["below-expected"] == 2
    assert reference(*settled, 30.0) == 35.0
    assert rule(35.0, *settled, 30.0) == "repair-seen"
    assert rule(30.0, *settled, 30.0, 30.0, 30.0) == "unrepaired"


def test_after_a_new_usual_what_was_before_is_not_held_against_them() -> None:
    fallen = past_totals(*[38.0] * 10, 33.0, 33.0, 33.0, 33.0)
    assert "below-expected" not in severities(found(spread(33.0), fallen))
    assert standing(SESSION, fallen).known.totals.count == 4


@pytest.mark.parametrize(
    ("fallen", "counted"),
    [
        (35.5, 35.5),  # not asked about
        (35.4, 35.4),
        (35.3, 35.4),
        (20.0, 35.4),
    ],
)
def test_the_fall_that_opens_one_lowers_what_is_usual_no_further_than_where_it_is_asked_about(
    fallen: float, counted: float
) -> None:
    known = standing(SESSION, past_totals(37.0, 39.0, 38.0, fallen)).known
    assert known.totals.total == round(10 * (37.0 + 39.0 + 38.0 + counted))


def test_after_one_bad_day_a_fall_is_found_as_before_it() -> None:
    usual = (37.0, 38.0, 37.0, 38.0)
    assert severities(found(spread(35.0), past_totals(*usual)))["below-expected"] == 1
    after = past_totals(*usual, 26.0, 37.0, 38.0)
    assert severities(found(spread(34.4), after))["below-expected"] == 2


def test_a_fall_that_lasts_counts_in_full_from_its_second_visit_on() -> None:
    once, lasting = (standing(SESSION, past_totals(37.0, 39.0, 38.0, *[30.0] * visits)).known for visits in (1, 2))
    assert lasting.totals.total - once.totals.total == 300


def test_a_line_that_opens_one_alone_leaves_the_total_as_it_was_marked() -> None:
    reached = standing(SESSION, past_marks((9, 9, 9, 9), (9, 9, 9, 9), (9.5, 9.5, 9.5, 7)))
    assert reached.episode is not None
    assert reached.known.totals.total == 2 * 360 + 355
    assert reached.known.line("overall").total == 90 + 90 + 70


def test_sums_of_some_lines_count_by_their_share_so_that_leaving_out_does_not_soften() -> None:
    known = standing(SESSION, past_marks((9.5, 9.5, 9.5, 9.5), (9.5, 9.5, 9.5, 9.5), (7, 7, 7, 7))).known
    counted = known.totals.total - 2 * 380
    assert 280 < counted < 380
    assert known.sum_of(LINES[:3]).total == 2 * 285 + -(-counted * 3 // 4)


def test_an_incomplete_form_is_no_visit_of_an_episode() -> None:
    past = tuple(Past(scored(*visit)) for visit in [(9.5, 9.5, 9.5, 9.5), (8, 8, 8, 8), (8, 8, 8, None)])
    episode = standing(SESSION, History(past, is_first=False)).episode
    assert episode is not None
    assert episode.visits == 0


def test_today_without_a_total_ends_nothing() -> None:
    signals = found(marks(9, 9, 9), past_totals(38.0, 38.0, 33.0))
    assert not [signal for signal in signals if signal.rule == "repair-seen"]


def test_one_line_has_episodes_of_its_own() -> None:
    past = tuple(Past(score(FELT, {"understood": mark})) for mark in (95, 95, 70))
    episode = standing(FELT, History(past, is_first=False)).episode
    assert episode is not None
    assert episode.reference == 95


def test_a_repair_keeps_what_it_was_measured_by() -> None:
    held = repair(34.0, 38.0, 38.0, 33.0, 34.0, 31.0)
    assert held is not None
    assert dict(held[1].figures) == {"total": 34.0, "before it": 38.0, "visits": 3.0}


DAY = date(2026, 3, 2)


def dated(*visits: tuple[float, int]) -> tuple[Past, ...]:
    """Totals, each so many days after the first."""
    return tuple(Past(score(SESSION, spread(total)), day=DAY + timedelta(days)) for total, days in visits)


def on(days: int, *visits: tuple[float, int]) -> History:
    past = dated(*visits)
    return History(past, not past, today=DAY + timedelta(days))


@pytest.mark.parametrize(("days", "known"), [(96, 3), (97, 1)])
def test_a_gap_of_90_days_begins_a_new_chapter(days: int, known: int) -> None:
    history = on(days + 7, (38.0, 0), (38.0, 7), (38.0, days))
    assert standing(SESSION, history).known.totals.count == known


def test_a_gap_ends_an_open_episode() -> None:
    assert standing(SESSION, on(21, (38.0, 0), (38.0, 7), (33.0, 14))).episode is not None
    assert standing(SESSION, on(14 + 90, (38.0, 0), (38.0, 7), (33.0, 14))).episode is None
    assert standing(SESSION, on(200, (38.0, 0), (38.0, 7), (33.0, 14), (36.0, 190))).episode is None


def test_a_fall_across_a_long_gap_opens_no_episode_and_is_told_as_one() -> None:
    first = on(7 + 90, (38.0, 0), (38.0, 7))
    fallen = {signal.rule: signal for signal in found(spread(33.0), first)}
    assert fallen["below-expected"].figures["last on"] == "2026-03-09"
    assert fallen["drop"].figures["last on"] == "2026-03-09"
    assert standing(SESSION, on(111, (38.0, 0), (38.0, 7), (33.0, 104))).episode is None


def test_a_fall_a_week_later_says_nothing_of_a_day() -> None:
    fallen = {signal.rule: signal for signal in found(spread(33.0), on(7 + 89, (38.0, 0), (38.0, 7)))}
    assert "last on" not in fallen["below-expected"].figures


def test_the_second_of_two_check_ins_on_one_day_corrects_the_first_and_is_no_way_back() -> None:
    history = on(14, (38.0, 0), (38.0, 7), (33.0, 14))
    assert history.corrected().totals == (38.0, 38.0)
    assert "repair-seen" not in severities(found(spread(38.0), history))
    assert on(21, (38.0, 0), (33.0, 14), (38.0, 14)).corrected().totals == (38.0, 38.0)


def test_a_declined_form_corrects_nothing_and_without_days_nothing_is_corrected() -> None:
    declined = Past(scored(), day=DAY + timedelta(7))
    history = History((*dated((38.0, 0), (36.0, 7)), declined), today=DAY + timedelta(14))
    assert history.corrected() == history
    assert past_totals(38.0, 33.0).corrected().totals == (38.0, 33.0)


def calls_of(history: History) -> int:
    """The functions called for a history."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        standing(SESSION, history)
    finally:
        sys.setprofile(None)
    return calls


def steady(visits: int) -> History:
    return past_totals(*[36.0, 37.0] * (visits // 2))


def with_a_line_left_out(visits: int) -> History:
    return past_marks((9, 9, 9, 9), *[(9, 9, 9, None), (9, 9, None, 9)] * (visits // 2))


@pytest.mark.parametrize("made", [steady, with_a_line_left_out])
def test_a_history_four_times_as_long_costs_four_times_as_much(made: Callable[[int], History]) -> None:
    assert calls_of(made(200)) < 4.2 * calls_of(made(50))


MARK = st.integers(50, 100)
SCORE = (st.tuples(MARK, MARK, MARK, MARK) | st.tuples(*[st.none() | MARK] * 4)).map(
    lambda each: score(SESSION, {line: mark for line, mark in zip(LINES, each, strict=True) if mark is not None})
)


def looked_up(scores: Sequence[Score]) -> tuple[Known, Episode | None]:
    """The same in plain words, without days: at every visit, all that is known is counted up anew."""
    rule, begins, episode, least = SESSION.rules.repair, 0, None, [0] * len(scores)
    assert rule is not None
    for place, each in enumerate(scores):
        known = counted(scores[begins:place], least[begins:])
        if episode is None:
            fell = (below_expected(SESSION, each, known), line_below_expected(SESSION, each, known))
            if known.totals.count and any(signal and signal.severity >= 2 for signal in fell):
                least[place] = max(total for total in range(401) if is_asked(total, known))
                before = [earlier.total for earlier in known.scores if earlier.total is not None]
                episode = Episode(median(before), () if each.total is None else (each.total,))
        elif each.total is not None:
            episode = None if episode.is_back(each.total, rule) else episode.after(each.total)
            if episode and episode.has_settled(rule):
                complete = [at for at in range(begins, place + 1) if scores[at].total is not None]
                episode, begins, least = None, complete[-4], [0] * len(scores)
    return counted(scores[begins:], least[begins:]), episode


def counted(scores: Sequence[Score], least: Sequence[int]) -> Known:
    known = Known()
    for each, at_least in zip(scores, least, strict=False):
        known.add(each, at_least)
    return known


def is_asked(total: int, known: Known) -> bool:
    signal = below_expected(SESSION, score(SESSION, spread(total / 10)), known)
    return signal is not None and signal.severity >= 2


@settings(max_examples=40)
@given(st.lists(SCORE, max_size=12))
def test_a_history_read_once_says_what_looking_back_from_every_visit_says(scores: list[Score]) -> None:
    reached = standing(SESSION, History(tuple(Past(each) for each in scores)))
    assert (reached.known, reached.episode) == looked_up(scores)
