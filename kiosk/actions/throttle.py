"""Slow down whoever keeps guessing, counted by failures: a busy practice behind one address is not in the way."""

from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.keys import keys
from kiosk.storage import failures
from kiosk.storage.db import reading, writing

RETRY_AFTER_S = 300


def is_guessing(what: str, who: str, most: int, now: datetime) -> bool:
    """Whether that one has failed at it `most` times or more within five minutes."""
    return has_failed(reading(), what, who, most, now)


def note_failure(what: str, who: str, now: datetime) -> None:
    """One more failed try."""
    with writing() as session:
        count_failure(session, what, who, now)


def has_failed(session: Session, what: str, who: str, most: int, now: datetime) -> bool:
    """The same as `is_guessing`, within the act itself: tries that come all at once are counted one by one."""
    return failures.count(session, _hash(what, who), now) >= most


def count_failure(session: Session, what: str, who: str, now: datetime) -> None:
    """One more, within the act itself."""
    failures.add(session, _hash(what, who), now)


def _hash(what: str, who: str) -> bytes:
    return keys().short_code_hash(f"{what} {who}")
