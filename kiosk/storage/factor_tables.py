"""The tables of what proves who somebody is, beside their password: codes from an app, recovery codes, passkeys."""

from datetime import datetime

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.tables import Base, OfPractice
from kiosk.storage.types import Sealed


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
    secret: Mapped[str] = mapped_column(Sealed)
    last_step: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """The half minute whose code was taken last: it and all before it are worth nothing any more."""
    made_at: Mapped[datetime]


class RecoveryCode(OfPractice, Base):
    """Lets one person in once without their app; `code_hash` is keyed."""

    __tablename__ = "recovery_codes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class Passkey(OfPractice, Base):
    """A key pair on a device of this person's; here is its public half."""

    __tablename__ = "passkeys"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    """How often it had signed the last time; stays 0 for one that does not count."""
    name: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Challenge(Base):
    """What a passkey has to sign: asked for once, answered once, or forgotten after some minutes."""

    __tablename__ = "challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_hash: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who wants to add a passkey; None where somebody wants to come in, whoever it will be."""
    begun_at: Mapped[datetime] = mapped_column(index=True)
