"""The tables of the tablets: those that are paired, and those that wait to be."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.tables import Base, CheckIn, OfPractice, Practice, Visit


class Tablet(OfPractice, Base):
    """A paired device that shows check-ins and nothing else."""

    __tablename__ = "tablets"
    __table_args__ = (Index(None, "practice_id", "switched_off_at"),)

    room: Mapped[str]
    name: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """What tells the device from another in the same room; may be empty."""
    theme: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """`light` or `dark`; empty: as the device wishes."""
    credential_hash: Mapped[bytes] = mapped_column(unique=True)
    former_hash: Mapped[bytes | None]
    renewed_at: Mapped[datetime | None]
    """None until the device has taken its place."""
    in_charge: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """The page that speaks for the tablet, by the name it gave itself."""
    contender: Mapped[str] = mapped_column(default="", server_default=text("''"))
    contested_at: Mapped[datetime | None]
    met: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    """The page in charge was heard after the contender came."""
    paired_at: Mapped[datetime]
    last_heard_at: Mapped[datetime | None]
    switched_off_at: Mapped[datetime | None]
    shut_out_at: Mapped[datetime | None]
    """When a copy of its credential was last refused."""
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id", ondelete="SET NULL"), index=True)
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id", ondelete="SET NULL"), index=True)
    """What was sent to it last; whether that is still to be answered, the check-in says."""
    handed_on: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """Why the form before left, while the tablet is on its way to the next person; empty while a form is shown."""
    turn: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """How many times something was sent to it or taken back: the same form sent again is another showing."""

    practice: Mapped[Practice] = relationship()
    check_in: Mapped[CheckIn | None] = relationship()
    visit: Mapped[Visit | None] = relationship()


class Pairing(Base):
    """A device that shows a code and waits for an administrator to type it; it is nobody's yet."""

    __tablename__ = "pairings"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    """Becomes the hash of the tablet's first credential, which the device holds from the beginning."""
    begun_at: Mapped[datetime] = mapped_column(index=True)
