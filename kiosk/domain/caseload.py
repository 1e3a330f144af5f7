"""Ways to look at a caseload: which clients, and in which order."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

NOT_ASKED_FOR: Final = timedelta(weeks=4)
"""Somebody who was not asked for so long stands among those not asked lately. Ours."""
FALLS: Final = 3
"""Totals in a row, each lower than the one before, that make a fall. Ours."""
FALLEN_BY: Final = 10
"""The least fall over these totals, in tenths, so that rounding is none. Ours."""


class Show(StrEnum):
    """The clients that are listed."""

    ALL = ""
    OPEN = "open"
    """Something waits for an outcome."""
    NOT_ASKED = "not-asked"
    FALLING = "falling"
    PAUSED = "paused"
    CLOSED = "closed"
    """The work with them has ended; they are among all, and on no other list."""


class Order(StrEnum):
    """The order in which they are listed."""

    LATEST = ""
    """Latest session first."""
    EARLIEST = "earliest"
    CODE = "code"


@dataclass(frozen=True)
class WantedClients:
    """The clients that are asked for, their order, and the part of a code that is looked for."""

    show: Show = Show.ALL
    order: Order = Order.LATEST
    code: str = ""
