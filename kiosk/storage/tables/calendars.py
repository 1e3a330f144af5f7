"""A therapist's own calendar, and what was said of codes in it that are no client's by themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.domain.public_ids import BYTES
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice
from kiosk.storage.tables.clients import Client


class Calendar(HasPublicId, OfPractice, Base):
    """The one calendar of a therapist: an address that is read every few minutes, or a file that was read once.

    Of its entries, plans with its number are all that is kept.
    """

    __tablename__ = "calendars"

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    url: Mapped[str] = mapped_column(Sealed("calendars.url"))
    """The private address of the feed, a secret; empty for a file."""
    file: Mapped[str] = mapped_column(String(2 * BYTES))
    """The name of the sealed file that was uploaded, until it was read; else empty."""
    pattern: Mapped[str] = mapped_column(Sealed("calendars.pattern"))
    """The pattern that finds a code in a title; empty until the therapist chose it."""
    look: Mapped[str] = mapped_column(Sealed("calendars.look"))
    """The next entries as JSON, on which a pattern is tried; empty but while it is chosen."""
    looked_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """The time of the next reading; None where none follows."""
    read_at: Mapped[datetime | None]
    """The time of the last reading that was possible."""
    failures: Mapped[int]
    """Readings since then that were not."""
    fault: Mapped[str]
    """The reason for the last of them: `status 404`, or a word of `outgoing.Fault` or `domain.calendars.Trouble`."""
    etag: Mapped[str]
    """The version that was read, as the other server names it."""
    entries: Mapped[int]
    """Entries with a time of the day when it was last read, and below, those among them with a code."""
    with_code: Mapped[int]

    codes: Mapped[list["CalendarCode"]] = relationship(order_by="CalendarCode.id", cascade="all, delete-orphan")


class CalendarCode(HasPublicId, OfPractice, Base):
    """A code in a calendar, or several of one entry (`C-1 + C-2`), of which its therapist said whose they are."""

    __tablename__ = "calendar_codes"

    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id"), index=True)
    code: Mapped[str] = mapped_column(Sealed("calendar_codes.code"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    """None for nobody: entries with that code are left out."""
    is_apart: Mapped[bool] = mapped_column(default=False)
    """True for several codes of one entry, each of which is a session of its own."""

    client: Mapped[Client | None] = relationship()
