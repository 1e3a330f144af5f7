"""Tables of the server, of no practice: texts it asked with, tries it counts, and work in the background."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.tables.base import Base


class Instance(Base):
    """The one row about this database as a whole."""

    __tablename__ = "instance"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str]
    """Goes before the numbers of events: `storage.epochs`."""
    key_check: Mapped[bytes | None]
    """Made from the server key, to tell it from another: `storage.schema.prepare` notes it."""
    backed_up_at: Mapped[datetime | None]
    """The time of the last backup by `kiosk backup`."""
    tried_at: Mapped[datetime | None]
    """The time of the last trial write: `storage.trial`."""


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


class Job(Base):
    """Work in the background: leased, tried again after a failure, given up after its deadline."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("practices.id"))
    """None for work that is the server's own."""
    kind: Mapped[str]
    """A `domain.jobs.JobKind`."""
    payload: Mapped[dict[str, Any]]
    """Ids and settings, never words of clients."""
    due_at: Mapped[datetime] = mapped_column(index=True)
    deadline_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_holder: Mapped[str] = mapped_column(default="")
    lease_ends_at: Mapped[datetime | None]
    """While it is leased, nobody else runs it; None while it waits."""
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    """The time when it was given up."""
    reason: Mapped[str] = mapped_column(default="")
    """The reason its last attempt failed, without content."""
