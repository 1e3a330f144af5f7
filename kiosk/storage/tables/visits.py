"""Visits, the check-ins in them, and what is told of these while they are open."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.tables.base import Base, OfPractice
from kiosk.storage.tables.clients import Client
from kiosk.storage.tables.people import Person

if TYPE_CHECKING:
    from kiosk.storage.tables.answers import Repair, Response, VisitRepair


class Visit(OfPractice, Base):
    """One therapy session."""

    __tablename__ = "visits"
    __table_args__ = (Index(None, "therapist_id", "began_at"),)

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    place: Mapped[str]
    kind: Mapped[str] = mapped_column(default="individual", server_default="individual")
    """`individual`, `couple`, `family` or `group`."""
    began_at: Mapped[datetime]
    together: Mapped[list[dict[str, Any]] | None]
    """Signals about the people of this visit together, once all have answered or it was closed."""
    together_at: Mapped[datetime | None]

    therapist: Mapped[Person] = relationship()
    check_ins: Mapped[list["CheckIn"]] = relationship(back_populates="visit", order_by="CheckIn.id")
    repairs: Mapped[list["VisitRepair"]] = relationship(order_by="VisitRepair.id")


class CheckIn(OfPractice, Base):
    """One person's form at the end of a visit."""

    __tablename__ = "check_ins"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    measure: Mapped[str]
    measure_version: Mapped[int]
    language: Mapped[str]
    link_version: Mapped[int] = mapped_column(default=1)
    link_hash: Mapped[bytes | None] = mapped_column(unique=True)
    link_ends_at: Mapped[datetime]
    short_code_turn: Mapped[int] = mapped_column(default=1)
    short_code_hash: Mapped[bytes | None] = mapped_column(unique=True)
    short_code_ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    begun_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    """When the result was shown: as it came, or when the therapist asked for what was held back from the screen."""
    seen_at: Mapped[datetime | None]
    """When the result first stood on the therapist's screen with somebody there to see it."""

    visit: Mapped[Visit] = relationship(back_populates="check_ins")
    client: Mapped[Client] = relationship()
    response: Mapped["Response | None"] = relationship(back_populates="check_in")
    repairs: Mapped[list["Repair"]] = relationship(order_by="Repair.id")


class Event(OfPractice, Base):
    """Something a therapist's open page should hear of: a number and a kind, never a text or a score."""

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "person_id", "id"),
        Index(None, "check_in_id", "id"),
        {"sqlite_autoincrement": True},
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"))
    tablet_id: Mapped[int | None]
    """The tablet that should hear of it too."""
    kind: Mapped[str]
    at: Mapped[datetime]
