"""Rules on marks that are all high, or all alike: kind perhaps, or quick; never a success and never a fault."""

from itertools import takewhile

from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import Signal

RUNNING = 3
"""Visits running, today the last of them, at which a ceiling is worth a word."""

NOTICED = 3
"""Earlier check-ins running, each with high marks and a sign that was noticed."""
HIGH = 90
"""The least of a high mark (tenths) where the measure has no limit for a line that is worth a word."""


def all_high(score: Score, all_from: int) -> bool:
    """Say whether every line is marked, and none under `all_from` (tenths)."""
    return score.total is not None and min(score.marked.values()) >= all_from


def first_high(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find a first visit with every line at 9.8 or more: kind, and perhaps early to say (ceiling studies)."""
    rule = measure.rules.first_high
    if rule is None or not history.is_first or not all_high(score, rule.all_from):
        return None
    return Signal("first-high", 0, {"every line from": points(rule.all_from)})


def ceiling(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find every line at 9.8 or more three visits running, today the third (ceiling studies; the numbers are ours).

    Once a run: a fourth is silent. Those who began imperfect and improved did best (ACORN): a perfect mark is not the
    aim. A visit without any mark is passed over.
    """
    rule = measure.rules.ceiling
    if rule is None or not all_high(score, rule.all_from):
        return None
    run = list(takewhile(lambda past: all_high(past, rule.all_from), reversed(history.last_marked(RUNNING))))
    if len(run) != RUNNING - 1:
        return None
    return Signal("ceiling", 1, {"every line from": points(rule.all_from), "visits": float(RUNNING)})


def signs(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find every line at 9.0 or more today and at the last three check-ins, at each of which a sign was noticed.

    Once a run: a fourth is silent. A check-in without any mark is passed over. The signs are the therapist's own; they
    are never scored, and that three make a cue is ours. High marks may be courtesy (ceiling studies).
    """
    rule = measure.rules.line_low
    if rule is None:
        return None
    high = HIGH if rule.word_below is None else rule.word_below
    earlier = [past for past in reversed(history.past) if past.score.marked]
    run = list(takewhile(lambda past: past.noticed and all_high(past.score, high), earlier))
    if len(run) != NOTICED or not all_high(score, high):
        return None
    kinds = dict.fromkeys(kind for past in reversed(run) for kind in past.noticed)
    figures: dict[str, float | str] = {"every line from": points(high), "visits": float(NOTICED)}
    figures["noticed"] = " ".join(kinds)
    return Signal("signs", 1, figures)


def straight_line(measure: Measure, score: Score, took_s: float | None) -> Signal | None:
    """Find lines within 0.1 of each other, sent under 5 s after the form was shown. Both numbers are ours.

    Lines at the ceiling are left to `ceiling`; `took_s` None: not known, and no signal.
    """
    rule, high = measure.rules.straight_line, measure.rules.ceiling
    if rule is None or took_s is None or score.total is None or took_s >= rule.under_s:
        return None
    marks = score.marked.values()
    if max(marks) - min(marks) > rule.within or (high is not None and all_high(score, high.all_from)):
        return None
    return Signal("straight-line", 0, {"seconds": took_s, "apart": points(max(marks) - min(marks))})
