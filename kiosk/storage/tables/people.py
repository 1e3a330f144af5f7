"""The practice, and those who log in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.domain.lifecycle import LINK_MINUTES
from kiosk.storage.tables.base import Base, OfPractice


class Practice(Base):
    """The organisation whose data this is."""

    __tablename__ = "practices"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    crisis_text: Mapped[str] = mapped_column(default="")
    crisis_language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """In which that sentence is written; empty for the server's language."""
    crisis_texts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """The same sentence in other languages, by their tags."""
    crisis_number: Mapped[str] = mapped_column(default="")
    asks_strain: Mapped[bool] = mapped_column(default=False)
    buttons_first: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    """Whether forms begin with buttons from 0 to 10; lines are a tap away, as buttons are otherwise."""
    link_minutes: Mapped[int] = mapped_column(default=LINK_MINUTES, server_default="60")
    """How long a link opens its form, from the moment it is made."""
    holds_room: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    holds_calls: Mapped[bool] = mapped_column(default=True, server_default=text("1"))
    holds_several: Mapped[bool] = mapped_column(default=True, server_default=text("1"))
    """Where results wait until they are asked for: with one client in the room, on a call, with several people."""
    thresholds: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Thresholds this practice has moved, in points, by rule and name."""
    time_zone: Mapped[str] = mapped_column(default="UTC")
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """In which a client is asked who has no language of their own; empty for the server's."""
    tablet_idle_s: Mapped[int] = mapped_column(default=90, server_default=text("90"))
    """Seconds without a touch after which a form on a tablet asks whether somebody is still there."""
    tablets_larger_text: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    """Whether forms on tablets begin in larger text, whoever they are for."""
    made_at: Mapped[datetime]


class Person(OfPractice, Base):
    """Somebody with a login; `roles` is a set, kept as words with spaces between."""

    __tablename__ = "people"

    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    roles: Mapped[str]
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """The language of their pages; empty until they choose one."""
    disabled_at: Mapped[datetime | None]
    made_at: Mapped[datetime]

    practice: Mapped[Practice] = relationship()


class Login(OfPractice, Base):
    """One browser that is logged in; logging out deletes it."""

    __tablename__ = "logins"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    begun_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class OneTimeLink(OfPractice, Base):
    """A link that works once: the first administrator's, or a demo's."""

    __tablename__ = "one_time_links"

    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
