"""Visits, the check-ins in them, and what is told of these while they are open."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, Integer, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.domain.parts import Part
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.storage.backends import NUMBERS_NEVER_RETURN
from kiosk.storage.sealed import InDocument, Sealed
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice
from kiosk.storage.tables.clients import Client
from kiosk.storage.tables.people import Person

if TYPE_CHECKING:
    from kiosk.storage.tables.answers import Repair, Response, SafetyRecord, VisitRepair


class Visit(HasPublicId, OfPractice, Base):
    """One therapy session."""

    __tablename__ = "visits"
    __table_args__ = (Index(None, "therapist_id", "began_at"),)

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    place: Mapped[str]
    kind: Mapped[str] = mapped_column(default=ONE_CLIENT)
    """`individual`, `couple`, `family` or `group`."""
    began_at: Mapped[datetime]
    of_all: Mapped[dict[str, Any] | None] = mapped_column(Sealed("visits.of_all", holds=dict))
    """The result of the people together, by the names of its parts; None before there is one."""
    together_at: Mapped[datetime | None]
    together_retold: Mapped[dict[str, Any] | None] = mapped_column(Sealed("visits.together_retold", holds=dict))
    """The shared result by the corrected answers, where it differs from the one that was found first."""
    revealed_at: Mapped[datetime | None]
    """The time when the people's shared result was shown as it came; None where it waits to be asked for, each time."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    """The import that it came with; None for a session of this practice's own days here."""

    together = InDocument[list[dict[str, Any]] | None]("of_all")
    """Signals about the people of this visit together, once all have answered or it was closed."""
    together_lead = InDocument[dict[str, Any] | None]("of_all")
    """The prompt that was chosen from them; None where nothing is worth a word."""
    apart = InDocument[list[int] | None]("of_all")
    """The check-ins that the signal *apart from group* is about."""

    therapist: Mapped[Person] = relationship()
    check_ins: Mapped[list["CheckIn"]] = relationship(back_populates="visit", order_by="CheckIn.id")
    repairs: Mapped[list["VisitRepair"]] = relationship(order_by="VisitRepair.id")

    @property
    def is_of_several(self) -> bool:
        """True if more than one person was asked."""
        return self.kind != ONE_CLIENT

    @property
    def is_for_practice(self) -> bool:
        """True if its therapist can no longer log in: the practice gets what is answered, and nobody's form opens."""
        return self.therapist.disabled_at is not None


class CheckIn(HasPublicId, OfPractice, Base):
    """One person's form at the end of a visit, or at its start."""

    __tablename__ = "check_ins"
    __table_args__ = (Index(None, "client_id", "part", "set_aside_at", "begun_at", "id"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    part: Mapped[str] = mapped_column(default=Part.CLOSING.value)
    """`opening` or `closing`: the part of the visit in which it is asked."""
    measure: Mapped[str]
    measure_version: Mapped[int]
    language: Mapped[str]
    language_before: Mapped[str | None]
    """The client's own language before this start chose another; None where it chose none."""
    tablet_id: Mapped[int | None]
    """The tablet that showed it last: the next session of this kind begins there."""
    link_version: Mapped[int] = mapped_column(default=1)
    link_hash: Mapped[bytes | None] = mapped_column(unique=True)
    link_ends_at: Mapped[datetime]
    short_code_turn: Mapped[int] = mapped_column(default=1)
    short_code_hash: Mapped[bytes | None] = mapped_column(unique=True)
    short_code_ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    begun_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    """The time when the result was shown: as it came, or when the therapist asked for what was held back."""
    seen_at: Mapped[datetime | None]
    """The time when the result first stood on the therapist's screen with somebody there to see it."""
    set_aside_at: Mapped[datetime | None]
    """The time when a correction set the answer aside: it stays as it is, and counts for nothing."""
    mistake_said_at: Mapped[datetime | None]
    """The time when the client said after sending that it was sent by mistake."""
    retold: Mapped[dict[str, Any] | None] = mapped_column(Sealed("check_ins.retold", of="client_id", holds=dict))
    """The result by the corrected history, where it differs from the result shown on its day."""

    visit: Mapped[Visit] = relationship(back_populates="check_ins")
    client: Mapped[Client] = relationship()
    response: Mapped["Response | None"] = relationship(back_populates="check_in")
    repairs: Mapped[list["Repair"]] = relationship(order_by="Repair.id")
    safety_records: Mapped[list["SafetyRecord"]] = relationship(order_by="SafetyRecord.id")

    @property
    def therapist_id(self) -> int:
        """The therapist of its visit."""
        return self.visit.therapist_id

    @hybrid_property
    def is_revealed(self) -> bool:
        """True once the result was shown. An answer that is not revealed is held, whatever the date or the settings."""
        return self.revealed_at is not None

    @is_revealed.inplace.expression
    @classmethod
    def _is_revealed(cls) -> ColumnElement[bool]:
        return cls.revealed_at.is_not(None)

    @hybrid_property
    def counts(self) -> bool:
        """False for an answer that was set aside."""
        return self.set_aside_at is None

    @counts.inplace.expression
    @classmethod
    def _counts(cls) -> ColumnElement[bool]:
        return cls.set_aside_at.is_(None)

    @property
    def is_held(self) -> bool:
        """True while there is an answer that waits until its therapist asks for it."""
        return self.response is not None and not self.is_revealed


class Event(OfPractice, Base):
    """Something a therapist's open page should hear of: a number and a kind, never a text or a score."""

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "practice_id", "id"),
        Index(None, "person_id", "id"),
        Index(None, "check_in_id", "id"),
        NUMBERS_NEVER_RETURN,
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    """Pages send numbers of up to 18 digits back."""
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"))
    tablet_id: Mapped[int | None]
    """The tablet that should hear of it too."""
    kind: Mapped[str]
    at: Mapped[datetime]
