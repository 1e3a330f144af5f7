"""The contenders: the whole set of rules, each rule alone, the fixed cutoffs of other systems, and strong rivals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from kiosk.domain.history import History
from kiosk.domain.scoring import Score
from kiosk.domain.signals import ASKS, Signal

OF_WEEKS = frozenset({"persistent-low", "unrepaired", "floor"})
"""Rules that speak of the weeks behind, or of what stays, and can be right on a visit where nothing went wrong."""
EVERYBODY = 360
"""The total expected of somebody of whom nothing is known yet, in tenths."""
LINE_WEIGHT = 2
"""The weight of a fall of one line beside one of the total, in the rival that looks at both."""


@dataclass(frozen=True)
class JudgedVisit:
    """One judged visit: what the rules found, the marks, the history, and the usual total that is true (tenths)."""

    signals: Sequence[Signal]
    score: Score
    history: History
    truly_usual: float


def leads(seen: JudgedVisit) -> bool:
    """Say whether something leads that is worth asking about: what a hit is, and on a quiet visit a false alarm."""
    return any(signal.severity >= ASKS for signal in seen.signals)


def worth_a_word(seen: JudgedVisit) -> bool:
    """Say whether the therapist is prompted at all."""
    return any(signal.severity >= 1 for signal in seen.signals)


def worth_a_word_today(seen: JudgedVisit) -> bool:
    """Say the same on account of today alone."""
    return any(signal.severity >= 1 and signal.rule not in OF_WEEKS for signal in seen.signals)


def found(rule: str, severity: int) -> Callable[[JudgedVisit], bool]:
    """Judge by one rule alone, as it stands in the set."""
    return lambda seen: any(signal.rule == rule and signal.severity >= severity for signal in seen.signals)


def total_below_36(seen: JudgedVisit) -> bool:
    return seen.score.total is not None and seen.score.total < EVERYBODY


def any_line_below_9(seen: JudgedVisit) -> bool:
    return min(seen.score.marked.values()) < 90  # noqa: PLR2004 - the rival's number, in tenths


WHOLE, WORD, WORD_TODAY = "the whole set", "the whole set, a word too", "a word for today alone"
FIXED: Mapping[str, Callable[[JudgedVisit], bool]] = {"total < 36": total_below_36, "any line < 9": any_line_below_9}
ALONE = ("below-expected", "line-below-expected", "total-low", "line-low", "unrepaired")
CONTENDERS: Mapping[str, Callable[[JudgedVisit], bool]] = {
    WHOLE: leads,
    WORD: worth_a_word,
    WORD_TODAY: worth_a_word_today,
    **FIXED,
    **{rule: found(rule, ASKS) for rule in ALONE},
    "persistent-low (1)": found("persistent-low", 1),
    "floor (1)": found("floor", 1),
}

NOTHING = -1_000
"""The statistic of a visit that a rival cannot judge: below all others."""


def under_everybody(seen: JudgedVisit) -> int:
    """One cutoff for everybody: how far the total lies under 36."""
    return NOTHING if seen.score.total is None else EVERYBODY - seen.score.total


def under_own_median(seen: JudgedVisit) -> int:
    """Own median minus today; of the first time, 36 minus today."""
    if seen.score.total is None:
        return NOTHING
    return round(median(seen.history.complete) if seen.history.complete else EVERYBODY) - seen.score.total


def under_own_median_or_line(seen: JudgedVisit) -> int:
    """The same, or twice the fall of a line under its own median, whichever is more."""
    past = [one.score.lines for one in seen.history.past]
    fell = [under_own_median(seen)]
    for line, mark in seen.score.marked.items():
        if earlier := [each for lines in past if (each := lines.get(line)) is not None]:
            fell.append(LINE_WEIGHT * round(median(earlier) - mark))
    return max(fell)


def under_the_truth(seen: JudgedVisit) -> int:
    """The distance of the total below this client's true usual level, which nobody knows."""
    return NOTHING if seen.score.total is None else round(seen.truly_usual) - seen.score.total


MOVED, MEDIAN, MEDIAN_OR_LINE, KNOWING = "total < c", "own median", "own median or own line", "knows the usual total"
RIVALS: Mapping[str, Callable[[JudgedVisit], int]] = {
    MOVED: under_everybody,
    MEDIAN: under_own_median,
    MEDIAN_OR_LINE: under_own_median_or_line,
    KNOWING: under_the_truth,
}
"""Rivals that speak from a number on, which is moved to where it gives as many false alarms: a statistic in tenths."""
STRONG = (MEDIAN, MEDIAN_OR_LINE)
