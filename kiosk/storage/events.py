"""Event rows: what open pages should hear of, in the order in which it was committed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Integer, Select, bindparam, func, insert, select

from kiosk.domain.events import OF_FORMS, EventKind
from kiosk.domain.public_ids import PublicId
from kiosk.storage import people
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Event, Tablet, Visit, table_of

BACKLOG = 500
MOST_OF_A_FORM = 200
"""Events of one form that its link can cause: a tablet that goes round for an hour causes some tens."""

_ALL: Select[int, int, PublicId, str, datetime, int | None] = select(
    Event.id, Event.person_id, Visit.public_id, Event.kind, Event.at, Event.tablet_id
).join(Visit, Event.visit_id == Visit.id)
_OF_FORMS: Select[int, PublicId, PublicId, str, datetime] = (
    select(Event.id, Visit.public_id, CheckIn.public_id, Event.kind, Event.at)
    .join(Visit, Event.visit_id == Visit.id)
    .join(CheckIn, Event.check_in_id == CheckIn.id)
)

# The tablet that shows the check-in is found by the statement that stores the event.
_SHOWS_IT = Tablet.check_in_id == bindparam("shown", type_=Integer), Tablet.switched_off_at.is_(None)
_ITS_TABLET = select(func.min(Tablet.id)).where(*_SHOWS_IT).scalar_subquery()
_STORE = insert(table_of(Event)).values(tablet_id=func.coalesce(bindparam("named", type_=Integer), _ITS_TABLET))

Row: TypeAlias = dict[str, Any]
"""Values of one event by column; `named` is the tablet that is told, or else that which shows the check-in `shown`."""


class Watched(Protocol):
    """A check-in that open pages are told of: its row, or the part of it that an event needs."""

    @property
    def id(self) -> int: ...

    @property
    def practice_id(self) -> int: ...

    @property
    def visit_id(self) -> int: ...

    @property
    def therapist_id(self) -> int: ...


@dataclass(frozen=True)
class Happened:
    """One event, for one person and perhaps a tablet: a number and a kind."""

    id: int
    person_id: int
    visit: PublicId
    kind: str
    at: datetime
    tablet_id: int | None = None


@dataclass(frozen=True)
class OfForm:
    """One event with the check-in that it is about."""

    id: int
    visit: PublicId
    check_in: PublicId
    kind: str
    at: datetime


def tell(check_in: Watched, kind: EventKind, now: datetime, *, tablet_id: int | None = None) -> Row:
    """Give the row of an event for the therapist of that check-in, and for its tablet: see `store`.

    A tablet hears of what happens to the check-in that was sent to it; another one can be named.
    """
    return _row(check_in, check_in.therapist_id, kind, now) | {"named": tablet_id, "shown": check_in.id}


def tell_administrators(session: ReadSession, check_in: Watched, kind: EventKind, now: datetime) -> Sequence[Row]:
    """Give the rows of an event for all who administer the practice: its therapist no longer hears of anything."""
    people_told = people.administrators(session, check_in.practice_id)
    return [_row(check_in, person_id, kind, now) | {"named": None, "shown": None} for person_id in people_told]


def _row(check_in: Watched, person_id: int, kind: EventKind, now: datetime) -> Row:
    return {
        "practice_id": check_in.practice_id,
        "person_id": person_id,
        "visit_id": check_in.visit_id,
        "check_in_id": check_in.id,
        "kind": kind,
        "at": now,
    }


def store(session: WriteSession, rows: Sequence[Row]) -> None:
    """Add the events to the transaction that they are about, so that neither is ever there without the other."""
    session.execute(_STORE, rows)


def after(session: ReadSession, last: int, practice_id: int) -> Sequence[Happened]:
    """Events of the practice with a higher number, lowest first."""
    return _next(session, _ALL.where(Event.practice_id == practice_id, Event.id > last))


def after_of(session: ReadSession, last: int, person_id: int) -> Sequence[Happened]:
    """Events for one person with a higher number, lowest first."""
    return _next(session, _ALL.where(Event.person_id == person_id, Event.id > last))


def of_forms(
    session: ReadSession, person_id: int, kinds: Collection[EventKind], last: int, most: int
) -> Sequence[OfForm]:
    """Events of these kinds for one person with a higher number than `last`, lowest first."""
    query = _OF_FORMS.where(Event.person_id == person_id, Event.kind.in_(kinds), Event.id > last)
    return [OfForm(*row) for row in session.execute(query.order_by(Event.id).limit(most))]


def _next(session: ReadSession, query: Select[int, int, PublicId, str, datetime, int | None]) -> Sequence[Happened]:
    return [Happened(*row) for row in session.execute(query.order_by(Event.id).limit(BACKLOG))]


def one(session: ReadSession, number: int) -> Happened | None:
    """The event of that number; None where it was purged, or never was."""
    row = session.execute(_ALL.where(Event.id == number)).one_or_none()
    return Happened(*row) if row else None


def last(session: ReadSession, practice_id: int) -> Happened | None:
    """The practice's one with the highest number; None before the first."""
    of_practice = _ALL.where(Event.practice_id == practice_id)
    row = session.execute(of_practice.order_by(Event.id.desc()).limit(1)).one_or_none()
    return Happened(*row) if row else None


def count_of(session: ReadSession, check_in_id: int) -> int:
    """Count how often open pages were told of a form."""
    return session.scalars(select(func.count()).where(Event.check_in_id == check_in_id)).one()


# Put together once: each part of a session's page asks it.
_OF_THESE = Event.check_in_id.in_(bindparam("check_ins", expanding=True)), Event.kind.in_(OF_FORMS)
_LATEST_KINDS = select(Event.check_in_id, Event.kind, Event.at).where(
    Event.id.in_(select(func.max(Event.id)).where(*_OF_THESE).group_by(Event.check_in_id))
)


def latest_kinds(session: ReadSession, check_in_ids: Collection[int]) -> Mapping[int, tuple[EventKind, datetime]]:
    """Return kind and time of each form's latest event: opened, answering, left, in the wrong hands, or a new code."""
    if not check_in_ids:
        return {}
    rows = session.execute(_LATEST_KINDS, {"check_ins": list(check_in_ids)})
    return {check_in_id: (EventKind(kind), at) for check_in_id, kind, at in rows if kind in OF_FORMS}
