"""Sending onward: the practice's record system, its patients as therapists entered them, and what was sent there."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.sealed import Sealed
from kiosk.storage.tables.base import Base, HasPublicId, IsTriedAgain, OfPractice
from kiosk.storage.tables.erasures import Erasure
from kiosk.storage.tables.visits import CheckIn
from kiosk.storage.types import JSONDocument


class RecordSystem(HasPublicId, OfPractice, Base):
    """The practice's own FHIR server, to which answers are sent while it is switched on; a practice has one."""

    __tablename__ = "record_systems"

    name: Mapped[str]
    """Clients read it on their form."""
    url: Mapped[str]
    """The base address of its FHIR interface, without a slash at its end."""
    client_id: Mapped[str] = mapped_column(default="")
    """The name under which this server is registered there; empty until it was registered."""
    algorithm: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(Sealed("record_systems.key"))
    """The private key, as PEM; empty once it was removed."""
    with_words: Mapped[bool]
    """True if the clients' own words are sent with their marks."""
    trial: Mapped[dict[str, Any] | None] = mapped_column(JSONDocument())
    """The last trial: when, and how each step went; empty while it runs, None before the first."""
    made_at: Mapped[datetime]
    on_since: Mapped[datetime | None]
    """Forms that are shown from then on name it; None while it is off."""
    was_on: Mapped[list[list[str]]] = mapped_column(JSONDocument(list), default=list)
    """The spans in which it was on before: from when until when. Forms that were shown in one of them named it."""
    removed_at: Mapped[datetime | None]


class RecordPatient(OfPractice, Base):
    """A client's id in the record system, which their therapist entered: without one, nothing of theirs is sent."""

    __tablename__ = "record_patients"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), unique=True)
    system_id: Mapped[int] = mapped_column(ForeignKey("record_systems.id"), index=True)
    patient: Mapped[str] = mapped_column(Sealed("record_patients.patient", by="client_id", of="client_id"))
    since: Mapped[datetime]
    """Forms of theirs that are shown from then on name the record system; a mended id changes nothing about that."""

    system: Mapped[RecordSystem] = relationship()


class RecordCopy(IsTriedAgain, HasPublicId, OfPractice, Base):
    """An answer as the record system has it, or is to have it: its id is the identifier that it has there."""

    __tablename__ = "record_copies"
    __table_args__ = (Index(None, "system_id", "id"),)

    system_id: Mapped[int] = mapped_column(ForeignKey("record_systems.id"))
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id"), index=True)
    """None once the answer was erased here."""
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    """The client whose answer it was when this copy was made; None once it was erased here."""
    patient: Mapped[str] = mapped_column(Sealed("record_copies.patient", of="client_id"))
    """The id under which it is sent, whatever the client's is now; empty once the answer was erased here."""
    scores: Mapped[int]
    """The number of scores that go with the answer, the total among them."""
    erasure_id: Mapped[int | None] = mapped_column(ForeignKey("erasures.id"), index=True)
    """The last erasure that reaches as far as this copy: of the whole answer, or of the words in it."""
    wanted: Mapped[str] = mapped_column(String(20))
    """A word of `domain.onward.Wanted`."""
    may_be_there: Mapped[bool] = mapped_column(default=False)
    """True once an attempt may have reached the record system."""
    made_at: Mapped[datetime]

    system: Mapped[RecordSystem] = relationship()
    check_in: Mapped[CheckIn | None] = relationship()
    erasure: Mapped[Erasure | None] = relationship()
