"""Asking every rule, and letting the person come before the cutoff."""

from dataclasses import replace

from kiosk.domain.answers import Answered
from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score
from kiosk.domain.signals import changes, cuts, said
from kiosk.domain.signals.order import UNDERSTOOD, Signal, in_leading_order

CHANGED = frozenset({"drop", "line-drop", "own-baseline", "own-range"})
"""The rules that say: today is different for this person."""


def find(measure: Measure, answered: Answered, score: Score, history: History) -> tuple[Signal, ...]:
    """Find all signals of one check-in, the leading one first; `history` ends before today."""
    asked = (
        said.safety(answered),
        said.talk_now(answered),
        said.strain(answered),
        said.comment(answered),
        said.declined(answered, history),
        cuts.line_low(measure, score),
        cuts.total_low(measure, score),
        cuts.first_high(measure, score, history),
        changes.drop(measure, score, history),
        changes.line_drop(measure, score, history),
        changes.own_baseline(measure, score, history),
    )
    found = tuple(signal for signal in asked if signal is not None)
    if not found and (little := cuts.too_little(score)):
        return (little,)
    if len(history.complete) >= changes.KNOWN_FROM and not any(signal.rule in CHANGED for signal in found):
        found = tuple(_person_first(measure, score, signal) for signal in found)
    return in_leading_order(found)


def _person_first(measure: Measure, score: Score, signal: Signal) -> Signal:
    """Lower an absolute rule to 0 for someone who is as usual: a steady 35 is not told off every week.

    `understood` is never lowered; if it is low behind a still lower line, it takes that line's place.
    """
    match signal.place:
        case "total-low":
            return replace(signal, severity=0)
        case "line-low (others)":
            return cuts.line_low_on(measure, score, UNDERSTOOD) or replace(signal, severity=0)
        case _:
            return signal
