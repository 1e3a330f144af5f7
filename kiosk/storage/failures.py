"""Failed tries, counted for all processes together."""

from datetime import datetime
from typing import Final

from sqlalchemy import LargeBinary, bindparam, delete, func, select, text, update

from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Failure

WINDOW_MINUTES = 5
_ONE_MORE: Final = text(
    "INSERT INTO failures (who, minute, count) VALUES (:who, :minute, 1)"
    " ON CONFLICT (who, minute) DO UPDATE SET count = failures.count + 1"
).bindparams(bindparam("who", type_=LargeBinary))


def count(session: ReadSession, who: bytes, now: datetime) -> int:
    """Failed tries within the last minutes."""
    found = select(func.sum(Failure.count)).where(Failure.who == who, Failure.minute > _minute(now) - WINDOW_MINUTES)
    return session.scalars(found).one() or 0


def add(session: WriteSession, who: bytes, now: datetime) -> None:
    """Count one more, whoever else counts at the same time."""
    session.execute(_ONE_MORE, {"who": who, "minute": _minute(now)})


def take_back(session: WriteSession, who: bytes, now: datetime) -> None:
    """Count one less in this minute, or in the one before where it was counted there."""
    counted = Failure.who == who, Failure.minute.in_((_minute(now), _minute(now) - 1)), Failure.count > 0
    latest = select(func.max(Failure.id)).where(*counted).scalar_subquery()
    session.execute(update(Failure).where(Failure.id == latest).values(count=Failure.count - 1))
    session.execute(delete(Failure).where(Failure.who == who, Failure.count == 0))


def delete_old(session: WriteSession, now: datetime) -> None:
    """Forget tries that no longer count."""
    session.execute(delete(Failure).where(Failure.minute <= _minute(now) - WINDOW_MINUTES))


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60
