"""Tables of the server, of no practice: texts it asked with, tries it counts, and work in the background."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.storage.tables.base import Base


class Instance(Base):
    """The one row about this database as a whole."""

    __tablename__ = "instance"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str]
    """Goes before the numbers of events: `storage.epochs`."""
    key_check: Mapped[bytes | None]
    """Made from the server key, to tell it from another: `storage.steps.prepare` notes it."""
    chain_key: Mapped[bytes | None]
    """The key of the chains, sealed with the server key: it stays when that changes."""
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


class SentRequest(Base):
    """A visit that a program began by a request with a key, so that the same request sent again begins no other."""

    __tablename__ = "sent_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(unique=True)
    """Of the key, with the secret of the token that sent it."""
    body_hash: Mapped[bytes]
    visit: Mapped[PublicId] = mapped_column(String(2 * BYTES))
    check_in: Mapped[PublicId] = mapped_column(String(2 * BYTES))
    """The first one in that visit."""
    sent_at: Mapped[datetime] = mapped_column(index=True)


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
