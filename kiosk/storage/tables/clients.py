"""The clients, when they are not asked, and what they aim for."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.tables.base import Base, OfPractice
from kiosk.storage.types import Sealed


class Client(OfPractice, Base):
    """A client, known by the code that their therapist chose."""

    __tablename__ = "clients"
    __table_args__ = (UniqueConstraint("therapist_id", "code"),)

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    code: Mapped[str]
    preset: Mapped[str] = mapped_column(default="individual", server_default="individual")
    """The kind of work, which chooses the form and what goes with it."""
    phase: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """Where the work stands, as the therapist sees it; empty when not said."""
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """In which they are asked; empty for the practice's."""
    larger_text: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    """Whether their form begins in larger text, one question at a time; all at once is a tap away."""
    made_at: Mapped[datetime]


class Pause(OfPractice, Base):
    """A time in which this client is not asked, and what kind of reason there is; counted apart from declining."""

    __tablename__ = "pauses"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    reason: Mapped[str]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Goal(OfPractice, Base):
    """Something client and therapist aim for, in the client's words; met by its rule or by both together."""

    __tablename__ = "goals"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(Sealed)
    within: Mapped[int | None]
    unit: Mapped[str]
    """`visits` or `weeks`; empty without a deadline."""
    agreed_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    met_by: Mapped[str]
    """`rule` or `together`; empty until it is met."""
    ended_at: Mapped[datetime | None]

    taken_back: Mapped[list["TakenBack"]] = relationship(order_by="TakenBack.id")


class TakenBack(OfPractice, Base):
    """That a goal was checked off or let go by mistake: what it had been, since when, and when it was taken back."""

    __tablename__ = "taken_back"

    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id"), index=True)
    was: Mapped[str]
    """`rule` or `together` as it had been met by, or `ended`."""
    done_at: Mapped[datetime]
    taken_back_at: Mapped[datetime]
