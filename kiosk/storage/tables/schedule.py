"""The schedule: people who come together under a name, sessions that are expected, and those noted without a form."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.sealed import Sealed
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice
from kiosk.storage.tables.clients import Client
from kiosk.storage.types import Day


class SavedGroup(HasPublicId, OfPractice, Base):
    """A couple, a family or a group, under a name of their therapist's choosing."""

    __tablename__ = "saved_groups"

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    """`couple`, `family` or `group`."""
    name: Mapped[str] = mapped_column(Sealed("saved_groups.name"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    members: Mapped[list["SavedMember"]] = relationship(order_by="SavedMember.id")


class SavedMember(OfPractice, Base):
    """One person of a saved group."""

    __tablename__ = "saved_members"

    group_id: Mapped[int] = mapped_column(ForeignKey("saved_groups.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)

    client: Mapped[Client] = relationship()


class Plan(HasPublicId, OfPractice, Base):
    """A session that is expected, once or every week, by the clock of the practice."""

    __tablename__ = "plans"
    __table_args__ = (Index(None, "therapist_id", "ended_on"),)

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("saved_groups.id"), index=True)
    """Either a client or a saved group; neither where a calendar names a code that is not known yet."""
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendars.id"), index=True)
    """The calendar that says so; None for one that was planned here."""
    code: Mapped[str | None] = mapped_column(Sealed("plans.code"))
    """The code as that calendar has it, which may be any word of a title."""
    first_on: Mapped[date] = mapped_column(Day)
    minute: Mapped[int]
    """Minutes from midnight on the practice's clock, which stay what they are when the clocks change."""
    weekly: Mapped[bool]
    ended_on: Mapped[date | None] = mapped_column(Day)
    """The day from which it is expected no more."""
    made_at: Mapped[datetime]

    client: Mapped[Client | None] = relationship()
    group: Mapped[SavedGroup | None] = relationship()


class NotedSession(HasPublicId, OfPractice, Base):
    """A session in which nobody was asked: held or not, and why not asked. It has no content."""

    __tablename__ = "noted_sessions"
    __table_args__ = (
        UniqueConstraint("plan_id", "day"),
        Index(None, "therapist_id", "day"),
        Index(None, "practice_id", "day"),
    )

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plans.id"))
    """The plan by which it was expected; None for one that was not."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("saved_groups.id"))
    kind: Mapped[str]
    """`individual`, `couple`, `family` or `group`."""
    day: Mapped[date] = mapped_column(Day)
    """By the practice's clock."""
    minute: Mapped[int | None]
    """From midnight; None where the time was not said."""
    became: Mapped[str]
    """A `domain.noted.Became`."""
    noted_at: Mapped[datetime]

    group: Mapped[SavedGroup | None] = relationship()
    people: Mapped[list["NotedPerson"]] = relationship(order_by="NotedPerson.id", cascade="all, delete-orphan")


class NotedPerson(OfPractice, Base):
    """One person of a noted session."""

    __tablename__ = "noted_people"

    noted_id: Mapped[int] = mapped_column(ForeignKey("noted_sessions.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)

    client: Mapped[Client] = relationship()
