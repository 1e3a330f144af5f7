"""Readings: what was shown of clients goes into the audit log; where it cannot, the page is shown and the gap counted.

The same reading by the same person from the same place is kept once in ten minutes: an open page fetches its parts
again and again.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from kiosk.domain.actors import ByToken, Staff
from kiosk.domain.audit import Audited
from kiosk.domain.public_ids import PublicId
from kiosk.storage.work import NewAuditEntry, unit_of_work

log = logging.getLogger(__name__)

AGAIN_AFTER: Final = timedelta(minutes=10)
PATIENCE_S: Final = 0.5
"""The longest time, in seconds, that a page waits for its reading to be kept while others write."""
MOST_REMEMBERED: Final = 10_000


@dataclass(frozen=True)
class Reading:
    """A thing that was shown: the kind of reading, and the row that it is about."""

    act: Audited
    about: str
    """The table of the row."""
    about_id: str
    client: PublicId | None = None
    """The client whose row that is; None for lists."""


Known = tuple[int, str, Reading]


class Readings:
    """The readings that this process has kept lately, and how many it could not keep."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._kept: OrderedDict[Known, datetime] = OrderedDict()
        self._lock = Lock()
        self.missed: dict[int, int] = {}
        """By practice; they are told by an entry of their own as soon as one can be kept."""

    def keep(self, actor: Staff | ByToken, read: Sequence[Reading], now: datetime) -> None:
        """Keep what was read, unless it was kept just now. Raises nothing: the page is made already."""
        new = self._not_yet(actor, dict.fromkeys(read), now)
        if not new:
            return
        practice, missed = actor.practice_id, self.missed.get(actor.practice_id, 0)
        try:
            with unit_of_work(actor, now, patience_s=PATIENCE_S) as work:
                if missed:
                    gap = NewAuditEntry(practice, Audited.READS_MISSED, "practices", f"{practice}", count=missed)
                    work.audit_entry(gap)
                for one in new:
                    work.audit_entry(NewAuditEntry(practice, one.act, one.about, one.about_id, one.client))
        except Exception as fault:  # noqa: BLE001 -- the page is made, and is shown whatever fails here
            with self._lock:
                self.missed[practice] = missed + len(new)
            log.warning("%s readings could not be kept in the audit log: %s", len(new), type(fault).__name__)
            return
        with self._lock:
            self.missed.pop(practice, None)
            self._kept |= {_known(actor, one): now for one in new}
            while len(self._kept) > MOST_REMEMBERED:
                self._kept.popitem(last=False)

    def _not_yet(self, actor: Staff | ByToken, read: Iterable[Reading], now: datetime) -> list[Reading]:
        with self._lock:
            found = [(one, self._kept.get(_known(actor, one))) for one in read]
        return [one for one, at in found if at is None or abs(now - at) >= AGAIN_AFTER]


def _known(actor: Staff | ByToken, one: Reading) -> Known:
    who = actor.person_id if isinstance(actor, Staff) else -actor.token_id
    return who, actor.origin, one
