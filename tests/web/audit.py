"""The audit log as tests read it."""

from sqlalchemy import select

from kiosk.storage.db import reading
from kiosk.storage.tables import AuditEntry
from tests.support.practice import Cast

LOG = ("audit", "chain")
"""The tables of the log, which looking adds to."""
Line = tuple[str, int | None, str, str]


def entries(cast: Cast) -> list[AuditEntry]:
    """Give every entry, oldest first."""
    with cast.on_stage():
        return list(reading().scalars(select(AuditEntry).order_by(AuditEntry.id)))


def audited(cast: Cast, since: int = 0) -> list[Line]:
    """Give actor, person, act and table of every entry but the first `since`."""
    return [(one.actor, one.person_id, one.act, one.about) for one in entries(cast)[since:]]
