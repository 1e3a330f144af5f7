"""Webhooks: the addresses to which messages go, and the log of what was sent there."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables.base import Base, HasPublicId, IsTriedAgain, OfPractice


class Webhook(HasPublicId, OfPractice, Base):
    """An address that is told of one therapist's check-ins, until they remove it. It is never changed."""

    __tablename__ = "webhooks"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    """The name of the receiver: clients read it on their form where it gets something of their answers."""
    url: Mapped[str] = mapped_column(Sealed("webhooks.url"))
    """It may hold a secret of the receiver's."""
    secret: Mapped[str] = mapped_column(Sealed("webhooks.secret"))
    """The key of the signatures, as 32 bytes in base64."""
    causes: Mapped[str]
    """The words of `domain.webhooks.Cause` that were chosen, with spaces between them."""
    severity: Mapped[int]
    """Signals of this severity and above are told of."""
    with_content: Mapped[bool]
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """It is told nothing from then on; the row goes with the last line of its log."""


class Delivery(IsTriedAgain, HasPublicId, OfPractice, Base):
    """One message on its way, delivered or given up: its id is that of the message, whichever attempt it is."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "webhook_id", "id"),)

    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    cause: Mapped[str] = mapped_column(Sealed("deliveries.cause"))
    check_in: Mapped[PublicId | None] = mapped_column(String(2 * BYTES))
    """The id of the check-in, which may have been erased since; None for a trial."""
    at: Mapped[datetime]
    """The time of what it tells."""

    webhook: Mapped[Webhook] = relationship()
