"""Rules on today's marks alone: where a mark or a total is low in itself."""

from kiosk.domain.measures import Measure
from kiosk.domain.rules import COMMON, LineLow
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import UNDERSTOOD, Signal

LINE_ORDER = (UNDERSTOOD, "approach", "topics", "overall")
"""Among equally low lines the earlier is named."""


def line_place(item_id: str) -> int:
    """Give the rank of a line among equals; lines not named in the order come last."""
    return LINE_ORDER.index(item_id) if item_id in LINE_ORDER else len(LINE_ORDER)


def line_low(measure: Measure, score: Score) -> Signal | None:
    """Find the lowest marked line under 9.0 (1), under 7.0 (2), at 5.0 or less (3); a missing line is not low.

    Nine is a cue in wide use; seven and five are ours. Every low line is kept in the figures.
    """
    if not score.marked:
        return None
    lowest = min(score.marked, key=lambda item_id: (score.marked[item_id], line_place(item_id)))
    return line_low_on(measure, score, lowest)


def line_low_on(measure: Measure, score: Score, item_id: str) -> Signal | None:
    """Judge one line by the thresholds of `line_low`, whatever the others are."""
    rule, mark = measure.rules.line_low, score.marked.get(item_id)
    if rule is None or mark is None or mark >= _shown_below(rule):
        return None
    severity, cue = _line_cue(measure, rule, mark)
    low = {f"line {line}": points(tenths) for line, tenths in score.marked.items() if tenths < _shown_below(rule)}
    return Signal("line-low", severity, {"mark": points(mark), **cue, **low}, item_id)


def _shown_below(rule: LineLow) -> int:
    return rule.ask_below if rule.word_below is None else rule.word_below


def _line_cue(measure: Measure, rule: LineLow, mark: int) -> tuple[int, dict[str, float | str]]:
    if mark <= rule.time_at_most:
        return 3, measure.rules.cue("line_low.time_at_most")
    if mark < rule.ask_below:
        return 2, measure.rules.cue("line_low.ask_below")
    return 1, measure.rules.cue("line_low.word_below", COMMON)


def total_low(measure: Measure, score: Score) -> Signal | None:
    """Find a total under 36.0 (2) or under 30.0 (3) of 40.

    36 starts a conversation and is no test: about a quarter of sessions fall below it, and sources
    differ on the exact number. 30 is ours.
    """
    rule, total = measure.rules.total_low, score.total
    if rule is None or total is None or total >= rule.ask_below:
        return None
    figures: dict[str, float | str] = {"total": points(total), "of": points(score.maximum)}
    if total < rule.time_below:
        return Signal("total-low", 3, figures | measure.rules.cue("total_low.time_below"))
    return Signal("total-low", 2, figures | measure.rules.cue("total_low.ask_below", COMMON))


def too_little(score: Score) -> Signal | None:
    """Find some lines marked but too few for a total; asked only where no other rule found anything."""
    if not score.marked or score.total is not None or not score.is_scored:
        return None
    return Signal("too-little", 0, {"marked": float(len(score.marked)), "lines": float(len(score.lines))})
