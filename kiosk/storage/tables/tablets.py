"""The tables of the tablets: those that are paired, and those that wait to be."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice, new_public_id
from kiosk.storage.tables.people import Practice
from kiosk.storage.tables.visits import CheckIn, Visit


class Tablet(HasPublicId, OfPractice, Base):
    """A paired device that shows check-ins and nothing else."""

    __tablename__ = "tablets"
    __table_args__ = (Index(None, "practice_id", "switched_off_at"),)

    room: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    """A name that tells the device from another in the same room; may be empty."""
    theme: Mapped[str] = mapped_column(default="")
    """`light` or `dark`; empty: as the device wishes."""
    credential_hash: Mapped[bytes] = mapped_column(unique=True)
    former_hash: Mapped[bytes | None]
    renewed_at: Mapped[datetime | None]
    """None until the device has taken its place."""
    in_charge: Mapped[str] = mapped_column(default="")
    """The page that speaks for the tablet, by the name it gave itself."""
    contender: Mapped[str] = mapped_column(default="")
    contested_at: Mapped[datetime | None]
    stage: Mapped[int] = mapped_column(default=0)
    """The evidence so far on whether the contender is another device: `domain.pairing.Stage`."""
    pairing: Mapped[str] = mapped_column(default="")
    """Random, and in each credential of this pairing: those of another, of this number too, are nothing here."""
    before: Mapped[str] = mapped_column(default="")
    """The page that was in charge before."""
    came_with: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[int] = mapped_column(default=0)
    issued: Mapped[int] = mapped_column(default=0)
    """Numbers of credentials, as in `domain.pairing.Standing`."""
    taken_from: Mapped[int] = mapped_column(default=0)
    """The lowest number that is still taken: what was made before a copy was proven is not."""
    paired_at: Mapped[datetime]
    last_heard_at: Mapped[datetime | None]
    switched_off_at: Mapped[datetime | None]
    shut_out_at: Mapped[datetime | None]
    """The time when a copy of its credential was last refused, until an administrator has read it."""
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id", ondelete="SET NULL"), index=True)
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id", ondelete="SET NULL"), index=True)
    """The check-in that was sent to it last; its state says whether it is still to be answered."""
    handed_on: Mapped[str] = mapped_column(default="")
    """The reason the form before left, while the tablet goes to the next person; empty while a form is shown."""
    sent_at: Mapped[datetime | None]
    """The time when its present screen was sent to it."""
    touched_at: Mapped[datetime | None]
    """The time when its form was last touched, as far as it has told."""
    turn: Mapped[PublicId] = mapped_column(String(2 * BYTES), default=new_public_id)
    """Random, and another as soon as something is sent to it or taken back: a form sent again is another showing."""

    practice: Mapped[Practice] = relationship()
    check_in: Mapped[CheckIn | None] = relationship()
    visit: Mapped[Visit | None] = relationship()


class TabletCopy(OfPractice, Base):
    """A proof that two devices held the credential of one tablet: what was known when it was found."""

    __tablename__ = "tablet_copies"

    tablet_id: Mapped[int] = mapped_column(ForeignKey("tablets.id", ondelete="CASCADE"), index=True)
    found_at: Mapped[datetime]
    verdict: Mapped[str]
    """The device that was shut out: `shut-out` the one that came, `returns` the one in charge, `neither`: both."""
    came_at: Mapped[datetime | None]
    """The time when the second device first asked."""
    made_at: Mapped[datetime | None]
    """The time when the second device's credential was made: it was copied then, or soon after."""


class Pairing(Base):
    """A device that shows a code and waits for an administrator to type it; it is nobody's yet."""

    __tablename__ = "pairings"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    """Becomes the hash of the tablet's first credential, which the device holds from the beginning."""
    begun_at: Mapped[datetime] = mapped_column(index=True)
