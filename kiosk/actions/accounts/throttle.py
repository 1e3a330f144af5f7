"""Slow down whoever keeps guessing, counted by failures: a busy practice behind one address is not in the way."""

from datetime import datetime

from kiosk.domain.actors import Actor
from kiosk.keys import keys
from kiosk.storage import failures, people
from kiosk.storage.db import reading
from kiosk.storage.people import NOBODY
from kiosk.storage.sessions import ReadSession
from kiosk.storage.work import Work, unit_of_work

RETRY_AFTER_S = 300


def is_guessing(what: str, who: str, most: int, now: datetime) -> bool:
    """Return whether `who` has failed at `what` `most` times or more within five minutes."""
    return has_failed(reading(), what, who, most, now)


def note_failure(actor: Actor, what: str, who: str, now: datetime) -> None:
    """One more failed try."""
    with unit_of_work(actor, now, people.practice_of(NOBODY)) as work:
        count_failure(work, what, who)


def has_failed(session: ReadSession, what: str, who: str, most: int, now: datetime) -> bool:
    """The same as `is_guessing`, within the act itself: tries that come all at once are counted one by one."""
    return failures.count(session, _hash(what, who), now) >= most


def count_failure(work: Work, what: str, who: str) -> None:
    """One more, within the act itself."""
    failures.add(work.session, _hash(what, who), work.now)


def _hash(what: str, who: str) -> bytes:
    return keys().short_code_hash(f"{what} {who}")
