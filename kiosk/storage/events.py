"""Event rows: what open pages should hear of, in the order in which it was committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.lifecycle import State
from kiosk.storage import tablets
from kiosk.storage.tables import CheckIn, Event

BACKLOG = 500
NOT_ME = "not-me"
"""Somebody held a form that was not theirs."""
OF_FORMS = (State.WAITING, State.OPENED, State.ANSWERING, State.UNFINISHED, NOT_ME)


@dataclass(frozen=True)
class Happened:
    """One event, for one person and perhaps a tablet: a number and a kind."""

    id: int
    person_id: int
    visit_id: int
    kind: str
    tablet_id: int | None = None


def tell(session: Session, check_in: CheckIn, kind: str, now: datetime, *, tablet_id: int | None = None) -> None:
    """Adds the event to the transaction that it is about, so that neither is ever there without the other.

    A tablet hears of what happens to the check-in that was sent to it; another one can be named.
    """
    if tablet_id is None:
        tablet_id = tablets.showing_id(session, check_in.id)
    session.add(
        Event(
            practice_id=check_in.practice_id,
            person_id=check_in.visit.therapist_id,
            visit_id=check_in.visit_id,
            check_in_id=check_in.id,
            tablet_id=tablet_id,
            kind=kind,
            at=now,
        )
    )


def after(session: Session, last: int, person_id: int | None = None) -> Sequence[Happened]:
    """Events with a higher number, of everybody or of one person, lowest first."""
    query = select(Event.id, Event.person_id, Event.visit_id, Event.kind, Event.tablet_id).where(Event.id > last)
    if person_id is not None:
        query = query.where(Event.person_id == person_id)
    return [Happened(*row) for row in session.execute(query.order_by(Event.id).limit(BACKLOG))]


def newest(session: Session) -> int:
    """The highest number so far; 0 before the first."""
    return session.scalars(select(func.max(Event.id))).one() or 0


def latest_kind(session: Session, check_in_id: int) -> tuple[str, datetime] | None:
    """What its form told last (opened, answering, left, in the wrong hands) or that its code is new, and when."""
    row = session.execute(
        select(Event.kind, Event.at)
        .where(Event.check_in_id == check_in_id, Event.kind.in_(OF_FORMS))
        .order_by(Event.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.kind, row.at) if row else None
