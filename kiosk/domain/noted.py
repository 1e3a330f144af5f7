"""Sessions that are noted without a form: what became of each, so that counts of who is asked are honest."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final


class Became(StrEnum):
    """The outcome of a session in which nobody was asked."""

    HELD = "held"
    """It was held; why nobody was asked is not said."""
    NO_TIME = "no-time"
    FORGOTTEN = "forgotten"
    CRISIS = "crisis"
    TECHNICAL = "technical"
    NOT_HELD = "not-held"


MIDDAY: Final = time(12)
"""The time of a session that was noted without one."""
REASONS: Final = (Became.NO_TIME, Became.FORGOTTEN, Became.CRISIS, Became.TECHNICAL)
"""Why nobody was asked in a session that was held."""


@dataclass(frozen=True)
class Noted:
    """One session that was noted, as far as it is counted."""

    became: Became
    kind: str
    day: date
    """By the practice's clock."""
    clients: Collection[int]

    @property
    def was_held(self) -> bool:
        """True unless it did not take place."""
        return self.became is not Became.NOT_HELD


AskedOn = tuple[str, int, date]
"""The kind of a session, a client who was asked in it, and its day."""


def without_asked(noted: Iterable[Noted], asked: Collection[AskedOn]) -> list[Noted]:
    """Leave out sessions in which somebody was asked all the same: a check-in of that kind and day says so itself."""
    return [one for one in noted if not any((one.kind, client, one.day) in asked for client in one.clients)]
