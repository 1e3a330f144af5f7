"""Rules on one visit of several people: asked once all have answered, or the visit is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kiosk.domain.measures import Kind
from kiosk.domain.rules import Rules, Split
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals.order import UNDERSTOOD, Signal, in_leading_order
from kiosk.domain.visit_kinds import Together

GROUP_FROM = 4
"""People of a visit from which a group has a middle to be apart from, however many of them answered."""
MIDDLE_FROM = 3
"""Totals from which there is a middle."""


@dataclass(frozen=True)
class Filled:
    """One form of the visit that was answered: its score, how it is marked, and the rules of its measure."""

    score: Score
    kind: Kind
    rules: Rules


def find_together(kind: Together, filled: Sequence[Filled], people: int) -> tuple[Signal, ...]:
    """Find the signals of the visit as a whole; they carry figures and say nothing of who marked what.

    Of the rules of each form that was answered, the first that has one decides. In a group of four or more people,
    totals far apart are to be expected, and the question is who stands apart.
    """
    is_group = kind is Together.GROUP and people >= GROUP_FROM
    found = (split(filled, with_totals=not is_group), apart_from_group(filled, people) if is_group else None)
    return in_leading_order(signal for signal in found if signal)


def split(filled: Sequence[Filled], *, with_totals: bool = True) -> Signal | None:
    """Find totals 8.0 or more apart, or `understood` 3.0 (2) or 5.0 (3) apart (split-alliance studies; numbers ours).

    Only forms marked in the same way are compared, never a face with a line, and by total only those with as many
    points.
    """
    rules = next((each.rules for each in filled if each.rules.split), None)
    if rules is None or rules.split is None:
        return None
    alike = [[each.score for each in filled if each.kind == kind] for kind in {each.kind for each in filled}]
    by_total = _widest_range([list(_compared(scores).values()) for scores in alike]) if with_totals else None
    by_understood = _widest_range([_understood(scores) for scores in alike])
    name = _widest(rules.split, by_total or 0, by_understood or 0)
    if name is None:
        return None
    apart = {"totals apart": by_total, "understood apart": by_understood}
    figures = {what: points(by) for what, by in apart.items() if by is not None} | {"people": float(len(filled))}
    return Signal("split", 3 if name == "understood_time_from" else 2, figures | rules.cue(f"split.{name}"))


def _understood(scores: Sequence[Score]) -> list[int]:
    return [mark for score in scores if (mark := score.marked.get(UNDERSTOOD)) is not None]


def _widest(rule: Split, totals: int, understood: int) -> str | None:
    """Give the gravest threshold that is reached."""
    if understood >= rule.understood_time_from:
        return "understood_time_from"
    if totals >= rule.totals_from:
        return "totals_from"
    return "understood_from" if understood >= rule.understood_from else None


def apart_from_group(filled: Sequence[Filled], people: int) -> Signal | None:
    """Find somebody under 36 and 6.0 or more under the group's median. Ours."""
    apart, rules = places_apart(filled, people), _on_groups(filled)
    if not apart or rules is None:
        return None
    middle = median(_most_alike(filled).values())
    figures = {"apart": float(len(apart)), "people": float(len(filled)), "median": points(middle)}
    return Signal("apart-from-group", 2, figures | rules.cue("apart_from_group.under_median_from"))


def places_apart(filled: Sequence[Filled], people: int) -> tuple[int, ...]:
    """Give the places in `filled` of those who stand apart: for the person's own result, opened alone."""
    rules, compared = _on_groups(filled), _most_alike(filled)
    if rules is None or rules.apart_from_group is None or people < GROUP_FROM or len(compared) < MIDDLE_FROM:
        return ()
    rule = rules.apart_from_group
    middle = median(compared.values())
    return tuple(
        place for place, total in compared.items() if total < rule.below and middle - total >= rule.under_median_from
    )


def _on_groups(filled: Sequence[Filled]) -> Rules | None:
    return next((each.rules for each in filled if each.rules.apart_from_group), None)


def _most_alike(filled: Sequence[Filled]) -> dict[int, int]:
    """Give the totals, by place, of the forms marked as most of them are."""
    kinds = [each.kind for each in filled if each.score.total is not None]
    most = max(kinds, key=kinds.count, default=None)
    places = [place for place, each in enumerate(filled) if each.kind == most]
    totals = _compared([filled[place].score for place in places])
    return {places[within]: total for within, total in totals.items()}


def _compared(scores: Sequence[Score]) -> dict[int, int]:
    """Give the totals that can be compared, by place: those of forms with the most points among them."""
    complete = {place: score for place, score in enumerate(scores) if score.total is not None}
    maximum = max((score.maximum for score in complete.values()), default=0)
    return {place: score.total or 0 for place, score in complete.items() if score.maximum == maximum}


def _widest_range(groups: Sequence[Sequence[int]]) -> int | None:
    """Give how far apart the values of a group lie at most; None where no group has two to compare."""
    return max((max(values) - min(values) for values in groups if len(values) > 1), default=None)
