"""Rules on today against this client's own history, in exact tenths."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, sqrt

from kiosk.domain.baseline import KNOWN_FROM, Expectation, Tally, expect_after
from kiosk.domain.history import History, Known
from kiosk.domain.measures import Measure
from kiosk.domain.rules import COMMON, BelowExpected
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.cuts import leading_line
from kiosk.domain.signals.order import ASKS, GRAVEST, Signal


def drop(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find a total 1.0 or more under the latest complete one: an arrow beside the total, never asked about (0)."""
    rule, total, before = measure.rules.drop, score.total, history.last_total
    if rule is None or total is None or before is None or before - total < rule.arrow_from:
        return None
    figures: dict[str, float | str] = {
        "total": points(total),
        "before": points(before),
        "lower by": points(before - total),
    }
    if not (history.last and history.last.score.total is not None):
        figures["last time"] = "no"
    return Signal("drop", 0, figures | since_gap(history) | measure.rules.cue("drop.arrow_from", COMMON))


def since_gap(history: History) -> dict[str, float | str]:
    """Give the day of last time, where long ago: a fall across such a gap is told as one."""
    return {"last on": history.day_before_gap.isoformat()} if history.day_before_gap else {}


@dataclass(frozen=True)
class Below:
    """A total that is lower than expected: its severity and the threshold that it reached, by name and value."""

    severity: int
    threshold: str
    sds: float
    fall: int | Fraction
    total: int
    earlier: Tally
    expected: Expectation


def below_expected(measure: Measure, score: Score, known: Known) -> Signal | None:
    """Find a total lower than expected of this client, from the second check-in on.

    The expectation begins with what is known of everybody and learns the person with each complete total. Severity 1,
    2 or 3 by the distance in predictive SDs (2 a little sooner where one or two totals are known), and only at 2.0 or
    more under the mean of their own earlier totals (near the end of the scale from 1.5, for 3 from 5.0 on). Where one
    of four or more lines is left out, the sum of the others is compared with earlier sums of the same lines. All
    numbers are ours, chosen by a study on invented clients (docs/study.md).
    """
    below = _below(measure, score, known)
    if below is None:
        return None
    figures = {
        "total": points(below.total),
        **_expected(below.expected, below.earlier, below.total),
        "lines": float(len(score.marked)),
        **measure.rules.cue(f"below_expected.{below.threshold}"),
        **_limit(below.expected, below.earlier, below.sds, below.fall),
    }
    return Signal("below-expected", below.severity, figures)


def is_asked_about(measure: Measure, score: Score, known: Known) -> bool:
    """Return whether the total or a line lies so far below what was expected that it is asked about.

    The answer is that of both rules, but no figures are made: each earlier check-in is looked at.
    """
    below = _below(measure, score, known)
    return (below is not None and below.severity >= ASKS) or bool(_fallen_lines(measure, score, known))


def highest_asked_about(measure: Measure, known: Known) -> int:
    """Return the highest total that is asked about as lower than expected, in tenths; without any earlier one 0."""
    rule, earlier = measure.rules.below_expected, known.totals
    if rule is None or not earlier.count:
        return 0
    expected = expect_after(earlier, rule.prior)
    return _highest(expected, earlier, rule.ask_from(earlier.count), rule.fall(earlier.mean))


def _below(measure: Measure, score: Score, known: Known) -> Below | None:
    whole, compared = measure.rules.below_expected, _compared(measure, score, known)
    if whole is None or compared is None:
        return None
    total, earlier, share = compared
    rule = whole if share == 1 else whole.for_share(share)
    least = _fall(rule, earlier, total)
    if least is None:
        return None
    expected = expect_after(earlier, rule.prior)
    for severity, threshold, sds, fall in _levels(rule, earlier.count, least):
        if earlier.is_above(total, fall) and expected.is_above(total, sds):
            return Below(severity, threshold, sds, fall, total, earlier, expected)
    return None


def _fall(rule: BelowExpected, earlier: Tally, total: int) -> int | Fraction | None:
    """Give the fall under the mean of earlier totals that it takes, where today is one; most are not, at a glance."""
    least = rule.fall_from if rule.fall_at_end is None else min(rule.fall_at_end, rule.fall_from)
    if not earlier.is_above(total, least):
        return None
    fall = rule.fall(earlier.mean)
    return fall if earlier.is_above(total, fall) else None


