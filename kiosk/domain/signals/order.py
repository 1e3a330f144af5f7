"""Signals, and the order in which one of several leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.domain.answers import SortedOut

UNDERSTOOD = "understood"
"""The line that is never explained away: it leads where other lines follow."""

ORDER = (
    "safety",
    "talk-now",
    "strain (not sorted)",
    "split",
    "line-low (understood)",
    "below-expected",
    "line-below-expected",
    "total-low",
    "line-low (others)",
    "apart-from-group",
    "missed",
    "unrepaired",
    "persistent-low",
    "floor",
    "face-low",
    "strain (sorted)",
    "comment",
    "declined",
    "week-worse",
    "signs",
    "ceiling",
    "drop",
    "repair-seen",
    "goal-met",
    "first-high",
    "too-little",
    "straight-line",
)
"""Among signals of one severity the earlier leads."""
DIFFERENT = "below-expected", "line-below-expected"
"""The rules that say: today is different for this person. They open an episode of repair."""

ASKS, GRAVEST = 2, 3
"""The severity from which something is asked about, and the highest there is."""


@dataclass(frozen=True)
class Signal:
    """A reason to talk: the rule that found it, its severity (0 to 3), the figures it used, in points.

    Severity 0 is shown but not asked, 1 worth a word, 2 worth asking before they go, 3 worth making time for now.
    """

    rule: str
    severity: int
    figures: Mapping[str, float | str]
    item: str | None = None

    @property
    def place(self) -> str:
        """Its name in `ORDER`, where two rules stand in two places."""
        match self.rule:
            case "strain":
                return "strain (sorted)" if self.figures["sorted"] == SortedOut.YES else "strain (not sorted)"
            case "line-low":
                return "line-low (understood)" if self.item == UNDERSTOOD else "line-low (others)"
            case rule:
                return rule


def in_leading_order(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Put the most severe first, and equals in the written order."""
    return tuple(sorted(signals, key=lambda signal: (-signal.severity, ORDER.index(signal.place))))
