"""Erasures: what was deleted for good and when, never what it held, and what the law still keeps, sealed and closed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables.base import Base, HasPublicId, IsChained, OfPractice
from kiosk.storage.types import Day


class Erasure(HasPublicId, OfPractice, Base):
    """One erasure: of a client, of an answer, or of the words in one. It holds nothing of what was erased."""

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "practice_id", "id"),)

    what: Mapped[str]
    """A word of `domain.erasure.What`."""
    about_id: Mapped[PublicId] = mapped_column(String(2 * BYTES))
    """The public id that the client or the check-in had."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The person who erased it; None for the command line and for a restore."""
    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    """The therapist whose client it was: whose programs are told that it is gone."""
    at: Mapped[datetime]
    kept_until: Mapped[date | None] = mapped_column(Day)
    """The last day on which the law still asks for it; None where it was erased at once."""
    was_retention: Mapped[bool] = mapped_column(default=False)
    """True where nobody had asked for it: the practice keeps nothing for longer."""


class ErasedRow(IsChained, OfPractice, Base):
    """The ticket by which a protected row is deleted or changed, and afterwards the reason why it is not there.

    The triggers of `responses`, `safety_records` and `corrections` let nothing pass without one, and their numbers are
    never given to another row. Digests of an erased row stay in the chain: this row, which has a
    link itself, says that it may be gone. So it is added as an object, in the unit of work of the erasure.
    """

    __tablename__ = "erased_rows"
    __table_args__ = (UniqueConstraint("about", "number", "part"),)

    erasure_id: Mapped[int] = mapped_column(ForeignKey("erasures.id"), index=True)
    about: Mapped[str]
    """The table of the row."""
    number: Mapped[int]
    """Its row number."""
    part: Mapped[str]
    """`row`: it is deleted; `words`: its words are emptied; `told`: what it said of an erased answer is told again."""


class KeptRecord(OfPractice, Base):
    """A record that was to be erased and that the law still asks for: sealed, and read by no page and no program."""

    __tablename__ = "kept_records"

    erasure_id: Mapped[int] = mapped_column(ForeignKey("erasures.id"), unique=True)
    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    """The therapist whose client it was."""
    code: Mapped[str] = mapped_column(Sealed("kept_records.code", by="erasure_id"))
    content: Mapped[str] = mapped_column(Sealed("kept_records.content", by="erasure_id"))
    """The record as JSON, as an export has it."""
    keep_until: Mapped[date] = mapped_column(Day, index=True)
    """The last day on which it is kept; it is deleted on the next."""
