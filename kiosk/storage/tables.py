"""The tables. Every row belongs to one practice; the words are those of the domain."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry, relationship
from sqlalchemy.types import JSON

from kiosk.domain.lifecycle import LINK_MINUTES
from kiosk.storage.types import Moment, Sealed

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can speak of it."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: Moment,
            bytes: LargeBinary,
            dict[str, Any]: JSON,
            list[dict[str, Any]]: JSON,
        },
    )


class OfPractice:
    """Belongs to exactly one practice."""

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"))


class Practice(Base):
    """The organisation whose data this is."""

    __tablename__ = "practices"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    crisis_text: Mapped[str] = mapped_column(default="")
    crisis_language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """In which that sentence is written; empty for the server's language."""
    crisis_texts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """The same sentence in other languages, by their tags."""
    crisis_number: Mapped[str] = mapped_column(default="")
    asks_strain: Mapped[bool] = mapped_column(default=False)
    buttons_first: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    """Whether forms begin with buttons from 0 to 10; lines are a tap away, as buttons are otherwise."""
    link_minutes: Mapped[int] = mapped_column(default=LINK_MINUTES, server_default="60")
    """How long a link opens its form, from the moment it is made."""
    holds_room: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    holds_calls: Mapped[bool] = mapped_column(default=True, server_default=text("1"))
    holds_several: Mapped[bool] = mapped_column(default=True, server_default=text("1"))
    """Where results wait until they are asked for: with one client in the room, on a call, with several people."""
    thresholds: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Thresholds this practice has moved, in points, by rule and name."""
    time_zone: Mapped[str] = mapped_column(default="UTC")
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """In which a client is asked who has no language of their own; empty for the server's."""
    tablet_idle_s: Mapped[int] = mapped_column(default=90, server_default=text("90"))
    """Seconds without a touch after which a form on a tablet asks whether somebody is still there."""
    tablets_larger_text: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    """Whether forms on tablets begin in larger text, whoever they are for."""
    made_at: Mapped[datetime]


class Person(OfPractice, Base):
    """Somebody with a login; `roles` is a set, kept as words with spaces between."""

    __tablename__ = "people"

    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    roles: Mapped[str]
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """The language of their pages; empty until they choose one."""
    disabled_at: Mapped[datetime | None]
    made_at: Mapped[datetime]

    practice: Mapped[Practice] = relationship()


class Login(OfPractice, Base):
    """One browser that is logged in; logging out deletes it."""

    __tablename__ = "logins"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    begun_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class OneTimeLink(OfPractice, Base):
    """A link that works once: the first administrator's, or a demo's."""

    __tablename__ = "one_time_links"

    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Client(OfPractice, Base):
    """A client, known by the code that their therapist chose."""

    __tablename__ = "clients"
    __table_args__ = (UniqueConstraint("therapist_id", "code"),)

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    code: Mapped[str]
    preset: Mapped[str] = mapped_column(default="individual", server_default="individual")
    """The kind of work, which chooses the form and what goes with it."""
    phase: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """Where the work stands, as the therapist sees it; empty when not said."""
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """In which they are asked; empty for the practice's."""
    larger_text: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    """Whether their form begins in larger text, one question at a time; all at once is a tap away."""
    made_at: Mapped[datetime]


class Pause(OfPractice, Base):
    """A time in which this client is not asked, and what kind of reason there is; counted apart from declining."""

    __tablename__ = "pauses"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    reason: Mapped[str]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Goal(OfPractice, Base):
    """Something client and therapist aim for, in the client's words; met by its rule or by both together."""

    __tablename__ = "goals"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(Sealed)
    within: Mapped[int | None]
    unit: Mapped[str]
    """`visits` or `weeks`; empty without a deadline."""
    agreed_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    met_by: Mapped[str]
    """`rule` or `together`; empty until it is met."""
    ended_at: Mapped[datetime | None]

    taken_back: Mapped[list["TakenBack"]] = relationship(order_by="TakenBack.id")


class TakenBack(OfPractice, Base):
    """That a goal was checked off or let go by mistake: what it had been, since when, and when it was taken back."""

    __tablename__ = "taken_back"

    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id"), index=True)
    was: Mapped[str]
    """`rule` or `together` as it had been met by, or `ended`."""
    done_at: Mapped[datetime]
    taken_back_at: Mapped[datetime]


