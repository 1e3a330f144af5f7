"""What is the server's own, and no practice's: texts it asked with, and tries it counts."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.tables.base import Base


class KeptMeasure(Base):
    """The text of a measure as it was when somebody was first asked with it: its file may go, the answers stay."""

    __tablename__ = "kept_measures"
    __table_args__ = (UniqueConstraint("measure", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    kept_at: Mapped[datetime]


class Failure(Base):
    """Failed tries at a login or a short code, counted by the minute; `who` is a keyed hash."""

    __tablename__ = "failures"
    __table_args__ = (UniqueConstraint("who", "minute"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[bytes]
    minute: Mapped[int]
    count: Mapped[int]
