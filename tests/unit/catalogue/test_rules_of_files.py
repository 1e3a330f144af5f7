"""Tests of reading the rules of a measure's file: every table, its units, and what each refuses."""

from fractions import Fraction

import pytest

from kiosk import catalogue
from kiosk.catalogue import CatalogueFault, read_measure
from kiosk.domain import rules as kinds
from kiosk.domain.baseline import End, Prior
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
    total, line = Prior(360, 60, 20, end=End(400, 10)), Prior(90, 15, 5, end=End(100, Fraction(5, 2)))
    assert rules.below_expected == kinds.BelowExpected(total, 20, 1.2, 1.4, 2.8, 1.25, 15, 50)
    assert rules.line_below_expected == kinds.LineBelowExpected(line, 15, 2.3)
    assert (rules.drop, rules.floor) == (kinds.Drop(10), kinds.Floor(50, 300))
    assert rules.persistent_low == kinds.PersistentLow(360)
    assert (rules.first_high, rules.ceiling) == (kinds.FirstHigh(98), kinds.Ceiling(98))
    assert rules.straight_line == kinds.StraightLine(1, 5.0)
    assert rules.repair == kinds.Repair(10, 20, 30)
    assert rules.missed == kinds.Missed(60)
    assert rules.goal_met == kinds.GoalMet(90)
    assert rules.split == kinds.Split(80, 30, 50)
    assert rules.apart_from_group == kinds.ApartFromGroup(360, 60)
    assert (rules.maximum, rules.set_here) == (400, frozenset())


def test_one_line_keeps_outside_the_noise_of_a_screen() -> None:
    rules = catalogue.measure("felt-understood").rules
    assert rules.below_expected == kinds.BelowExpected(Prior(90, Fraction(15, 2), Fraction(15, 2)), 15, 1.2, 1.4, 3.0)
    assert (rules.floor, rules.repair, rules.line_below_expected) == (kinds.Floor(50, None), kinds.Repair(11, 11), None)


def test_faces_are_counted_in_faces() -> None:
    rules = catalogue.measure("child-check").rules
    assert rules.below_expected == kinds.BelowExpected(Prior(360, 30, 25), 50, 1.2, 1.4, 3.0)
    assert (rules.floor, rules.drop, rules.repair) == (kinds.Floor(25, None), kinds.Drop(25), kinds.Repair(25, 25))
    assert rules.line_below_expected is not None
    assert rules.line_below_expected.fall_from == 50


@pytest.mark.parametrize("measure", ["alliance-12", "first-faces"])
def test_two_forms_have_no_floor(measure: str) -> None:
    assert catalogue.measure(measure).rules.floor is None


def test_every_version_has_the_rules_of_the_newest() -> None:
    for measure in catalogue.measures().every():
        for version in catalogue.measures().versions(measure.id):
            assert catalogue.measure(measure.id, version).rules == measure.rules


def test_a_rule_that_is_not_named_does_not_apply() -> None:
    assert read("[rules]") == Rules(maximum=100)


def test_a_line_may_be_asked_about_without_a_word_first() -> None:
    assert read("[rules.line-low]\nask-below = 5\ntime-at-most = 0.1").line_low == kinds.LineLow(None, 50, 1)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (
            "[rules.below-expected]\nword-from-sds = 1\nask-from-sds = 1\ntime-from-sds = 3",
            "rules.below-expected.ask-from-sds is 1: should be more than word-from-sds.",
        ),
        (
            "[rules.line-below-expected]\nask-from-sds = 2\nprior-mean = 10.1\nbetween-sd = 1\nwithin-sd = 1",
            "rules.line-below-expected.prior-mean is 10.1: should be a number above 0, up to 10.0",
        ),
        ("[rules.floor]", "rules.floor.line-at-most is missing: add line-at-most or total-below."),
        ("[rules.persistent-low]", "line 23: rules.persistent-low.below is missing: add below = 1.0."),
        ("[rules.ceiling]\nall-from = 10.1", "rules.ceiling.all-from is 10.1: should be a number above 0, up to 10.0"),
        ("[rules.straight-line]\nwithin = 0.1", "rules.straight-line.under-seconds is missing"),
        (
            "[rules.repair]\nback-within = 10.1\nsettled-within = 1",
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
