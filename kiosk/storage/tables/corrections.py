"""Corrections: what was found to be mistaken, and by whom it was put right, in a row of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.backends import NUMBERS_NEVER_RETURN
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables.base import Base, HasPublicId, IsChained, OfPractice
from kiosk.storage.tables.clients import Client
from kiosk.storage.tables.people import Person


class Correction(IsChained, HasPublicId, OfPractice, Base):
    """One correction by a therapist. It stays as it was made; only that it was undone is added, once."""

    __tablename__ = "corrections"
    __table_args__ = NUMBERS_NEVER_RETURN

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    """A word of `domain.corrections.CorrectionKind`."""
    reason: Mapped[str] = mapped_column(Sealed("corrections.reason"))
    """A word of `domain.corrections.CorrectionReason`; empty for a kind that needs none."""
    note: Mapped[str] = mapped_column(Sealed("corrections.note"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"), index=True)
    """The session that it is about; None for a correction of a client."""
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id"), index=True)
    """The check-in that it is about; None for a correction of a whole session, or of a client."""
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    """The client who had it before, or whom it is about; None for a correction of a whole session."""
    to_client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    """The client who has it since then."""
    was: Mapped[dict[str, Any]] = mapped_column(Sealed("corrections.was", holds=dict))
    """The values before, by their names, and for a merger the ids of what was passed on."""
    became: Mapped[dict[str, Any]] = mapped_column(Sealed("corrections.became", holds=dict))
    """The values since then."""
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    client: Mapped[Client | None] = relationship(foreign_keys=client_id)
    to_client: Mapped[Client | None] = relationship(foreign_keys=to_client_id)
