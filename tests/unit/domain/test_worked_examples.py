"""The worked examples of the clinical specification, figure by figure."""

import pytest

from kiosk.domain.prompts import choose
from kiosk.domain.reasons import why
from kiosk.domain.scoring import score
from kiosk.domain.signals import Filled, Signal, find_together
from kiosk.domain.visit_kinds import Together
from tests.unit.domain.cases import SESSION, found, marks, past_totals, scored, severities, spread


def by_rule(signals: tuple[Signal, ...], rule: str) -> Signal:
    return next(signal for signal in signals if signal.rule == rule)


def test_1_lower_than_expected_leads_and_lets_the_total_count() -> None:
    signals = found(spread(34.5), past_totals(37.5, 38.0, 37.0, 37.5))
    figures = by_rule(signals, "below-expected").figures
    assert figures["usual"] == 37.5
    assert figures["expected"] == pytest.approx(37.4745, abs=0.00005)
    assert figures["spreads below"] == pytest.approx(1.6889, abs=0.00005)
    assert severities(signals) == {"below-expected": 2, "total-low": 2, "line-low": 1, "drop": 0}
    assert by_rule(signals, "drop").figures["lower by"] == 3.0
    assert signals[0].rule == "below-expected"


def test_1_says_the_figures_beside_the_prompt() -> None:
    signals = found(spread(34.5), past_totals(37.5, 38.0, 37.0, 37.5))
    reason = str(why(by_rule(signals, "below-expected"), SESSION, "en"))
    assert reason == "34.5 today, usually about 37.5 for this person. Our cue for this person is 35.0 or less."


def test_2_lower_than_expected_leads_and_36_is_not_below_36() -> None:
    signals = found(marks(9, 9, 9, 9), past_totals(39.0, 40.0, 40.0))
    assert [(signal.rule, signal.severity) for signal in signals] == [("below-expected", 2), ("drop", 0)]
    assert signals[0].figures["spreads below"] == pytest.approx(3.0664, abs=0.00005)
    assert signals[1].figures["lower by"] == 4.0


OWN = (36.2, 37.0, 36.5, 37.4, 36.8, 37.1)


def test_3_a_little_under_a_usual_that_moves_little_is_worth_a_word() -> None:
    signals = found(spread(34.5), past_totals(*OWN))
    assert severities(signals) == {"below-expected": 1, "line-low": 0, "drop": 0, "total-low": 0}
    assert by_rule(signals, "below-expected").figures["expected"] == pytest.approx(36.8237, abs=0.0005)
    assert severities(found(spread(34.4), past_totals(*OWN)))["below-expected"] == 2
    assert severities(found(spread(34.7), past_totals(*OWN)))["below-expected"] == 1
    assert "below-expected" not in severities(found(spread(34.8), past_totals(*OWN)))


@pytest.mark.parametrize(("earlier", "severity"), [((), 1), ((36.0,), 0), ((36.0, 36.0), 0)])
def test_4_three_of_four_lines_show_an_estimate_and_only_the_lowest_line_speaks(
    earlier: tuple[float, ...], severity: int
) -> None:
    signals = found(marks(8.4, None, 9.1, 7.9), past_totals(*earlier))
    assert [(signal.rule, signal.severity, signal.item) for signal in signals] == [("line-low", severity, "understood")]
    assert (signals[0].figures["mark"], signals[0].figures["lowest"]) == (8.4, 7.9)
    assert f"{scored(8.4, None, 9.1, 7.9).estimate:.1f}" == "33.9"


def test_5_a_couple_far_apart_is_split_and_the_lower_total_is_that_persons_own() -> None:
    higher, lower = spread(36.8), spread(27.9)
    filled = [Filled(score(SESSION, marked), "line", SESSION.rules) for marked in (higher, lower)]
    signals = find_together(Together.COUPLE, filled, 2)
    assert [(signal.rule, signal.severity) for signal in signals] == [("split", 2)]
    assert signals[0].figures["totals apart"] == 8.9
    assert severities(found(lower))["total-low"] == 3


def test_6_the_fourth_of_these_was_the_one_that_said_it() -> None:
    assert severities(found(spread(35.4), past_totals(35.2, 34.8, 35.0)))["persistent-low"] == 1


def test_6_a_steady_35_is_shown_and_not_asked_about() -> None:
    signals = found(marks(9, 8.5, 8.5, 9), past_totals(35.2, 34.8, 35.0, 35.4))
    assert severities(signals) == {"total-low": 0, "line-low": 0}
    assert choose(signals, scored(9, 8.5, 8.5, 9), None, None).kind == "no-concern"
