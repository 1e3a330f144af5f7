"""Failed tries, counted for all processes together."""

from datetime import datetime
from typing import Final

from sqlalchemy import LargeBinary, bindparam, delete, func, select, text

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


def delete_old(session: WriteSession, now: datetime) -> None:
    """Forget tries that no longer count."""
    session.execute(delete(Failure).where(Failure.minute <= _minute(now) - WINDOW_MINUTES))


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60
