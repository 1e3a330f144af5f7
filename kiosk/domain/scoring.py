"""Scores from marks, where a missing mark is never a zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from kiosk.domain.measures import TENTHS, Measure, rounded

FEWEST_ITEMS_TO_ESTIMATE = 4
"""Under four items the mean of the others says too little about the missing one."""


@dataclass(frozen=True)
class Score:
    """Lines, total, subscales and range in tenths; `estimate` in points, unrounded, used by no rule.

    `lines` holds every item as it was marked, before reversing and weighing; `replaced` counts those that the
    measure's own rule for missing items let stand for the mean of the rest.
    """

    lines: Mapping[str, int | None]
    total: int | None
    estimate: float | None
    maximum: int
    minimum: int = 0
    subscales: Mapping[str, int | None] = field(default_factory=dict)
    replaced: int = 0

    @property
    def is_scored(self) -> bool:
        """False for a form that is only a way to talk."""
        return self.maximum > 0

    @cached_property
    def marked(self) -> Mapping[str, int]:
        """The lines that have a mark, in tenths: many rules ask for them, of each earlier check-in."""
        return {item_id: mark for item_id, mark in self.lines.items() if mark is not None}


def score(measure: Measure, marks: Mapping[str, int]) -> Score:
    """Add the marks (tenths) up as the measure says; what has too few marks for a sum gets None.

    Sums and means are exact and rounded once, to a tenth, halves up.
    """
    lines = {item.id: marks.get(item.id) for item in measure.items}
    if not measure.is_scored:
        return Score(lines, None, None, measure.maximum)
    keyed, rule = _keyed(measure, lines), measure.scoring
    missing = len(lines) - len(keyed)
    replaces = rule.missing == "mean-of-rest" and missing <= rule.replaced_at_most
    estimates = rule.missing == "estimate" and missing == 1 and len(lines) >= FEWEST_ITEMS_TO_ESTIMATE
    added = _added(measure, keyed, lines, replaces=replaces or estimates)
    total = None if added is None or estimates else rounded(added)
    return Score(
        lines=lines,
        total=total,
        estimate=float(Fraction(added) / TENTHS) if estimates and added is not None else None,
        maximum=measure.maximum,
        minimum=measure.minimum,
        subscales={part.id: _part(measure, keyed, part.items, replaces=replaces) for part in rule.subscales},
        replaced=missing if total is not None else 0,
    )


def points(tenths: float) -> float:
    """Give tenths as points, the unit people read."""
    return tenths / TENTHS


def _keyed(measure: Measure, lines: Mapping[str, int | None]) -> Mapping[str, int]:
    """The marks there are, those of reversed items turned round."""
    turned = measure.scoring.reversed_items
    return {
        item.id: item.lowest + item.highest - mark if item.id in turned else mark
        for item in measure.items
        if (mark := lines[item.id]) is not None
    }


def _part(measure: Measure, keyed: Mapping[str, int], items: Iterable[str], *, replaces: bool) -> int | None:
    added = _added(measure, keyed, items, replaces=replaces)
    return None if added is None else rounded(added)


def _added(
    measure: Measure, keyed: Mapping[str, int], items: Iterable[str], *, replaces: bool
) -> int | Fraction | None:
    """Sum or mean over these items, a missing one replaced by the mean of the rest of them, or None."""
    wanted, weights = tuple(items), measure.weights
    present = [keyed[item_id] for item_id in wanted if item_id in keyed]
    values: Mapping[str, int | Fraction] = keyed
    if not present:
        return None
    if len(present) < len(wanted):
        if not replaces:
            return None
        values = {**dict.fromkeys(wanted, Fraction(sum(present), len(present))), **keyed}
    return measure.scoring.combine([(weights[item_id], values[item_id]) for item_id in wanted])
