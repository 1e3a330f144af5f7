"""The worked examples of the clinical specification, figure by figure."""

import pytest

from kiosk.domain.prompts import choose
from kiosk.domain.reasons import why
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal, Together, find_together
from tests.unit.domain.cases import SESSION, found, marks, past_totals, scored, severities, spread


def by_rule(signals: tuple[Signal, ...], rule: str) -> Signal:
    return next(signal for signal in signals if signal.rule == rule)


def test_1_lower_than_usual_lets_the_total_count_and_lead() -> None:
    signals = found(spread(34.5), past_totals(37.5, 38.0, 37.0, 37.5))
    baseline = by_rule(signals, "own-baseline").figures
    assert (baseline["usual"], baseline["spread"], baseline["spreads below"]) == (37.5, 2.0, 1.5)
    assert severities(signals) | {"line-low": 1} == {"total-low": 2, "own-baseline": 1, "line-low": 1, "drop": 0}
    assert by_rule(signals, "drop").figures["lower by"] == 3.0
    assert signals[0].rule == "total-low"


def test_1_says_the_figures_beside_the_prompt() -> None:
    signals = found(spread(34.5), past_totals(37.5, 38.0, 37.0, 37.5))
    reason = str(why(by_rule(signals, "own-baseline"), SESSION, "en"))
    assert reason == "34.5 today, usually about 37.5 for this person."


def test_2_two_spreads_below_leads_and_36_is_not_below_36() -> None:
    signals = found(marks(9, 9, 9, 9), past_totals(39.0, 40.0, 40.0))
    assert [(signal.rule, signal.severity) for signal in signals] == [("own-baseline", 2), ("drop", 2)]
    assert signals[0].figures["spreads below"] == 2.0
    assert signals[1].figures["lower by"] == 4.0


OWN = (36.2, 37.0, 36.5, 37.4, 36.8, 37.1)


def test_3_the_own_range_ends_between_34_8_and_34_9() -> None:
    figures = by_rule(found(spread(34.8), past_totals(*OWN)), "own-range").figures
    assert figures["mean"] == pytest.approx(36.8333, abs=0.00005)
    assert figures["moving range"] == 0.75
    assert figures["lowest expected"] == pytest.approx(34.8383, abs=0.00005)
    assert "own-range" not in severities(found(spread(34.9), past_totals(*OWN)))


@pytest.mark.parametrize("earlier", [(), (36.0,), (36.0, 36.0)])
def test_4_three_of_four_lines_show_an_estimate_and_only_the_lowest_line_speaks(earlier: tuple[float, ...]) -> None:
    signals = found(marks(8.4, None, 9.1, 7.9), past_totals(*earlier))
    assert [(signal.rule, signal.severity, signal.item) for signal in signals] == [("line-low", 1, "overall")]
    assert signals[0].figures["mark"] == 7.9
    assert f"{scored(8.4, None, 9.1, 7.9).estimate:.1f}" == "33.9"


def test_5_a_couple_far_apart_is_split_and_the_lower_total_is_that_persons_own() -> None:
    higher, lower = spread(36.8), spread(27.9)
    signals = find_together(Together.COUPLE, [score(SESSION, higher), score(SESSION, lower)], [SESSION.rules])
    assert [(signal.rule, signal.severity) for signal in signals] == [("split", 2)]
    assert signals[0].figures["totals apart"] == 8.9
    assert severities(found(lower))["total-low"] == 3


def test_6_the_fourth_of_these_was_the_one_that_said_it() -> None:
    assert severities(found(spread(35.4), past_totals(35.2, 34.8, 35.0)))["persistent-low"] == 2


def test_6_a_steady_35_is_shown_and_not_asked_about() -> None:
    signals = found(marks(9, 8.5, 8.5, 9), past_totals(35.2, 34.8, 35.0, 35.4))
    assert severities(signals) == {"total-low": 0, "line-low": 0}
    assert choose(signals, scored(9, 8.5, 8.5, 9), None, None).kind == "no-concern"
