"""Sessions that are noted without a form: a therapist's own, a client's, and as they are counted."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Result, Select, select
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import Therapist
from kiosk.domain.lifecycle import State
from kiosk.domain.noted import Became, Noted
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import own_noted, own_visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, NotedPerson, NotedSession, Visit
from kiosk.storage.types import DAMAGED

_WITH_PEOPLE = joinedload(NotedSession.people).joinedload(NotedPerson.client), joinedload(NotedSession.group)


def between(session: ReadSession, therapist: Therapist, first: date, last: date) -> Sequence[NotedSession]:
    """Find this therapist's noted sessions of these days, both included, the earliest first."""
    query = own_noted(select(NotedSession), therapist).where(NotedSession.day >= first, NotedSession.day <= last)
    ordered = query.order_by(NotedSession.day, NotedSession.minute, NotedSession.id).options(*_WITH_PEOPLE)
    return session.scalars(ordered).unique().all()


def noted_of(session: ReadSession, noted_id: PublicId, therapist: Therapist) -> NotedSession | None:
    """A noted session, if it is this therapist's own."""
    query = own_noted(select(NotedSession), therapist).where(NotedSession.public_id == noted_id)
    return session.scalars(query.options(*_WITH_PEOPLE)).unique().one_or_none()


def of_client(session: ReadSession, client: Client) -> Sequence[NotedSession]:
    """Every noted session in which this client was or should have been, oldest first."""
    query = select(NotedSession).join(NotedPerson, NotedPerson.noted_id == NotedSession.id)
    return session.scalars(
        query.where(NotedPerson.client_id == client.id).order_by(NotedSession.day, NotedSession.minute, NotedSession.id)
    ).all()


def of_clients(session: ReadSession, client_ids: Collection[int], first: date) -> Sequence[Noted]:
    """Read the noted sessions of these clients from that day on, one for each of them."""
    return _read(session.execute(_counted().where(NotedPerson.client_id.in_(client_ids), NotedSession.day >= first)))


def of_practice(session: ReadSession, practice_id: int, first: date, last: date) -> Sequence[Noted]:
    """Read the noted sessions of a whole practice, both days included."""
    days = NotedSession.practice_id == practice_id, NotedSession.day >= first, NotedSession.day <= last
    return _read(session.execute(_counted().where(*days)))


def of_therapist(session: ReadSession, therapist_id: int, first: date, last: date) -> Sequence[Noted]:
    """Read the noted sessions of a therapist, both days included."""
    days = NotedSession.therapist_id == therapist_id, NotedSession.day >= first, NotedSession.day <= last
    return _read(session.execute(_counted().where(*days)))


def asked_between(
    session: ReadSession, therapist: Therapist, begin: datetime, end: datetime
) -> Sequence[tuple[str, int, datetime]]:
    """Find who was asked at the end of this therapist's sessions of that time: kind of session, client, beginning."""
    query = own_visits(select(Visit.kind, CheckIn.client_id, Visit.began_at).join(CheckIn.visit), therapist).where(
        Visit.began_at >= begin,
        Visit.began_at < end,
        CheckIn.part == Part.CLOSING,
        CheckIn.state != State.WITHDRAWN,
        CheckIn.counts,
    )
    return [(kind, client, at) for kind, client, at in session.execute(query)]


def _counted() -> Select[int, str, str, date, int]:
    return select(
        NotedSession.id, NotedSession.became, NotedSession.kind, NotedSession.day, NotedPerson.client_id
    ).join(NotedPerson, NotedPerson.noted_id == NotedSession.id)


def _read(rows: Result[int, str, str, date, int]) -> Sequence[Noted]:
    """Read them but for rows with a value that cannot be, which are not counted."""
    people, found = defaultdict[int, list[int]](list), dict[int, tuple[str, str, date]]()
    for number, became, kind, day, client in rows:
        people[number].append(client)
        found[number] = became, kind, day
    return [
        Noted(Became(became), kind, day, people[number])
        for number, (became, kind, day) in found.items()
        if became in set(Became) and not isinstance(day, DAMAGED)
    ]
