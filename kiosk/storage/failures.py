"""Failed tries, counted for all processes together."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kiosk.storage.tables import Failure

WINDOW_MINUTES = 5


def count(session: Session, who: bytes, now: datetime) -> int:
    """Failed tries within the last minutes."""
    found = select(func.sum(Failure.count)).where(Failure.who == who, Failure.minute > _minute(now) - WINDOW_MINUTES)
    return session.scalars(found).one() or 0


def add(session: Session, who: bytes, now: datetime) -> None:
    """One more; what is too old to count is taken away."""
    minute = _minute(now)
    session.execute(delete(Failure).where(Failure.minute <= minute - WINDOW_MINUTES))
    session.execute(
        insert(Failure)
        .values(who=who, minute=minute, count=1)
        .on_conflict_do_update(index_elements=["who", "minute"], set_={"count": Failure.count + 1})
    )


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60
