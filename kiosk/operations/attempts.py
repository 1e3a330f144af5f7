"""Attempts to send something to other servers: each receiver in a thread of its own, so that none holds up another."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, Queue
from threading import Thread
from typing import Final, Protocol, TypeVar

from kiosk.domain.retries import pause_after
from kiosk.outgoing import RequestFault
from kiosk.storage.tables import IsTriedAgain

MOST: Final = 200
"""Deliveries of one run; the next one follows at once."""
WITHIN_S: Final = 60.0
"""Seconds after which a receiver that has not answered by then has failed, in this run."""


class Message(Protocol):
    """One message for a receiver."""

    @property
    def delivery(self) -> int:
        """The number of the row that says what becomes of it."""


M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class Attempt:
    """Outcome of one delivery; `is_final` where trying again cannot help."""

    delivery: int
    delivered: bool
    outcome: str
    is_final: bool = False
    may_be_there: bool = True
    """False where the receiver has certainly not taken it."""


def try_all(
    receivers: Iterable[Sequence[M]], try_each: Callable[[Sequence[M]], Iterable[Attempt]], within_s: float
) -> Sequence[Attempt]:
    """Send to each receiver in a thread; what has not come back in time has failed, and may have arrived."""
    came: Queue[Attempt] = Queue()
    open_ones = set[int]()
    for messages in receivers:
        open_ones |= {message.delivery for message in messages}
        Thread(target=_put_all, args=(messages, try_each, came), daemon=True).start()
    attempts, ends = list[Attempt](), time.monotonic() + within_s
    while open_ones:
        try:
            attempt = came.get(timeout=max(0.0, ends - time.monotonic()))
        except Empty:
            break
        attempts.append(attempt)
        open_ones.discard(attempt.delivery)
    return [*attempts, *(Attempt(each, delivered=False, outcome=RequestFault.SILENT) for each in open_ones)]


def _put_all(messages: Sequence[M], try_each: Callable[[Sequence[M]], Iterable[Attempt]], came: Queue[Attempt]) -> None:
    for attempt in try_each(messages):
        came.put(attempt)


def note(row: IsTriedAgain, attempt: Attempt, now: datetime) -> None:
    """Write down what came of it, and when it is tried again."""
    row.outcome = attempt.outcome
    if attempt.delivered:
        row.delivered_at, row.due_at = now, None
        return
    row.failures += 1
    pause: timedelta | None = None if attempt.is_final else pause_after(row.failures)
    row.due_at = now + pause if pause else None
