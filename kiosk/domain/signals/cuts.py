"""Rules on today's marks alone: where a mark or a total is low in itself."""

from collections.abc import Mapping
from fractions import Fraction

from kiosk.domain.measures import TENTHS, Measure
from kiosk.domain.rules import COMMON, Floor, LineLow
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import UNDERSTOOD, Signal

LINE_ORDER = (UNDERSTOOD, "approach", "topics", "overall")
"""Among equally low lines the earlier is named."""


def line_place(item_id: str) -> int:
    """Give the rank of a line among equals; lines not named in the order come last."""
    return LINE_ORDER.index(item_id) if item_id in LINE_ORDER else len(LINE_ORDER)


NEAR = 5
"""Tenths within which the relationship leads before a line that is still lower. Ours."""


def leading_line(marks: Mapping[str, int | Fraction]) -> str:
    """Give the line that is named for low ones: *understood* within 0.5 of the lowest, else the lowest."""
    lowest = min(marks, key=lambda item_id: (marks[item_id], line_place(item_id)))
    is_near = UNDERSTOOD in marks and marks[UNDERSTOOD] - marks[lowest] <= NEAR
    return UNDERSTOOD if is_near else lowest


def line_low(measure: Measure, score: Score) -> Signal | None:
    """Find the lowest marked line under 9.0 (1), under 7.0 (2), at 5.0 or less (3); a missing line is not low.

    Nine is a cue in wide use; seven and five are ours. Every low line is kept in the figures. *Understood* is named
    within 0.5 of the lowest, which keeps its severity.
    """
    rule = measure.rules.line_low
    if rule is None or not score.marked:
        return None
    low = {line: mark for line, mark in score.marked.items() if mark < _shown_below(rule)}
    if not low:
        return None
    lowest, named = min(low.values()), leading_line(low)
    severity, cue = _line_cue(measure, rule, lowest)
    figures = {"mark": points(low[named]), **cue, **{f"line {line}": points(tenths) for line, tenths in low.items()}}
    if low[named] != lowest:
        below = min(low, key=lambda line: (low[line], line_place(line)))
        figures |= {"lowest": points(lowest), "lowest line": below}
    return Signal("line-low", severity, figures, named)


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


def floor(measure: Measure, score: Score) -> Signal | None:
    """Find a line or a total so low that it is never silent, whatever is usual for this person (1). Ours.

    Asked only where the cutoffs say nothing that is worth a word.
    """
    rule = measure.rules.floor
    if rule is None:
        return None
    low = {line: mark for line, mark in score.marked.items() if _is_under_floor(rule, mark)}
    if low:
        line = leading_line(low)
        return Signal("floor", 1, {"mark": points(low[line]), **measure.rules.cue("floor.line_at_most")}, line)
    if rule.total_below is None or not _is_total_under(score, rule.total_below):
        return None
    total = score.total if score.total is not None else round((score.estimate or 0) * TENTHS)
    figures = {"total": points(total), "of": points(score.maximum), **measure.rules.cue("floor.total_below")}
    return Signal("floor", 1, figures)


def _is_total_under(score: Score, below: int) -> bool:
    """Judge a total, or where one line was left out its estimate: leaving out does not soften."""
    if score.total is not None:
        return score.total < below
    return score.estimate is not None and score.estimate * TENTHS < below


def _is_under_floor(rule: Floor, mark: int) -> bool:
    return rule.line_at_most is not None and mark <= rule.line_at_most


def face_low(measure: Measure, score: Score) -> Signal | None:
    """Find an answer of the youngest such as *not good*: it asks for a gentle word (1), and is never added up."""
    rule = measure.rules.face_low
    low = [line for line, mark in score.marked.items() if rule is not None and mark <= rule.at_most]
    return Signal("face-low", 1, {"mark": points(score.marked[low[0]])}, low[0]) if low else None


def too_little(score: Score) -> Signal | None:
    """Find some lines marked but too few for a total; asked only where no other rule found anything."""
    if not score.marked or score.total is not None or not score.is_scored:
        return None
    return Signal("too-little", 0, {"marked": float(len(score.marked)), "lines": float(len(score.lines))})
