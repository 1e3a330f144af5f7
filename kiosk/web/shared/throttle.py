"""Slows down whoever tries links that open nothing, and nobody whose link opens a form.

Counted in this process alone: looking at a link writes nothing, whichever link it is, and takes no longer for one that
was real once. A link has 128 bits; so what is held back here is the load and the log of a guesser, not a lucky find.
"""

from datetime import datetime, timedelta
from threading import Lock

from flask import current_app

from kiosk.network import network_of

MOST = 100
WINDOW = timedelta(minutes=5)
MOST_VISITORS = 10_000


class Tries:
    """Links that opened nothing, by who asked for them."""

    def __init__(self) -> None:
        """Nobody has tried anything yet."""
        self._counted: dict[str, tuple[datetime, int]] = {}
        self._lock = Lock()

    def are_too_many(self, visitor: str, now: datetime) -> bool:
        """Count one more, and say whether it is beyond what a busy clinic behind one address comes to."""
        who = network_of(visitor)
        with self._lock:
            begun, count = self._counted.pop(who, (now, 0))
            if now - begun >= WINDOW:
                begun, count = now, 0
            # Put at the end: what is thrown away for room is whoever was heard of least lately.
            self._counted[who] = (begun, count + 1)
            if len(self._counted) > MOST_VISITORS:
                del self._counted[next(iter(self._counted))]
        return count >= MOST


def tries() -> Tries:
    """Those of the running app."""
    found = current_app.extensions["kiosk-tries"]
    if not isinstance(found, Tries):
        raise TypeError("The app was made without its tries: use create_app.")
    return found
