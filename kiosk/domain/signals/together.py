"""Rules on one visit of several people: asked once all have answered, or the visit is closed."""

from collections.abc import Sequence
from enum import StrEnum
from statistics import median

from kiosk.domain.rules import Rules, Split
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import UNDERSTOOD, Signal, in_leading_order

GROUP_FROM = 4
"""People with a total from which a group has a middle to be apart from."""


class Together(StrEnum):
    """Who comes to the visit together."""

    COUPLE = "couple"
    FAMILY = "family"
    GROUP = "group"


def find_together(kind: Together, scores: Sequence[Score], every: Sequence[Rules]) -> tuple[Signal, ...]:
    """Find the signals of the visit as a whole; they carry figures and say nothing of who marked what.

    `every` holds the rules of each form that was answered: the first that has one decides. In a group of four or
    more, totals far apart are to be expected, and the question is who stands apart.
    """
    is_group = kind is Together.GROUP and len(_totals(scores)) >= GROUP_FROM
    totals = [] if is_group else _totals(scores)
    found = (split(scores, totals, every), apart_from_group(scores, every) if is_group else None)
    return in_leading_order(signal for signal in found if signal)


def split(scores: Sequence[Score], totals: Sequence[int], every: Sequence[Rules]) -> Signal | None:
    """Find totals 8.0 or more apart, or `understood` 3.0 (2) or 5.0 (3) apart (split-alliance studies; numbers ours).

    Only forms with as many points are compared by total; `understood` is compared wherever it was asked.
    """
    rules = next((rules for rules in every if rules.split), None)
    if rules is None or rules.split is None:
        return None
    marks = [mark for score in scores if (mark := score.marked.get(UNDERSTOOD)) is not None]
    by_total, by_understood = _range(totals), _range(marks)
    name = _widest(rules.split, by_total or 0, by_understood or 0)
    if name is None:
        return None
    apart = {"totals apart": by_total, "understood apart": by_understood}
    figures = {what: points(by) for what, by in apart.items() if by is not None} | {"people": float(len(scores))}
    return Signal("split", 3 if name == "understood_time_from" else 2, figures | rules.cue(f"split.{name}"))


def _widest(rule: Split, totals: int, understood: int) -> str | None:
    """Give the gravest threshold that is reached."""
    if understood >= rule.understood_time_from:
        return "understood_time_from"
    if totals >= rule.totals_from:
        return "totals_from"
    return "understood_from" if understood >= rule.understood_from else None


def apart_from_group(scores: Sequence[Score], every: Sequence[Rules]) -> Signal | None:
    """Find somebody under 36 and 6.0 or more under the group's median. Ours."""
    apart, rules = places_apart(scores, every), _on_groups(every)
    if not apart or rules is None:
        return None
    figures = {"apart": float(len(apart)), "people": float(len(scores)), "median": points(median(_totals(scores)))}
    return Signal("apart-from-group", 2, figures | rules.cue("apart_from_group.under_median_from"))


def places_apart(scores: Sequence[Score], every: Sequence[Rules]) -> tuple[int, ...]:
    """Give the places in `scores` of those who stand apart: for the person's own result, opened alone."""
    rules, compared = _on_groups(every), _compared(scores)
    if rules is None or rules.apart_from_group is None or len(compared) < GROUP_FROM:
        return ()
    rule = rules.apart_from_group
    middle = median(compared.values())
    return tuple(
        place for place, total in compared.items() if total < rule.below and middle - total >= rule.under_median_from
    )


def _on_groups(every: Sequence[Rules]) -> Rules | None:
    return next((rules for rules in every if rules.apart_from_group), None)


def _totals(scores: Sequence[Score]) -> list[int]:
    return list(_compared(scores).values())


def _compared(scores: Sequence[Score]) -> dict[int, int]:
    """Give the totals that can be compared, by place: those of forms with the most points among them."""
    complete = {place: score for place, score in enumerate(scores) if score.total is not None}
    maximum = max((score.maximum for score in complete.values()), default=0)
    return {place: score.total or 0 for place, score in complete.items() if score.maximum == maximum}


def _range(values: Sequence[int]) -> int | None:
    """Give how far apart they lie; None where there are not two to compare."""
    return max(values) - min(values) if len(values) > 1 else None