def _levels(rule: BelowExpected, known: int, fall: int | Fraction) -> Iterator[tuple[int, str, float, int | Fraction]]:
    """Give each severity, the gravest first: the name of its threshold, predictive SDs, and a fall under their mean."""
    yield GRAVEST, "time_from_sds", rule.time_from_sds, max(fall, rule.time_fall_from)
    yield ASKS, "ask_from_sds", rule.ask_from(known), fall
    yield 1, "word_from_sds", rule.word_from_sds, fall


def can_be_compared(measure: Measure, score: Score, known: Known) -> bool:
    """Return whether this client's own history says anything of today's marks as a whole."""
    return measure.rules.below_expected is not None and _compared(measure, score, known) is not None


def is_usual(measure: Measure, score: Score, known: Known) -> bool:
    """Return whether today's marks as a whole are nothing unusual for somebody known from three earlier times."""
    rule, compared = measure.rules.below_expected, _compared(measure, score, known)
    if rule is None or compared is None:
        return False
    total, earlier, share = compared
    return earlier.count >= KNOWN_FROM and _fall(rule.for_share(share), earlier, total) is None


def _compared(measure: Measure, score: Score, known: Known) -> tuple[int, Tally, int | Fraction] | None:
    """Give today's sum, earlier sums of the same lines, and their share of the form; None without any earlier."""
    share: int | Fraction
    if score.total is not None:
        total, earlier, share = score.total, known.totals, 1
    elif score.estimate is not None and _adds_lines_up(measure):
        total, earlier = sum(score.marked.values()), known.sum_of(score.marked)
        share = Fraction(len(score.marked), len(score.lines))
    else:
        return None
    return (total, earlier, share) if earlier.count else None


def _adds_lines_up(measure: Measure) -> bool:
    """Return whether a total is the plain sum of its lines, so that some of them can be compared by themselves."""
    plain = measure.scoring.kind == "sum" and not measure.scoring.reversed_items
    return plain and all(item.weight == 1 for item in measure.items)


def _expected(expected: Expectation, earlier: Tally, value: int) -> dict[str, float | str]:
    spread = sqrt(expected.variance)
    return {
        "usual": points(float(earlier.mean)),
        "expected": points(float(expected.total)),
        "spread": points(spread),
        "spreads below": float(expected.total - value) / spread,
        "earlier": float(earlier.count),
    }


def _limit(expected: Expectation, earlier: Tally, sds: float, fall: int | Fraction) -> dict[str, float | str]:
    """Give as the cue the highest value for which it holds, in points: what a number of deviations means for them."""
    return {"cue": points(_highest(expected, earlier, sds, fall))}


def _highest(expected: Expectation, earlier: Tally, sds: float, fall: int | Fraction) -> int:
    limit = floor(min(expected.total - Fraction(sds) * Fraction(sqrt(expected.variance)), earlier.mean - fall)) + 1
    while not (earlier.is_above(limit, fall) and expected.is_above(limit, sds)):
        limit -= 1
    return limit


def line_below_expected(measure: Measure, score: Score, known: Known) -> Signal | None:
    """Find the line that lies furthest under its own earlier marks, 1.5 or more, and lower than expected (2).

    The same rule as for the total, with a prior of its own. A one-point change is within what a touch screen adds by
    itself (limits of agreement); 1.5 and 2.3 predictive SDs are ours, chosen by the study.
    """
    rule, fell = measure.rules.line_below_expected, _fallen_lines(measure, score, known)
    if rule is None or not fell:
        return None
    line = leading_line({line: -by for line, by in fell.items()})
    earlier, mark = known.line(line), score.marked[line]
    figures = {
        "mark": points(mark),
        **_expected(expect_after(earlier, rule.prior), earlier, mark),
        **{f"line {each}": points(float(by)) for each, by in fell.items()},
        **measure.rules.cue("line_below_expected.ask_from_sds"),
        **_limit(expect_after(earlier, rule.prior), earlier, rule.ask_from_sds, rule.fall_from),
    }
    return Signal("line-below-expected", ASKS, figures, line)


def _fallen_lines(measure: Measure, score: Score, known: Known) -> Mapping[str, Fraction]:
    """Give the lines that lie that far under their earlier marks, and how far under the mean of these."""
    rule = measure.rules.line_below_expected
    if rule is None:
        return {}
    return {
        line: known.line(line).mean - score.marked[line]
        for line in known.fallen(score.marked, rule.fall_from)
        if expect_after(known.line(line), rule.prior).is_above(score.marked[line], rule.ask_from_sds)
    }
