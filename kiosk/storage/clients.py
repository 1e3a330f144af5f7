"""One client with one therapist: their check-ins, pauses and goals."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from kiosk.domain.actors import Therapist
from kiosk.domain.goals import PRIORITY
from kiosk.domain.lifecycle import State
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import own_clients
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Goal, Pause, Response, Visit

MOST = 200
"""The most check-ins that are read: years of weekly sessions."""


def client_of(session: ReadSession, client_id: PublicId, therapist: Therapist) -> Client | None:
    """A client, if it is this therapist's own."""
    return session.scalars(own_clients(select(Client), therapist).where(Client.public_id == client_id)).one_or_none()


def check_ins_of(session: ReadSession, client: Client) -> Sequence[CheckIn]:
    """This client's latest check-ins with the therapist they are with now, oldest first."""
    found = session.scalars(
        select(CheckIn)
        .join(CheckIn.visit)
        .where(CheckIn.client_id == client.id, Visit.therapist_id == client.therapist_id)
        .order_by(CheckIn.begun_at.desc(), CheckIn.id.desc())
        .limit(MOST)
        .options(contains_eager(CheckIn.visit), joinedload(CheckIn.response), selectinload(CheckIn.repairs))
        .options(selectinload(CheckIn.safety_records))
    )
    return found.all()[::-1]


def last_measures(session: ReadSession, therapist: Therapist, codes: Collection[str]) -> Mapping[str, tuple[str, int]]:
    """The measure and version that each of this therapist's clients was asked with last about a session, by code."""
    own = own_clients(select(func.max(CheckIn.id)).join(CheckIn.client), therapist)
    latest = own.where(Client.code.in_(codes), CheckIn.part == Part.CLOSING).group_by(CheckIn.client_id)
    rows = session.execute(
        select(Client.code, CheckIn.measure, CheckIn.measure_version).join(CheckIn.client).where(CheckIn.id.in_(latest))
    )
    return {code: (measure, version) for code, measure, version in rows}


def count_visits(session: ReadSession, client: Client, after: datetime | None = None) -> int:
    """Count this client's sessions here, all or those since `after`; withdrawn check-ins are left out."""
    query = (
        select(func.count(CheckIn.visit_id.distinct()))
        .select_from(CheckIn)
        .join(CheckIn.visit)
        .where(
            CheckIn.client_id == client.id,
            Visit.therapist_id == client.therapist_id,
            CheckIn.state != State.WITHDRAWN,
        )
    )
    return session.scalars(query if after is None else query.where(CheckIn.begun_at > after)).one()


def pauses_of(session: ReadSession, client: Client) -> Sequence[Pause]:
    """Every time in which this client was not asked, oldest first."""
    return session.scalars(select(Pause).where(Pause.client_id == client.id).order_by(Pause.begun_at, Pause.id)).all()


def goals_of(session: ReadSession, client: Client) -> Sequence[Goal]:
    """All their goals, in the order in which they were agreed."""
    load = selectinload(Goal.taken_back)
    return session.scalars(select(Goal).where(Goal.client_id == client.id).order_by(Goal.id).options(load)).all()


def open_goals(session: ReadSession, client: Client) -> Sequence[Goal]:
    """Those that are neither met nor ended."""
    return [goal for goal in goals_of(session, client) if goal.met_at is None and goal.ended_at is None]


def priorities_of(session: ReadSession, client: Client) -> Sequence[Goal]:
    """The client's own list, in its order, without what is crossed out."""
    there = [goal for goal in open_goals(session, client) if goal.kind == PRIORITY]
    return sorted(there, key=lambda goal: goal.place)


def held_answers_of(session: ReadSession, client: Client) -> frozenset[datetime]:
    """Return the times at which this client's held answers came."""
    query = select(Response.received_at).join(Response.check_in)
    return frozenset(session.scalars(query.where(Response.client_id == client.id, ~CheckIn.is_revealed)))


def marks_on(  # noqa: PLR0913 -- whose, which, how many, and of which answers
    session: ReadSession, client: Client, item: str, most: int, after: datetime | None = None, *, shown: bool = False
) -> Sequence[int]:
    """The latest marks of sessions on one line (tenths), oldest first, whatever the form, where it was marked."""
    query = (
        select(Response.marks)
        .join(Response.check_in)
        .where(
            Response.client_id == client.id,
            Response.therapist_id == client.therapist_id,
            CheckIn.part == Part.CLOSING,
            ~Response.declined,
            Response.marks[item].as_integer().is_not(None),
        )
    )
    if after is not None:
        query = query.where(Response.received_at > after)
    if shown:
        query = query.where(CheckIn.is_revealed)
    rows = session.scalars(query.order_by(Response.id.desc()).limit(most))
    return [marks[item] for marks in rows][::-1]
