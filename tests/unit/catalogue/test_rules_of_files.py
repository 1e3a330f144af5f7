"""Tests of reading the rules of a measure's file: every table, its units, and what each refuses."""

import pytest

from kiosk import catalogue
from kiosk.catalogue import CatalogueFault, read_measure
from kiosk.domain import rules as kinds
from kiosk.domain.rules import Rules

MEASURE = """
id = "own"
version = 1
source = "Ours"
licence = "Apache-2.0"
note = "Not validated."

[names]
en = "Own"

[audience]
people = ["individual"]
words.en = "Everybody"

[score]
kind = "sum"
missing = "none"

[[items]]
id = "one"
kind = "line"
texts.en = { question = "One …", low = "no", high = "yes", label = "One" }
"""


def read(rules: str) -> Rules:
    return read_measure("own.toml", MEASURE + rules).rules


def test_the_session_check_has_the_thresholds_of_the_clinical_specification() -> None:
    rules = catalogue.measure("session-check").rules
    assert rules.own_baseline == kinds.OwnBaseline(20, 1.0, 2.0, 1.5)
    assert (rules.own_range, rules.near_range) == (kinds.OwnRange(7.5), kinds.OwnRange(7.5))
    assert rules.slide == kinds.Slide(5, 20)
    assert rules.persistent_low == kinds.PersistentLow(360)
    assert (rules.first_high, rules.ceiling) == (kinds.FirstHigh(98), kinds.Ceiling(98))
    assert rules.straight_line == kinds.StraightLine(1, 5.0)
    assert rules.repair == kinds.Repair(10)
    assert rules.missed == kinds.Missed(60)
    assert rules.goal_met == kinds.GoalMet(90)
    assert rules.split == kinds.Split(80, 30, 50)
    assert rules.apart_from_group == kinds.ApartFromGroup(360, 60)
    assert (rules.maximum, rules.set_here) == (400, frozenset())


def test_one_line_has_floors_of_a_quarter() -> None:
    rules = catalogue.measure("felt-understood").rules
    assert rules.own_baseline == kinds.OwnBaseline(5, 1.0, 2.0, 1.5)
    assert rules.own_range == kinds.OwnRange(1.875)


def test_a_rule_that_is_not_named_does_not_apply() -> None:
    assert read("[rules]") == Rules(maximum=100)


def test_a_line_may_be_asked_about_without_a_word_first() -> None:
    assert read("[rules.line-low]\nask-below = 5\ntime-at-most = 0.1").line_low == kinds.LineLow(None, 50, 1)


def test_without_a_threshold_of_its_own_a_word_lets_the_cutoffs_count() -> None:
    rules = read("[rules.own-baseline]\nfloor = 0.5\nword-from-sds = 1\nask-from-sds = 2")
    assert rules.own_baseline == kinds.OwnBaseline(5, 1.0, 2.0, 1.0)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (
            "[rules.own-baseline]\nfloor = 0.5\nword-from-sds = 1\nask-from-sds = 2\ncutoffs-from-sds = 0.9",
            "line 27: rules.own-baseline.cutoffs-from-sds is 0.9: should not be less than word-from-sds.",
        ),
        ("[rules.own-range]\nfloor = 11", "line 24: rules.own-range.floor is 11: should be at most 10.0."),
        ("[rules.near-range]\nfloor = 0", "rules.near-range.floor is 0: should be a number above 0, such as 1.0."),
        (
            "[rules.slide]\neach-from = 2\ntogether-from = 2",
            "rules.slide.together-from is 2: should be more than each-from.",
        ),
        ("[rules.persistent-low]", "line 23: rules.persistent-low.below is missing: add below = 1.0."),
        ("[rules.ceiling]\nall-from = 10.1", "rules.ceiling.all-from is 10.1: should be a number above 0, up to 10.0"),
        ("[rules.straight-line]\nwithin = 0.1", "rules.straight-line.under-seconds is missing"),
        (
            "[rules.repair]\nback-within = 10.1",
            "rules.repair.back-within is 10.1: should be a number above 0, up to 10",
        ),
        ("[rules.missed]\nguess-above-from = 0", "rules.missed.guess-above-from is 0: should be a number above 0"),
        ("[rules.goal-met]\nunderstood-from = 11", "rules.goal-met.understood-from is 11: should be a number above 0"),
        (
            "[rules.split]\ntotals-from = 8\nunderstood-from = 5\nunderstood-time-from = 3",
            "rules.split.understood-time-from is 3: should be more than understood-from.",
        ),
        ("[rules.apart-from-group]\nbelow = 9", "rules.apart-from-group.under-median-from is missing"),
    ],
)
def test_what_is_amiss_in_a_rule_is_named_with_its_line(rules: str, message: str) -> None:
    with pytest.raises(CatalogueFault) as caught:
        read(rules)
    assert message in str(caught.value)
