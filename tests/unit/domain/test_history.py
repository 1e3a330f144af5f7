"""Tests of what is known from earlier check-ins."""

from fractions import Fraction

from kiosk.domain.history import History, Known, Past
from tests.unit.domain.cases import past_marks, past_totals, scored


def test_only_complete_totals_count() -> None:
    history = past_marks((9, 9, 9, 9), (8, None, 9, 9), (9, 9, 9, 9.5))
    assert ([*history.complete], history.totals) == ([360, 365], (36.0, 36.5))


def test_the_last_total_is_the_latest_complete_one() -> None:
    assert past_marks((9, 9, 9, 9), (8, None, 9, 9)).last_total == 360


def test_last_time_is_the_latest_check_in_with_any_mark() -> None:
    history = past_marks((9, 9, 9, 9), (8, None, 9, 9), ())
    assert history.last == history.past[1]


def test_what_is_known_of_a_line_is_what_was_marked_on_it() -> None:
    known = Known.of([scored(9, 7, 9, 9), scored(8, None, 9, 9), scored(8)])
    assert (known.line("topics").count, known.line("understood").mean) == (1, Fraction(250, 3))
    assert (known.totals.count, known.sum_of(("understood", "approach")).total) == (1, 350)


def test_without_a_past_nothing_is_known() -> None:
    nothing = History()
    assert (nothing.totals, nothing.last, nothing.last_total, nothing.last_lead, nothing.day_before_gap) == (
        (),
        None,
        None,
        None,
        None,
    )


def test_the_rule_that_led_last_is_that_of_the_latest_check_in_even_if_nothing_led() -> None:
    led = Past(scored(9), lead="line-low")
    assert History((Past(scored()), led)).last_lead == "line-low"
    assert History((led, Past(scored(9)))).last_lead is None


def test_totals_are_oldest_first() -> None:
    assert past_totals(37.5, 38.0, 37.0).totals == (37.5, 38.0, 37.0)
