"""The tables of what proves who somebody is, beside their password: codes from an app, and recovery codes."""

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
