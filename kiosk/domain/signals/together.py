"""Rules on one visit of several people: asked once all have answered, or the visit is closed."""

from collections.abc import Sequence
from enum import StrEnum
from statistics import median

from kiosk.domain.rules import Rules
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import UNDERSTOOD, Signal, in_leading_order

GROUP_FROM = 4
"""People with a total from which a group has a middle to be apart from."""


class Together(StrEnum):
    """Who comes to the visit together."""

    COUPLE = "couple"
    FAMILY = "family"
    GROUP = "group"


def find_together(kind: Together, scores: Sequence[Score], rules: Rules) -> tuple[Signal, ...]:
    """Find the signals of the visit as a whole; they carry figures and say nothing of who marked what.

    In a group of four or more a wide range is to be expected, and the question is who stands apart.
    """
    found = apart_from_group(scores, rules) if _is_group(kind, scores) else split(scores, rules)
    return in_leading_order([found] if found else [])


def _is_group(kind: Together, scores: Sequence[Score]) -> bool:
    return kind is Together.GROUP and len(_totals(scores)) >= GROUP_FROM


def split(scores: Sequence[Score], rules: Rules) -> Signal | None:
    """Find totals 8.0 or more apart, or `understood` 3.0 (2) or 5.0 (3) apart (split-alliance studies; numbers ours).

    Only forms with as many points are compared by total; `understood` is compared wherever it was asked.
    """
    rule = rules.split
    totals = _range(_totals(scores))
    understood = _range([mark for score in scores if (mark := score.marked.get(UNDERSTOOD)) is not None])
    if rule is None or (totals < rule.totals_from and understood < rule.understood_from):
        return None
    figures = {"totals apart": points(totals), "understood apart": points(understood), "people": float(len(scores))}
    if understood >= rule.understood_time_from:
        return Signal("split", 3, figures | rules.cue("split.understood_time_from"))
    name = "split.totals_from" if totals >= rule.totals_from else "split.understood_from"
    return Signal("split", 2, figures | rules.cue(name))


def apart_from_group(scores: Sequence[Score], rules: Rules) -> Signal | None:
    """Find somebody under 36 and 6.0 or more under the group's median. Ours."""
    apart = places_apart(scores, rules)
    if not apart:
        return None
    figures = {"apart": float(len(apart)), "people": float(len(scores)), "median": points(median(_totals(scores)))}
    return Signal("apart-from-group", 2, figures | rules.cue("apart_from_group.under_median_from"))


def places_apart(scores: Sequence[Score], rules: Rules) -> tuple[int, ...]:
    """Give the places in `scores` of those who stand apart: for the person's own result, opened alone."""
    rule, compared = rules.apart_from_group, _compared(scores)
    if rule is None or len(compared) < GROUP_FROM:
        return ()
    middle = median(compared.values())
    return tuple(
        place for place, total in compared.items() if total < rule.below and middle - total >= rule.under_median_from
    )


def _totals(scores: Sequence[Score]) -> list[int]:
    return list(_compared(scores).values())


def _compared(scores: Sequence[Score]) -> dict[int, int]:
    """Give the totals that can be compared, by place: those of forms with the most points among them."""
    complete = {place: score for place, score in enumerate(scores) if score.total is not None}
    maximum = max((score.maximum for score in complete.values()), default=0)
    return {place: score.total or 0 for place, score in complete.items() if score.maximum == maximum}


def _range(values: Sequence[int]) -> int:
    return max(values) - min(values) if values else 0
