"""The client's answers, what the therapist saw and guessed, and the outcomes."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.backends import NUMBERS_NEVER_RETURN
from kiosk.storage.sealed import InDocument, Sealed
from kiosk.storage.tables.base import Base, HasPublicId, IsChained, OfPractice
from kiosk.storage.tables.people import Person
from kiosk.storage.tables.visits import CheckIn

IN_ANSWER: Final = ("marks", "strain", "sorted_out", "obstacle", "talk", "phase", "total")
IN_TOLD: Final = ("safety", "score", "before", "signals", "advice")


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
    declined: Mapped[bool]
    words: Mapped[str] = mapped_column(Sealed("responses.words", by="check_in_id", of="check_in_id"))
    has_total: Mapped[bool]
    """True where enough lines were marked for a total."""
    answer: Mapped[dict[str, Any]] = mapped_column(
        Sealed("responses.answer", by="check_in_id", of="check_in_id", holds=dict)
    )
    """The answers by their names (`IN_ANSWER`), with the total."""
    told: Mapped[dict[str, Any]] = mapped_column(
        Sealed("responses.told", by="check_in_id", of="check_in_id", holds=dict)
    )
    """The result as it was shown, by the names of its parts (`IN_TOLD`), and whether the client asked for help."""
    led: Mapped[dict[str, Any]] = mapped_column(Sealed("responses.led", by="check_in_id", of="check_in_id", holds=dict))
    """The rule whose prompt was shown first, as `by`; apart because each later answer reads it."""
    shown_at: Mapped[datetime]
    received_at: Mapped[datetime]
    """The time when it was sent; of one that was entered by the staff, that of the session."""
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The person of the staff who entered it, from paper or a file; None for one that the client sent."""
    entered_at: Mapped[datetime | None]

    check_in: Mapped[CheckIn] = relationship(back_populates="response")
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])

    marks = InDocument[dict[str, Any]]("answer")
    strain = InDocument[str | None]("answer")
    sorted_out = InDocument[str | None]("answer")
    obstacle = InDocument[str | None]("answer")
    talk = InDocument[str | None]("answer")
    phase = InDocument[str]("answer")
    """The phase of the work then, which shaped what was asked and prompted."""
    total = InDocument[int | None]("answer")
    """In tenths; None when too few lines were marked."""
    safety = InDocument[bool]("told")
    score = InDocument[dict[str, Any]]("told")
    """Lines, total, estimate, subscales and range, as `domain.scoring.Score` has them."""
    before = InDocument[dict[str, Any]]("told")
    """The marks of last time that stood beside these: the latest complete total, and the lines marked last."""
    signals = InDocument[list[dict[str, Any]]]("told")
    advice = InDocument[dict[str, Any]]("told")
    """The prompts shown, by their signals: their words follow from these."""
    lead = InDocument[str | None]("led", "by")


class Guess(OfPractice, Base):
    """The therapist's guess of a client's answer: sealed until the client has sent, and never changed then."""

    __tablename__ = "guesses"

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    guessed: Mapped[dict[str, Any]] = mapped_column(
        Sealed("guesses.guessed", by="check_in_id", of="check_in_id", holds=dict)
    )
    guessed_at: Mapped[datetime]

    marks = InDocument[dict[str, Any]]("guessed")
    total = InDocument[int | None]("guessed")
    """In tenths; None where a line was left out."""
    in_the_way = InDocument[bool | None]("guessed")


class Sign(HasPublicId, OfPractice, Base):
    """Something the therapist saw in the room; it stands beside the marks and is never scored."""

    __tablename__ = "signs"

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), index=True)
    kind: Mapped[str] = mapped_column(Sealed("signs.kind", of="check_in_id"))
    noted_at: Mapped[datetime]


class Repair(HasPublicId, OfPractice, Base):
    """An outcome that a therapist recorded afterwards. Each entry stays; the last one counts."""

    __tablename__ = "repairs"

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str] = mapped_column(Sealed("repairs.outcome", of="check_in_id"))
    note: Mapped[str] = mapped_column(Sealed("repairs.note", of="check_in_id"))
    recorded_at: Mapped[datetime]


class SafetyRecord(HasPublicId, OfPractice, Base):
    """A therapist's record of what was done after a tap for help. Each entry stays as it is, and all are shown."""

    __tablename__ = "safety_records"
    __table_args__ = NUMBERS_NEVER_RETURN

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    done: Mapped[dict[str, Any]] = mapped_column(Sealed("safety_records.done", of="check_in_id", holds=dict))
    """True if they spoke about it, and if the practice's plan was followed."""
    handed_to: Mapped[str] = mapped_column(Sealed("safety_records.handed_to", of="check_in_id"))
    note: Mapped[str] = mapped_column(Sealed("safety_records.note", of="check_in_id"))
    recorded_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    spoken = InDocument[bool]("done")
    plan_followed = InDocument[bool]("done")


class VisitRepair(HasPublicId, OfPractice, Base):
    """An outcome recorded for a visit of several people as a whole. Each entry stays; the last one counts."""

    __tablename__ = "visit_repairs"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str] = mapped_column(Sealed("visit_repairs.outcome"))
    note: Mapped[str] = mapped_column(Sealed("visit_repairs.note"))
    recorded_at: Mapped[datetime]
