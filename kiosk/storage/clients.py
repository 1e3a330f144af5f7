"""One client with one therapist: their check-ins, pauses and goals."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from kiosk.domain.lifecycle import State
from kiosk.storage.tables import CheckIn, Client, Goal, Pause, Person, Response, Visit
from kiosk.storage.visits import MOST_ID

MOST = 200
"""How many check-ins are read at most: years of weekly sessions."""


def client_of(session: Session, client_id: int, therapist: Person) -> Client | None:
    """A client, if it is this therapist's own."""
    if client_id > MOST_ID:
        return None
    return session.scalars(
        select(Client).where(
            Client.id == client_id, Client.therapist_id == therapist.id, Client.practice_id == therapist.practice_id
        )
    ).one_or_none()


def check_ins_of(session: Session, client: Client) -> Sequence[CheckIn]:
    """This client's latest check-ins with the therapist they are with now, oldest first."""
    found = session.scalars(
        select(CheckIn)
        .join(CheckIn.visit)
        .where(CheckIn.client_id == client.id, Visit.therapist_id == client.therapist_id)
        .order_by(CheckIn.begun_at.desc(), CheckIn.id.desc())
        .limit(MOST)
        .options(contains_eager(CheckIn.visit), joinedload(CheckIn.response), selectinload(CheckIn.repairs))
    )
    return found.all()[::-1]


def last_measure(session: Session, client_id: int) -> tuple[str, int] | None:
    """The measure and version that this client was asked with last."""
    row = session.execute(
        select(CheckIn.measure, CheckIn.measure_version)
        .where(CheckIn.client_id == client_id)
        .order_by(CheckIn.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.measure, row.measure_version) if row else None


def count_visits(session: Session, client: Client, after: datetime | None = None) -> int:
    """How many sessions this client has had here, or has had since; a check-in that was withdrawn counts for none."""
    query = (
        select(func.count())
        .select_from(CheckIn)
        .join(CheckIn.visit)
        .where(
            CheckIn.client_id == client.id,
            Visit.therapist_id == client.therapist_id,
            CheckIn.state != State.WITHDRAWN,
        )
    )
    return session.scalars(query if after is None else query.where(CheckIn.begun_at > after)).one()


def pauses_of(session: Session, client: Client) -> Sequence[Pause]:
    """Every time in which this client was not asked, oldest first."""
    return session.scalars(select(Pause).where(Pause.client_id == client.id).order_by(Pause.begun_at, Pause.id)).all()


def paused_since(session: Session, client_ids: Iterable[int]) -> Mapping[int, datetime]:
    """Who is not asked at present, and since when."""
    rows = session.execute(
        select(Pause.client_id, Pause.begun_at)
        .where(Pause.client_id.in_(list(client_ids)), Pause.ended_at.is_(None))
        .order_by(Pause.id)
    )
    return {client_id: begun_at for client_id, begun_at in rows}  # noqa: C416 -- a row is no pair to mypy


def goals_of(session: Session, client_id: int) -> Sequence[Goal]:
    """All their goals, in the order in which they were agreed."""
    load = selectinload(Goal.taken_back)
    return session.scalars(select(Goal).where(Goal.client_id == client_id).order_by(Goal.id).options(load)).all()


def open_goals(session: Session, client_id: int) -> Sequence[Goal]:
    """Those that are neither met nor ended."""
    return [goal for goal in goals_of(session, client_id) if goal.met_at is None and goal.ended_at is None]


def marks_on(session: Session, client: Client, item: str, most: int, after: datetime | None = None) -> Sequence[int]:
    """The latest marks on one line (tenths), oldest first, whatever the form; answers without it do not count."""
    query = select(Response.marks).where(
        Response.client_id == client.id,
        Response.therapist_id == client.therapist_id,
        ~Response.declined,
        Response.marks[item].as_integer().is_not(None),
    )
    if after is not None:
        query = query.where(Response.received_at > after)
    rows = session.scalars(query.order_by(Response.id.desc()).limit(most))
    return [marks[item] for marks in rows][::-1]
