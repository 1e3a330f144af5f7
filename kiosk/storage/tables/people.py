"""The practice, and those who log in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from kiosk.domain.actors import Role
from kiosk.domain.audit import AUDIT_YEARS
from kiosk.domain.lifecycle import LINK_MINUTES
from kiosk.storage.sealed import Indexed, Sealed
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice
from kiosk.storage.tables.factors import ApiToken
from kiosk.storage.tables.webhooks import Webhook

_ROLES = frozenset(Role)


def known_roles(words: Iterable[str | None]) -> frozenset[Role]:
    """Return the roles among these words of the table; a word that is no role allows nothing."""
    return frozenset(Role(word) for word in words if word in _ROLES)


class Practice(Base):
    """The organisation whose data this is."""

    __tablename__ = "practices"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    crisis_text: Mapped[str] = mapped_column(default="")
    crisis_language: Mapped[str] = mapped_column(default="")
    """In which that sentence is written; empty for the server's language."""
    crisis_texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The same sentence in other languages, by their tags."""
    crisis_number: Mapped[str] = mapped_column(default="")
    asks_strain: Mapped[bool] = mapped_column(default=False)
    asks_obstacle: Mapped[bool] = mapped_column(default=False)
    """True if a form that asks whether anything got in the way also asks what it was."""
    buttons_first: Mapped[bool] = mapped_column(default=False)
    """True when forms begin with buttons from 0 to 10; lines are a tap away, as buttons are otherwise."""
    link_minutes: Mapped[int] = mapped_column(default=LINK_MINUTES)
    """Minutes for which a link opens its form, from the moment it is made."""
    holds_room: Mapped[bool] = mapped_column(default=False)
    holds_calls: Mapped[bool] = mapped_column(default=True)
    holds_several: Mapped[bool] = mapped_column(default=True)
    """True when results wait until they are asked for: with one client in the room, on a call, with several people."""
    thresholds: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Thresholds this practice has moved, in points, by rule and name."""
    time_zone: Mapped[str] = mapped_column(default="UTC")
    paper: Mapped[str] = mapped_column(String(12), default="a4")
    """The size of its paper, for PDF files: `a4` or `us-letter`."""
    language: Mapped[str] = mapped_column(default="")
    """In which a client is asked who has no language of their own; empty for the server's."""
    tablet_idle_s: Mapped[int] = mapped_column(default=90)
    """Seconds without a touch after which a form on a tablet asks whether somebody is still there."""
    tablets_larger_text: Mapped[bool] = mapped_column(default=False)
    """True when forms on tablets begin in larger text, whoever they are for."""
    law_years: Mapped[int] = mapped_column(default=0)
    """Years after the last contact for which the law asks to keep a client's record; 0 where none does."""
    retain_years: Mapped[int] = mapped_column(default=0)
    """Years after the last contact when a client's record is to be looked over, to be erased; 0 for never."""
    retain_words_years: Mapped[int] = mapped_column(default=0)
    """The same for the words that clients added, which may go before the marks."""
    audit_years: Mapped[int] = mapped_column(default=AUDIT_YEARS)
    """Years for which entries of the audit log are kept."""
    notice_texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The practice's own privacy notice, by language; the template where it has none."""
    notice_contact: Mapped[str] = mapped_column(default="")
    """A name, address or email that clients can ask about what is kept; empty for the practice's name."""
    notice_host: Mapped[str] = mapped_column(default="")
    """The company on whose computer the data is kept; empty where it is the practice's own."""
    duty_minutes: Mapped[int] = mapped_column(default=0)
    """Minutes after which a colleague on duty is told of a call for help that nobody has seen; 0 for never."""
    made_at: Mapped[datetime]


class Person(HasPublicId, OfPractice, Base):
    """Somebody with a login."""

    __tablename__ = "people"

    name: Mapped[str]
    email: Mapped[str] = mapped_column(Sealed("people.email"))
    email_index: Mapped[Any] = mapped_column(Indexed("people.email", of="email"), unique=True)
    """For conditions: `Person.email_index == email`."""
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(default="")
    """The language of their pages; empty until they choose one."""
    disabled_at: Mapped[datetime | None]
    logged_in_at: Mapped[datetime | None]
    """The time of their last login; None before the first."""
    export_format: Mapped[str] = mapped_column(default="")
    """The kind of file that they chose last for an export; empty before the first."""
    left_seen: Mapped[str | None]
    """A fingerprint of the answers for therapists who can no longer log in that an administrator has put away."""
    record_taken_at: Mapped[datetime | None]
    """Time at which another administrator took a client's record, until this one has put the notice of it away."""
    on_duty: Mapped[bool] = mapped_column(default=False)
    """True once they agreed to be told of colleagues' calls for help that nobody has seen."""
    made_at: Mapped[datetime]

    practice: Mapped[Practice] = relationship()
    given_roles: Mapped[list["GivenRole"]] = relationship(
        foreign_keys="GivenRole.person_id", order_by="GivenRole.id", cascade="all, delete-orphan"
    )

    tokens: Mapped[list[ApiToken]] = relationship(viewonly=True, order_by="ApiToken.id")
    webhooks: Mapped[list[Webhook]] = relationship(
        primaryjoin="and_(Person.id == Webhook.person_id, Webhook.removed_at.is_(None))",
        order_by="Webhook.id",
        viewonly=True,
    )
    """Those that are told of this therapist's check-ins now."""
    supervisions: Mapped[list["Supervision"]] = relationship(
        primaryjoin="and_(Person.id == Supervision.therapist_id, Supervision.ended_at.is_(None))",
        order_by="Supervision.id",
        viewonly=True,
    )
    """The agreements of this therapist with supervisors that hold now."""

    @validates("email")
    def _index_email(self, _name: str, email: str) -> str:
        self.email_index = email
        return email

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that this person holds now."""
        return known_roles(given.role for given in self.given_roles)


class GivenRole(OfPractice, Base):
    """A role that somebody was given on purpose; taking it away deletes the row."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The colleague who gave it; None where it came from the command line or from setting up the practice."""
    given_at: Mapped[datetime]


class Supervision(HasPublicId, OfPractice, Base):
    """An agreement between a therapist and a supervisor, who sees what becomes of the therapist's check-ins."""

    __tablename__ = "supervisions"

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    agreed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    therapist: Mapped[Person] = relationship(foreign_keys=[therapist_id])
    supervisor: Mapped[Person] = relationship(foreign_keys=[supervisor_id])
    shares: Mapped[list["SharedWords"]] = relationship(
        primaryjoin="and_(Supervision.id == SharedWords.supervision_id, SharedWords.ended_at.is_(None))",
        order_by="SharedWords.id",
        viewonly=True,
    )
    """The clients whose words are shared with the supervisor now."""


class SharedWords(HasPublicId, OfPractice, Base):
    """One client's words, shared by their therapist with a supervisor: those of forms that said so."""

    __tablename__ = "shared_words"

    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervisions.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    shared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Login(HasPublicId, OfPractice, Base):
    """One browser that is logged in; logging out deletes it."""

    __tablename__ = "logins"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
    """The time when this person last showed who they are."""
    used_at: Mapped[datetime | None]
    """The time when something was last saved by it, to the minute."""
    device: Mapped[str] = mapped_column(default="")
    """Browser and system as it names them, for its owner to tell it from others; empty where it names none."""

    person: Mapped[Person] = relationship()


class OneTimeLink(OfPractice, Base):
    """A link that logs a person in, or sets the practice up, once; using it deletes it."""

    __tablename__ = "one_time_links"

    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None for the set-up of a practice that has nobody yet."""
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    ends_at: Mapped[datetime]
