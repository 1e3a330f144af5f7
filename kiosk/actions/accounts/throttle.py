"""Slow down whoever keeps guessing, counted by failures: a busy practice behind one address is not in the way.

Counted in the database, so for all workers and servers together. A try is counted before it is judged, and taken back
when it was right: of three hundred that come at once no more are judged than the limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.actors import Actor
from kiosk.keys import keys
from kiosk.storage import failures, people
from kiosk.storage.db import reading
from kiosk.storage.people import NOBODY
from kiosk.storage.sessions import ReadSession
from kiosk.storage.work import Work, unit_of_work

RETRY_AFTER_S = failures.WINDOW_MINUTES * 60


@dataclass(frozen=True)
class Limit:
    """The number of times that `who` may fail at `what` within five minutes."""

    what: str
    who: str
    most: int


def is_guessing(what: str, who: str, most: int, now: datetime) -> bool:
    """Return whether `who` has failed at `what` `most` times or more within five minutes."""
    return has_failed(reading(), what, who, most, now)


def admit(actor: Actor, limits: Sequence[Limit], now: datetime) -> bool:
    """Count one more try under each limit, before it is judged; False, and nothing counted, where one is reached."""
    if any(has_failed(reading(), limit.what, limit.who, limit.most, now) for limit in limits):
        return False
    try:
        with unit_of_work(actor, now, people.practice_of(NOBODY)) as work:
            for limit in limits:
                _count_within(work, limit)
    except _ReachedError:
        return False
    return True


class _ReachedError(Exception):
    """This try is beyond the limit, and is not counted."""


def _count_within(work: Work, limit: Limit) -> None:
    """Count first and look then: on PostgreSQL others count at the same time, and wait for this row alone."""
    count_failure(work, limit.what, limit.who)
    if has_failed(work.session, limit.what, limit.who, limit.most + 1, work.now):
        raise _ReachedError


def was_right(actor: Actor, limits: Sequence[Limit], now: datetime) -> None:
    """Count one try less under each limit."""
    with unit_of_work(actor, now, people.practice_of(NOBODY)) as work:
        take_back(work, limits)


def take_back(work: Work, limits: Sequence[Limit]) -> None:
    """Count one try less under each limit: it was right. Within the act that it led to."""
    for limit in limits:
        failures.take_back(work.session, _hash(limit.what, limit.who), work.now)


def has_failed(session: ReadSession, what: str, who: str, most: int, now: datetime) -> bool:
    """The same as `is_guessing`, within the act itself: tries that come all at once are counted one by one."""
    return failures.count(session, _hash(what, who), now) >= most


def count_failure(work: Work, what: str, who: str) -> None:
    """One more, within the act itself."""
    failures.add(work.session, _hash(what, who), work.now)


def _hash(what: str, who: str) -> bytes:
    return keys().short_code_hash(f"{what} {who}")
