"""What the marks add up to, where a missing line is never a zero."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.measures import TENTHS, Measure

FEWEST_ITEMS_TO_ESTIMATE = 4
"""Under four lines the mean of the others says too little about the missing one."""


@dataclass(frozen=True)
class Score:
    """Lines, total and maximum in tenths; `estimate` in points, unrounded, shown as such and used by no rule."""

    lines: Mapping[str, int | None]
    total: int | None
    estimate: float | None
    maximum: int

    @property
    def marked(self) -> Mapping[str, int]:
        """The lines that have a mark, in tenths."""
        return {item_id: mark for item_id, mark in self.lines.items() if mark is not None}


def score(measure: Measure, marks: Mapping[str, int]) -> Score:
    """Add the marks (tenths) up: a total from all lines, an estimate from all but one of four or more, else neither."""
    lines = {item.id: marks.get(item.id) for item in measure.items}
    marked = [mark for mark in lines.values() if mark is not None]
    count, missing, added = len(lines), len(lines) - len(marked), sum(marked)
    can_estimate = missing == 1 and count >= FEWEST_ITEMS_TO_ESTIMATE
    return Score(
        lines=lines,
        total=added if not missing else None,
        estimate=count * added / (TENTHS * len(marked)) if can_estimate else None,
        maximum=measure.maximum,
    )


def points(tenths: float) -> float:
    """Give tenths as points, the unit people read."""
    return tenths / TENTHS
