"""The tables of what proves who somebody is, beside their password: codes, passkeys, and tokens of programs."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.sealed import CODES, Sealed
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice


class HalfLogin(OfPractice, Base):
    """The password was right, and the code is still to come: it opens nothing but the page that asks for one."""

    __tablename__ = "half_logins"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    begun_at: Mapped[datetime] = mapped_column(index=True)


class CodeApp(OfPractice, Base):
    """The app that shows codes for one person."""

    __tablename__ = "code_apps"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    secret: Mapped[str] = mapped_column(Sealed("code_apps.secret", CODES, by="person_id"))
    last_step: Mapped[int] = mapped_column(default=0)
    """The half minute whose code was taken last: it and all before it are worth nothing any more."""
    made_at: Mapped[datetime]


class RecoveryCode(OfPractice, Base):
    """Lets one person in once without their app; `code_hash` is keyed."""

    __tablename__ = "recovery_codes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class Passkey(HasPublicId, OfPractice, Base):
    """A key pair on a device of this person's; here is its public half."""

    __tablename__ = "passkeys"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    """The signature count at its last use; stays 0 for a passkey that does not count."""
    name: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(HasPublicId, OfPractice, Base):
    """A token by which a program acts for a person, until it ends; revoking deletes it."""

    __tablename__ = "api_tokens"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    """The name of the program: clients read it on their form."""
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[str]
    """The words of its scopes, with spaces between them."""
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """The time of its last use, to the hour; None before the first."""


class Challenge(Base):
    """A challenge for a passkey to sign: asked for once, answered once, or forgotten after some minutes."""

    __tablename__ = "challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_hash: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The person who adds a passkey; None for a login, whose person is not known yet."""
    begun_at: Mapped[datetime] = mapped_column(index=True)
