"""Rules on today's marks alone: where a mark or a total is low or high in itself."""

from kiosk.domain.history import History
from kiosk.domain.measures import LineLow, Measure
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import UNDERSTOOD, Signal

COMMON, OURS = "common", "ours"
"""Where a cue comes from: in wide use, or chosen by us with no study behind the exact number."""

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
    if rule is None or mark is None or mark >= rule.word_below:
        return None
    severity, cue, origin = _line_cue(rule, mark)
    low = {f"line {line}": points(tenths) for line, tenths in score.marked.items() if tenths < rule.word_below}
    figures: dict[str, float | str] = {"mark": points(mark), "cue": points(cue), "cue from": origin, **low}
    return Signal("line-low", severity, figures, item_id)


def _line_cue(rule: LineLow, mark: int) -> tuple[int, int, str]:
    if mark <= rule.time_at_most:
        return 3, rule.time_at_most, OURS
    if mark < rule.ask_below:
        return 2, rule.ask_below, OURS
    return 1, rule.word_below, COMMON


def total_low(measure: Measure, score: Score) -> Signal | None:
    """Find a total under 36.0 (2) or under 30.0 (3) of 40.

    36 starts a conversation and is no test: about a quarter of sessions fall below it, and sources
    differ on the exact number. 30 is ours.
    """
    rule, total = measure.rules.total_low, score.total
    if rule is None or total is None or total >= rule.ask_below:
        return None
    severity, cue, origin = (3, rule.time_below, OURS) if total < rule.time_below else (2, rule.ask_below, COMMON)
    figures: dict[str, float | str] = {
        "total": points(total),
        "of": points(score.maximum),
        "cue": points(cue),
        "cue from": origin,
    }
    return Signal("total-low", severity, figures)


def first_high(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find a first visit with every line at 9.8 or more: kind, and perhaps early to say (ceiling studies)."""
    rule, total = measure.rules.first_high, score.total
    if rule is None or total is None or history.earlier_visits:
        return None
    if min(score.marked.values()) < rule.all_from:
        return None
    return Signal("first-high", 0, {"every line from": points(rule.all_from)})


def too_little(score: Score) -> Signal | None:
    """Find some lines marked but too few for a total; asked only where no other rule found anything."""
    if not score.marked or score.total is not None:
        return None
    return Signal("too-little", 0, {"marked": float(len(score.marked)), "lines": float(len(score.lines))})
