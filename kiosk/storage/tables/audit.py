"""The audit log: who did what, about which row, and when; never words of a client, and never a note."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.tables.base import Base, OfPractice


class AuditEntry(OfPractice, Base):
    """One act, stored in the transaction that did it."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "practice_id", "id"),)

    actor: Mapped[str]
    """The kind of actor: `domain.actors`."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The person who acted; None for every other kind of actor."""
    act: Mapped[str]
    """A word of `domain.audit.Audited`."""
    about: Mapped[str]
    """The table of the row that it is about."""
    about_id: Mapped[str]
    """The public id of that row, or its number where it has none."""
    at: Mapped[datetime]
