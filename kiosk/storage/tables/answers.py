"""The client's answers, what the therapist saw and guessed, and the outcomes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.backends import NUMBERS_NEVER_RETURN
from kiosk.storage.tables.base import Base, IsChained, OfPractice
from kiosk.storage.tables.people import Person
from kiosk.storage.tables.visits import CheckIn
from kiosk.storage.types import Sealed


class Response(IsChained, OfPractice, Base):
    """All answers of a check-in, with what was made of them as it was shown: stored once, never edited.

    One thing may be added later: that the client asked for help while the first sending was under way. An erasure
    deletes it, or empties its words (`storage.erasing`).
    """

    __tablename__ = "responses"
    __table_args__ = (Index(None, "client_id", "id"), NUMBERS_NEVER_RETURN)

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), unique=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    """The client whose form it was when it was sent; the client that it counts for is the check-in's."""
    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sending_key: Mapped[str] = mapped_column(unique=True)
    measure: Mapped[str]
    measure_version: Mapped[int]
    marked: Mapped[str]
    marks: Mapped[dict[str, Any]]
    strain: Mapped[str | None]
    sorted_out: Mapped[str | None]
    obstacle: Mapped[str | None]
    talk: Mapped[str | None]
    safety: Mapped[bool]
    declined: Mapped[bool]
    words: Mapped[str] = mapped_column(Sealed("responses.words"))
    total: Mapped[int | None]
    """In tenths; None when too few lines were marked."""
    score: Mapped[dict[str, Any]]
    """Lines, total, estimate, subscales and range, as `domain.scoring.Score` has them."""
    before: Mapped[dict[str, Any]]
    """The marks of last time that stood beside these: the latest complete total, and the lines marked last."""
    signals: Mapped[list[dict[str, Any]]]
    lead: Mapped[str | None]
    """The rule whose prompt was shown first."""
    advice: Mapped[dict[str, Any]]
    """The prompts shown, by their signals: their words follow from these."""
    phase: Mapped[str] = mapped_column(default="")
    """The phase of the work then, which shaped what was asked and prompted."""
    shown_at: Mapped[datetime]
    received_at: Mapped[datetime]
    """The time when it was sent; of one that was entered by the staff, that of the session."""
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The person of the staff who entered it, from paper or a file; None for one that the client sent."""
    entered_at: Mapped[datetime | None]

    check_in: Mapped[CheckIn] = relationship(back_populates="response")
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])


class Guess(OfPractice, Base):
    """The therapist's guess of a client's answer: sealed until the client has sent, and never changed then."""

    __tablename__ = "guesses"

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    marks: Mapped[dict[str, Any]]
    total: Mapped[int | None]
    """In tenths; None where a line was left out."""
    in_the_way: Mapped[bool | None]
    guessed_at: Mapped[datetime]


class Sign(OfPractice, Base):
    """Something the therapist saw in the room; it stands beside the marks and is never scored."""

    __tablename__ = "signs"
    __table_args__ = (UniqueConstraint("check_in_id", "kind"),)

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"))
    kind: Mapped[str]
    noted_at: Mapped[datetime]


class Repair(OfPractice, Base):
    """An outcome that a therapist recorded afterwards. Each entry stays; the last one counts."""

    __tablename__ = "repairs"

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(Sealed("repairs.note"))
    recorded_at: Mapped[datetime]


class SafetyRecord(OfPractice, Base):
    """A therapist's record of what was done after a tap for help. Each entry stays as it is, and all are shown."""

    __tablename__ = "safety_records"
    __table_args__ = NUMBERS_NEVER_RETURN

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    spoken: Mapped[bool]
    handed_to: Mapped[str] = mapped_column(Sealed("safety_records.handed_to"))
    plan_followed: Mapped[bool]
    note: Mapped[str] = mapped_column(Sealed("safety_records.note"))
    recorded_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class VisitRepair(OfPractice, Base):
    """An outcome recorded for a visit of several people as a whole. Each entry stays; the last one counts."""

    __tablename__ = "visit_repairs"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(Sealed("visit_repairs.note"))
    recorded_at: Mapped[datetime]
