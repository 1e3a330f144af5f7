"""The audit log: who did and who saw what, and when, without content; and the chain that shows whether rows changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.storage.tables.base import Base, IsChained, OfPractice


class AuditEntry(IsChained, OfPractice, Base):
    """One act, stored in the transaction that did it; or one reading, stored after the page was made."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "practice_id", "id"), Index(None, "client", "id"))

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
    client: Mapped[PublicId | None] = mapped_column(String(2 * BYTES))
    """The client whose row that is, for readings and for acts on the client; it stays when the client is erased."""
    origin: Mapped[str]
    """The network address and browser of a person who reads or is logged in; empty for every other kind of actor."""
    count: Mapped[int]
    """Number of readings it stands for: 1, but for those that could not be kept."""
    at: Mapped[datetime]


class Ticket(IsChained, OfPractice, Base):
    """Leave to delete rows of a table, or to change what is sealed in them: within the transaction that adds it.

    It is closed at the end of that transaction, and stays, so that the chain tells a row that was erased from one that
    was taken away.
    """

    __tablename__ = "tickets"
    __table_args__ = (Index(None, "practice_id", "about", "first_id"),)

    about: Mapped[str]
    """The table of the rows."""
    first_id: Mapped[int]
    """The number of the first row that may go."""
    last_id: Mapped[int]
    """The number of the last one."""
    reason: Mapped[str]
    """A `domain.removals.Removal`."""
    made_at: Mapped[datetime]
    is_open: Mapped[bool]


class ChainLink(OfPractice, Base):
    """One row of a chained table as it was stored: the salted digest of its content, tied to the link before it."""

    __tablename__ = "chain"
    __table_args__ = (UniqueConstraint("practice_id", "place"), Index(None, "about", "row_id"))

    place: Mapped[int]
    """Counted from 1 in each practice."""
    about: Mapped[str]
    """The table of the row."""
    row_id: Mapped[int]
    """The number of the row; where it comes back after an erasure, the latest link is the row's."""
    digest: Mapped[bytes]
    """SHA-256 over the row's salt and content. The salt goes with the row, and what is left says nothing of it."""
    mac: Mapped[bytes]
    """HMAC-SHA-256 over the link before and this one."""
