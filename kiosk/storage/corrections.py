"""Corrections, and the answers that one of them can change the meaning of."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from sqlalchemy import Integer, Select, bindparam, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from kiosk.domain.actors import Therapist
from kiosk.domain.answers import Marking
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import visits_with_own
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import (
    CheckIn,
    Client,
    Consent,
    Correction,
    DataKey,
    Goal,
    Handover,
    NotedPerson,
    OpenLoop,
    Pause,
    Person,
    Plan,
    Practice,
    Response,
    SavedMember,
    SharedWords,
    Visit,
    table_of,
)

Belonging: TypeAlias = (
    type[CheckIn]
    | type[Goal]
    | type[Pause]
    | type[OpenLoop]
    | type[Plan]
    | type[SavedMember]
    | type[NotedPerson]
    | type[Consent]
    | type[SharedWords]
    | type[DataKey]
)
BELONGING: Final[tuple[Belonging, ...]] = (
    CheckIn,
    Goal,
    Pause,
    OpenLoop,
    Plan,
    SavedMember,
    NotedPerson,
    Consent,
    SharedWords,
    DataKey,
)
"""The tables whose rows belong to a client."""

_LOADED = (joinedload(Correction.person), joinedload(Correction.client), joinedload(Correction.to_client))


def correction_of(session: ReadSession, correction_id: PublicId, therapist: Therapist) -> Correction | None:
    """A correction, if this therapist made it, or it is about a client or a session of their own."""
    own_clients = select(Client.id).where(Client.therapist_id == therapist.person_id)
    own_visits = visits_with_own(select(Visit.id), therapist)
    return session.scalars(
        select(Correction)
        .where(
            Correction.public_id == correction_id,
            Correction.practice_id == therapist.practice_id,
            or_(
                Correction.client_id.in_(own_clients),
                Correction.client_id.is_(None) & Correction.visit_id.in_(own_visits),
            ),
        )
        .options(*_LOADED)
    ).one_or_none()


# Put together once: each part of a session's page asks it.
_OF_CHECK_IN = (
    select(Correction)
    .where(
        or_(
            Correction.check_in_id == bindparam("check_in", type_=Integer),
            (Correction.visit_id == bindparam("visit", type_=Integer)) & Correction.check_in_id.is_(None),
        )
    )
    .order_by(Correction.id.desc())
    .options(*_LOADED)
)


def of_check_in(session: ReadSession, check_in_id: int, visit_id: int) -> Sequence[Correction]:
    """The corrections of a check-in and of its session as a whole, the latest first."""
    return session.scalars(_OF_CHECK_IN, {"check_in": check_in_id, "visit": visit_id}).all()


def of_visit(session: ReadSession, visit: Visit) -> Sequence[Correction]:
    """The corrections of a session as a whole, the latest first."""
    query = select(Correction).where(Correction.visit_id == visit.id, Correction.check_in_id.is_(None))
    return session.scalars(query.order_by(Correction.id.desc()).options(*_LOADED)).all()


def of_client(session: ReadSession, client: Client) -> Sequence[Correction]:
    """Every correction that took something from this client, gave something to them or is about them, oldest first.

    Those of a session as a whole are among them where the client was in it.
    """
    visits = select(CheckIn.visit_id).where(CheckIn.client_id == client.id)
    of_sessions = Correction.visit_id.in_(visits) & Correction.check_in_id.is_(None)
    query = select(Correction).where(
        or_(Correction.client_id == client.id, Correction.to_client_id == client.id, of_sessions)
    )
    return session.scalars(query.order_by(Correction.id).options(*_LOADED)).all()


def answered_since(session: ReadSession, client_ids: Collection[int], since: datetime) -> Sequence[CheckIn]:
    """The check-ins of these clients whose answers count and came from then on, oldest first."""
    return session.scalars(
        select(CheckIn)
        .join(CheckIn.response)
        .join(CheckIn.visit)
        .where(CheckIn.client_id.in_(client_ids), CheckIn.counts, Response.received_at >= since)
        .order_by(Response.received_at, Response.id)
        .options(
            contains_eager(CheckIn.response),
            contains_eager(CheckIn.visit).joinedload(Visit.therapist).joinedload(Person.practice),
            joinedload(CheckIn.client),
        )
    ).all()


def answered_in(session: ReadSession, ids: Collection[int]) -> Sequence[CheckIn]:
    """These check-ins, as far as they have an answer, oldest first."""
    return session.scalars(
        select(CheckIn)
        .join(CheckIn.response)
        .join(CheckIn.visit)
        .where(CheckIn.id.in_(list(ids)), Response.marked != Marking.IMPORT)
        .order_by(Response.received_at, Response.id)
        .options(
            contains_eager(CheckIn.response),
            contains_eager(CheckIn.visit).joinedload(Visit.therapist).joinedload(Person.practice),
            joinedload(CheckIn.client),
        )
    ).all()


def whose_since(session: ReadSession, client_ids: Collection[int], since: datetime) -> Mapping[int, int]:
    """The check-ins of these clients whose answers count and came from then on, each with its client."""
    rows = session.execute(
        select(CheckIn.id, CheckIn.client_id)
        .join(CheckIn.response)
        .where(CheckIn.client_id.in_(client_ids), CheckIn.counts, Response.received_at >= since)
        .where(Response.marked != Marking.IMPORT)  # of these nothing is told
    )
    return dict(rows.all())


def practice_of_clients(client_ids: Collection[int]) -> Select[int]:
    """The practice to which these clients belong, as a claim finds it."""
    return select(Client.practice_id).where(Client.id.in_(client_ids)).limit(1)


def practice_number(session: ReadSession, client_ids: Collection[int]) -> int | None:
    """The number of the practice to which these clients belong."""
    return session.scalars(practice_of_clients(client_ids)).first()


def check_ins_of(session: ReadSession, client: Client) -> Sequence[CheckIn]:
    """Every check-in of a client, whether or not it counts, oldest first."""
    load = (joinedload(CheckIn.response), joinedload(CheckIn.visit))
    return session.scalars(
        select(CheckIn).where(CheckIn.client_id == client.id).order_by(CheckIn.id).options(*load)
    ).all()


def practice_of(session: ReadSession, client: Client) -> Practice:
    """The practice of a client."""
    return session.get_one(Practice, client.practice_id)


def is_offered(session: ReadSession, client_ids: Collection[int]) -> bool:
    """Return whether one of these clients is offered to a colleague."""
    query = select(Handover.id).where(Handover.client_id.in_(client_ids), Handover.outcome == "")
    return session.scalars(query.limit(1)).one_or_none() is not None


def pass_everything_on(session: WriteSession, client: Client, to: Client) -> dict[str, list[int]]:
    """Let all that belongs to a client belong to another; gives the rows, by table, so that it can be given back.

    No response is among them: whose form it was when it was sent stays said there.
    """
    return {kind.__tablename__: _pass_on(session, kind, client.id, to.id, None) for kind in BELONGING}


def give_back(session: WriteSession, rows: Mapping[str, Collection[int]], client: Client, to: Client) -> None:
    """Give these rows back, as far as they still belong to the client who had got them."""
    for kind in BELONGING:
        _pass_on(session, kind, client.id, to.id, rows.get(kind.__tablename__, ()))


def _pass_on(session: WriteSession, kind: Belonging, client: int, to: int, only: Collection[int] | None) -> list[int]:
    table = table_of(kind)
    there = update(table).where(table.c.client_id == client)
    chosen = there if only is None else there.where(table.c.id.in_(only))
    return sorted(session.scalars(chosen.values(client_id=to).returning(table.c.id)))
