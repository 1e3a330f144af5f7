"""Slow down whoever keeps guessing, counted by failures: a busy practice behind one address is not in the way."""

from datetime import datetime

from kiosk.keys import keys
from kiosk.storage import failures
from kiosk.storage.db import reading, writing

RETRY_AFTER_S = 300


def is_guessing(what: str, who: str, most: int, now: datetime) -> bool:
    """Whether that one has failed at it `most` times or more within five minutes."""
    return failures.count(reading(), _hash(what, who), now) >= most


def note_failure(what: str, who: str, now: datetime) -> None:
    """One more failed try."""
    with writing() as session:
        failures.add(session, _hash(what, who), now)


def _hash(what: str, who: str) -> bytes:
    return keys().short_code_hash(f"{what} {who}")
