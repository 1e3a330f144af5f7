"""The clients, when they are not asked, and what they aim for."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from kiosk.domain.codes import look_of
from kiosk.storage.sealed import Indexed, InDocument, Sealed
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice
from kiosk.storage.tables.people import Person

if TYPE_CHECKING:
    from kiosk.storage.tables.onward import RecordPatient


class Client(HasPublicId, OfPractice, Base):
    """A client, known by the code that their therapist chose."""

    __tablename__ = "clients"
    __table_args__ = (UniqueConstraint("therapist_id", "code_index"), Index(None, "therapist_id", "look_index"))

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    code: Mapped[str] = mapped_column(Sealed("clients.code"))
    code_index: Mapped[Any] = mapped_column(Indexed("clients.code", of="code"))
    """For conditions: `Client.code_index == code`."""
    look_index: Mapped[Any] = mapped_column(Indexed("clients.look", of="code", form=look_of))
    """The same for every code that looks like this one."""
    preset: Mapped[str] = mapped_column(default="individual")
    """The kind of work, which chooses the form and what goes with it."""
    phase: Mapped[str] = mapped_column(Sealed("clients.phase", of="id"), default="")
    """The phase of the work, as the therapist sees it; empty when not said."""
    language: Mapped[str] = mapped_column(default="")
    """In which they are asked; empty for the practice's."""
    larger_text: Mapped[bool] = mapped_column(default=False)
    """True when their form begins in larger text, one question at a time; all at once is a tap away."""
    opening_measure: Mapped[str] = mapped_column(default="")
    """The measure that asks at the start of a session how the week was; empty where that is not asked."""
    words_pass: Mapped[bool] = mapped_column(default=False)
    """True when the client was told that their therapist reads what they wrote to the one before."""
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    """The time when the work with them ended; None while it goes on."""
    looked_over_at: Mapped[datetime | None]
    """The time when somebody last chose to keep them longer than the practice's years: it is asked again in a year."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"))
    """The client whom a correction found to be the same person, and who has everything of this one's."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    """The import that added them; None for a client who was first asked here."""

    asked_about: Mapped["Handover | None"] = relationship(
        primaryjoin="and_(Client.id == Handover.client_id, Client.therapist_id == Handover.to_id, "
        "Handover.outcome == 'accepted', Handover.asked_at.is_not(None), Handover.told_on == '', "
        "Handover.declined_at.is_(None))",
        foreign_keys="Handover.client_id",
        uselist=False,
        viewonly=True,
    )
    """The handover that their form tells them of, as long as they have not answered."""
    record_patient: Mapped["RecordPatient | None"] = relationship(viewonly=True, uselist=False)
    """Their id in the practice's record system, where their therapist entered it."""
    open_pauses: Mapped[list["Pause"]] = relationship(
        primaryjoin="and_(Client.id == Pause.client_id, Pause.ended_at.is_(None))", order_by="Pause.id", viewonly=True
    )

    @property
    def pause(self) -> "Pause | None":
        """The pause they are in; the later of two, where a correction made two clients one."""
        return self.open_pauses[-1] if self.open_pauses else None

    @validates("code")
    def _index_code(self, _name: str, code: str) -> str:
        self.code_index = self.look_index = code
        return code


class Handover(HasPublicId, OfPractice, Base):
    """An offer of a client to a colleague, and what became of it; accepting it makes the colleague their therapist."""

    __tablename__ = "handovers"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    offered_at: Mapped[datetime]
    told_on: Mapped[str] = mapped_column(default="")
    """The day on which the client was told, as YYYY-MM-DD; empty while nobody has said so."""
    asked_at: Mapped[datetime | None]
    """The time from which the client's form tells them, and lets them decline; None where it does not."""
    declined_at: Mapped[datetime | None]
    """The time when the client declined on their form: what they wrote before stays closed."""
    outcome: Mapped[str] = mapped_column(default="")
    """`accepted`, `refused` or `withdrawn`; empty while it is open."""
    ended_at: Mapped[datetime | None]

    client: Mapped[Client] = relationship()
    giver: Mapped[Person] = relationship(foreign_keys=[from_id])
    taker: Mapped[Person] = relationship(foreign_keys=[to_id])


class Consent(HasPublicId, OfPractice, Base):
    """A record that a client was told what is kept about them, by whom, and when they withdrew, if they did."""

    __tablename__ = "consents"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    """The person who told them."""
    told_on: Mapped[str]
    """The day, as YYYY-MM-DD."""
    recorded_at: Mapped[datetime]
    withdrawn_on: Mapped[str] = mapped_column(default="")
    """The day on which the client withdrew, as YYYY-MM-DD; empty while they have not."""
    withdrawn_at: Mapped[datetime | None]
    """The time when that was recorded."""

    person: Mapped[Person] = relationship()


class Pause(HasPublicId, OfPractice, Base):
    """A time in which this client is not asked, and what kind of reason there is; counted apart from declining."""

    __tablename__ = "pauses"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    reason: Mapped[str] = mapped_column(Sealed("pauses.reason", of="client_id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Goal(HasPublicId, OfPractice, Base):
    """Something client and therapist aim for, in the client's words; met by its rule or by both together.

    Entries of the client's own list are goals as well: of the kind `priority`, in an order, kept or crossed out.
    """

    __tablename__ = "goals"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    aim: Mapped[dict[str, Any]] = mapped_column(Sealed("goals.aim", of="client_id", holds=dict))
    """Its kind, and its deadline."""
    words: Mapped[str] = mapped_column(Sealed("goals.words", of="client_id"))
    place: Mapped[int] = mapped_column(default=0)
    """The place in the client's own list, the lowest first; 0 for a goal that is not on it."""
    agreed_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    met_by: Mapped[str]
    """`rule` or `together`; empty until it is met."""
    ended_at: Mapped[datetime | None]

    kind = InDocument[str]("aim")
    within = InDocument[int | None]("aim")
    unit = InDocument[str]("aim")
    """`visits` or `weeks`; empty without a deadline."""

    taken_back: Mapped[list["TakenBack"]] = relationship(order_by="TakenBack.id")


class TakenBack(OfPractice, Base):
    """A correction of a goal checked off or let go by mistake: its former state, since when, and when corrected."""

    __tablename__ = "taken_back"

    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id"), index=True)
    was: Mapped[str]
    """`rule` or `together` as it had been met by, or `ended`."""
    done_at: Mapped[datetime]
    taken_back_at: Mapped[datetime]
