"""Times of further attempts to send something to another server after a failure, until it is given up."""

from datetime import timedelta
from typing import Final

PAUSES: Final = (
    timedelta(seconds=15),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""Pauses after the first failures of a delivery. After the last one, some 21 hours later, it is given up."""
DELIVERED: Final = range(200, 300)
"""Statuses by which a receiver says that it has the message."""
STATUS: Final = "status"
"""Before the status of an answer, in the outcome of an attempt."""
NOTHING: Final = "nothing"
"""The outcome where there is nothing to send any more."""


def pause_after(failures: int) -> timedelta | None:
    """The pause after that many failures (from 1); None for giving up."""
    return PAUSES[failures - 1] if failures <= len(PAUSES) else None