class Guess(OfPractice, Base):
    """How the therapist thinks it was for them: sealed until the client has sent, and never changed then."""

    __tablename__ = "guesses"

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    marks: Mapped[dict[str, Any]]
    in_the_way: Mapped[bool | None]
    guessed_at: Mapped[datetime]


class Sign(OfPractice, Base):
    """Something the therapist saw in the room; it stands beside the marks and is never scored."""

    __tablename__ = "signs"
    __table_args__ = (UniqueConstraint("check_in_id", "kind"),)

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"))
    kind: Mapped[str]
    noted_at: Mapped[datetime]


class Visit(OfPractice, Base):
    """One therapy session."""

    __tablename__ = "visits"
    __table_args__ = (Index(None, "therapist_id", "began_at"),)

    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    place: Mapped[str]
    kind: Mapped[str] = mapped_column(default="individual", server_default="individual")
    """`individual`, `couple`, `family` or `group`."""
    began_at: Mapped[datetime]
    together: Mapped[list[dict[str, Any]] | None]
    """Signals about the people of this visit together, once all have answered or it was closed."""
    together_at: Mapped[datetime | None]

    therapist: Mapped[Person] = relationship()
    check_ins: Mapped[list["CheckIn"]] = relationship(back_populates="visit", order_by="CheckIn.id")
    repairs: Mapped[list["VisitRepair"]] = relationship(order_by="VisitRepair.id")


class CheckIn(OfPractice, Base):
    """One person's form at the end of a visit."""

    __tablename__ = "check_ins"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    measure: Mapped[str]
    measure_version: Mapped[int]
    language: Mapped[str]
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
    """When the result was shown: as it came, or when the therapist asked for what was held back from the screen."""
    seen_at: Mapped[datetime | None]
    """When the result first stood on the therapist's screen with somebody there to see it."""

    visit: Mapped[Visit] = relationship(back_populates="check_ins")
    client: Mapped[Client] = relationship()
    response: Mapped["Response | None"] = relationship(back_populates="check_in")
    repairs: Mapped[list["Repair"]] = relationship(order_by="Repair.id")


class Response(OfPractice, Base):
    """All answers of a check-in, with what was made of them as it was shown: stored once, never edited."""

    __tablename__ = "responses"
    __table_args__ = (Index(None, "client_id", "id"),)

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), unique=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    therapist_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sending_key: Mapped[str] = mapped_column(unique=True)
    measure: Mapped[str]
    measure_version: Mapped[int]
    marked: Mapped[str]
    marks: Mapped[dict[str, Any]]
    strain: Mapped[str | None]
    sorted_out: Mapped[str | None]
    talk: Mapped[str | None]
    safety: Mapped[bool]
    declined: Mapped[bool]
    words: Mapped[str] = mapped_column(Sealed)
    total: Mapped[int | None]
    """In tenths; None when too few lines were marked."""
    signals: Mapped[list[dict[str, Any]]]
    lead: Mapped[str | None]
    """The rule whose prompt was shown first."""
    phase: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """Where the work stood then, which shaped what was asked and prompted."""
    shown_at: Mapped[datetime]
    received_at: Mapped[datetime]

    check_in: Mapped[CheckIn] = relationship(back_populates="response")


class Repair(OfPractice, Base):
    """What a therapist recorded afterwards. Each entry stays; the last one counts."""

    __tablename__ = "repairs"

    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(Sealed)
    recorded_at: Mapped[datetime]


class VisitRepair(OfPractice, Base):
    """What a therapist recorded of a visit of several people as a whole. Each entry stays; the last one counts."""

    __tablename__ = "visit_repairs"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(Sealed)
    recorded_at: Mapped[datetime]


class Event(OfPractice, Base):
    """Something a therapist's open page should hear of: a number and a kind, never a text or a score."""

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "person_id", "id"),
        Index(None, "check_in_id", "id"),
        {"sqlite_autoincrement": True},
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"))
    tablet_id: Mapped[int | None]
    """The tablet that should hear of it too."""
    kind: Mapped[str]
    at: Mapped[datetime]


class KeptMeasure(Base):
    """The text of a measure as it was when somebody was first asked with it: its file may go, the answers stay."""

    __tablename__ = "kept_measures"
    __table_args__ = (UniqueConstraint("measure", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    kept_at: Mapped[datetime]


class Failure(Base):
    """Failed tries at a login or a short code, counted by the minute; `who` is a keyed hash."""

    __tablename__ = "failures"
    __table_args__ = (UniqueConstraint("who", "minute"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[bytes]
    minute: Mapped[int]
    count: Mapped[int]
