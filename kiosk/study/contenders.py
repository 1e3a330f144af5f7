"""Who is compared: the whole set of rules, each rule alone, and the fixed cutoffs that other systems use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.scoring import Score
from kiosk.domain.signals import Signal

ASKS = 2
OF_WEEKS = frozenset({"persistent-low", "unrepaired"})
"""Rules that speak of the weeks behind, and can be right on a visit where nothing new went wrong."""


@dataclass(frozen=True)
class Seen:
    """One judged visit: what the rules found, the marks, and the last complete total (tenths)."""

    signals: Sequence[Signal]
    score: Score
    last_total: int | None


def leads(seen: Seen) -> bool:
    """Say whether something leads that is worth asking about: what a hit is, and on a quiet visit a false alarm."""
    return any(signal.severity >= ASKS for signal in seen.signals)


def leads_for_today(seen: Seen) -> bool:
    """The same on account of today alone."""
    return any(signal.severity >= ASKS and signal.rule not in OF_WEEKS for signal in seen.signals)


def found(rule: str, severity: int) -> Callable[[Seen], bool]:
    """Judge by one rule alone, as it stands in the set."""
    return lambda seen: any(signal.rule == rule and signal.severity >= severity for signal in seen.signals)


def total_below_36(seen: Seen) -> bool:
    return seen.score.total is not None and seen.score.total < 360  # noqa: PLR2004 - the rival's number, in tenths


def any_line_below_9(seen: Seen) -> bool:
    return min(seen.score.marked.values()) < 90  # noqa: PLR2004 - the same


def drop_of_1(seen: Seen) -> bool:
    """One point under last time, with both totals complete."""
    total, last = seen.score.total, seen.last_total
    return total is not None and last is not None and last - total >= 10  # noqa: PLR2004 - the same


WHOLE, TODAY = "the whole set", "the whole set, for today"
FIXED: Mapping[str, Callable[[Seen], bool]] = {
    "total < 36": total_below_36,
    "any line < 9": any_line_below_9,
    "drop >= 1": drop_of_1,
}
CONTENDERS: Mapping[str, Callable[[Seen], bool]] = {
    WHOLE: leads,
    TODAY: leads_for_today,
    **FIXED,
    "line-low": found("line-low", ASKS),
    "total-low": found("total-low", ASKS),
    "drop": found("drop", ASKS),
    "line-drop": found("line-drop", ASKS),
    "own-baseline": found("own-baseline", ASKS),
    "own-baseline (1 too)": found("own-baseline", 1),
    "own-range": found("own-range", ASKS),
    "near-range (1)": found("near-range", 1),
    "slide (1)": found("slide", 1),
    "persistent-low": found("persistent-low", ASKS),
    "unrepaired": found("unrepaired", ASKS),
}
