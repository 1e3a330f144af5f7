"""Tests of thresholds that a practice sets: taken, refused in one sentence, and said to be its own."""

from dataclasses import replace
from math import floor, sqrt

import pytest

from kiosk.domain.baseline import expect
from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.reasons import why
from kiosk.domain.rules import SETTABLE, WrongThreshold
from kiosk.domain.scoring import score
from kiosk.domain.signals import find
from tests.unit.domain.cases import FELT, SESSION, answered, past_totals, severities, spread


def with_settings(settings: dict[str, float], measure: Measure = SESSION) -> Measure:
    return replace(measure, rules=measure.rules.with_settings(settings))


def reasons(measure: Measure, total: float, history: History | None = None) -> dict[str, str]:
    today = spread(total)
    signals = find(measure, answered(today), score(measure, today), history or History())
    return {signal.rule: str(why(signal, measure, "en")) for signal in signals}


def test_a_practice_may_set_its_own_cutoff_and_the_screen_says_whose_it_is() -> None:
    ours = with_settings({"total_low.ask_below": 34.0})
    assert "total-low" not in reasons(ours, 34.0)
    assert reasons(ours, 33.9)["total-low"] == "33.9 of 40, below this practice's cue of 34."


def test_what_a_practice_did_not_set_is_not_said_to_be_its_own() -> None:
    ours = with_settings({"total_low.ask_below": 34.0})
    assert reasons(ours, 29.0)["total-low"] == "29.0 of 40, below our cue of 30."


def test_a_sentence_without_a_cue_gains_one_where_the_practice_set_it() -> None:
    ours = with_settings({"drop.arrow_from": 2.0, "below_expected.ask_from_sds": 1.3})
    said = reasons(ours, 35.0, past_totals(38.0, 38.0, 38.0))
    assert said["drop"] == "35.0 today, 3.0 below last time (38.0). This practice's cue is a fall of 2."
    assert said["below-expected"] == (
        "35.0 today, usually about 38.0 for this person. This practice's cue for this person is 35.7 or less."
    )


@pytest.mark.parametrize("tenths", range(14, 40))
def test_a_number_of_spreads_holds_from_exactly_there_on(tenths: int) -> None:
    ours = with_settings(
        {
            "below_expected.word_from_sds": 0.5,
            "below_expected.ask_from_sds": tenths / 10,
            "below_expected.time_from_sds": 4.0,
        }
    )
    rule = ours.rules.below_expected
    assert rule is not None
    expected = expect([380, 380, 380], rule.prior)
    limit = float(expected.total) - tenths / 10 * sqrt(expected.variance)
    for total, severity in ((floor(limit) / 10, 2), ((floor(limit) + 1) / 10, 1)):
        today = spread(total)
        held = severities(find(ours, answered(today), score(ours, today), past_totals(38.0, 38.0, 38.0)))
        assert held["below-expected"] == severity


def test_a_number_of_the_practices_own_holds_the_second_time_too() -> None:
    second = past_totals(38.0)
    asks_later = with_settings({"below_expected.ask_from_sds": 1.6})
    has_words_later = with_settings({"below_expected.word_from_sds": 1.3})
    for measure, severity in ((SESSION, 2), (asks_later, 1), (has_words_later, 1)):
        today = spread(34.8)
        assert severities(find(measure, answered(today), score(measure, today), second))["below-expected"] == severity


@pytest.mark.parametrize(("settings", "holds"), [({}, True), ({"below_expected.fall_from": 2.0}, False)])
def test_a_fall_of_the_practices_own_holds_near_the_end_too(settings: dict[str, float], *, holds: bool) -> None:
    measure, today = with_settings(settings), spread(38.5)
    held = severities(find(measure, answered(today), score(measure, today), past_totals(40.0, 40.0, 40.0, 40.0)))
    assert ("below-expected" in held) is holds


def test_hearing_of_it_later_keeps_the_floor() -> None:
    ours = with_settings({"line_low.word_below": 4.0, "line_low.ask_below": 3.0, "line_low.time_at_most": 2.0})
    today = spread(18.0)
    assert severities(find(ours, answered(today), score(ours, today), past_totals(*[18.0] * 4)))["floor"] == 1


def test_a_setting_for_a_rule_the_measure_does_not_have_changes_nothing() -> None:
    assert FELT.rules.with_settings({"total_low.ask_below": 34.0}) == FELT.rules


def test_the_measure_itself_is_not_changed() -> None:
    with_settings({"line_low.word_below": 8.0})
    assert SESSION.rules.line_low is not None
    assert (SESSION.rules.line_low.word_below, SESSION.rules.set_here) == (90, frozenset())


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"line_low.colour": 1.0}, 'There is no threshold "line_low.colour" to set. There are: apart_from_group.below'),
        ({"first_high.all_from": 9.0}, 'There is no threshold "first_high.all_from" to set.'),
        ({"line_low.word_below": 10.1}, '"line_low.word_below" should be from 0.1 to 10.0, with one decimal at most.'),
        ({"line_low.word_below": 0.0}, '"line_low.word_below" should be from 0.1 to 10.0'),
        ({"line_low.word_below": 8.55}, '"line_low.word_below" should be from 0.1 to 10.0'),
        ({"line_low.word_below": float("nan")}, '"line_low.word_below" should be from 0.1 to 10.0'),
        ({"total_low.ask_below": float("inf")}, '"total_low.ask_below" should be from 0.1 to 40.0'),
        ({"total_low.ask_below": 40.1}, '"total_low.ask_below" should be from 0.1 to 40.0'),
        ({"below_expected.ask_from_sds": 4.1}, '"below_expected.ask_from_sds" should be from 0.1 to 4.0'),
        ({"total_low.ask_below": 29.0}, '"total_low.ask_below" should be more than "total_low.time_below" (30.0).'),
        ({"line_low.ask_below": 9.5}, '"line_low.word_below" should be more than "line_low.ask_below" (9.5).'),
        (
            {"below_expected.ask_from_sds": 3.0},
            '"below_expected.time_from_sds" should be more than "below_expected.ask_from_sds" (3.0).',
        ),
    ],
)
def test_what_cannot_be_set_is_refused_in_one_sentence(settings: dict[str, float], sentence: str) -> None:
    with pytest.raises(WrongThreshold) as caught:
        SESSION.rules.with_settings(settings)
    assert sentence in str(caught.value)


def test_two_settings_are_judged_together() -> None:
    rules = SESSION.rules.with_settings({"total_low.ask_below": 29.0, "total_low.time_below": 25.0})
    assert (rules.value("total_low.ask_below"), rules.value("total_low.time_below")) == (29.0, 25.0)


@pytest.mark.parametrize("name", SETTABLE)
def test_every_threshold_that_can_be_set_takes_its_own_value(name: str) -> None:
    rules = SESSION.rules.with_settings({name: SESSION.rules.value(name)})
    assert (rules.value(name), rules.origin(name)) == (SESSION.rules.value(name), "practice")


def test_a_measure_may_have_no_word_for_a_line_and_ask_at_once() -> None:
    assert SESSION.rules.line_low is not None
    rules = replace(SESSION.rules, line_low=replace(SESSION.rules.line_low, word_below=None))
    strict = replace(SESSION, rules=rules)
    today = {"understood": 80, "topics": 69}
    held = find(strict, answered(today), score(strict, today), History())
    assert severities(held) == {"line-low": 2}
    assert held[0].figures["line topics"] == 6.9
    assert "line understood" not in held[0].figures
