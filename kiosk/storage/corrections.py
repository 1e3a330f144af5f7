"""Corrections, and the answers that one of them can change the meaning of."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from kiosk.domain.actors import Therapist
from kiosk.domain.public_ids import PublicId
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Correction, Person, Practice, Response, Visit

_LOADED = (joinedload(Correction.person), joinedload(Correction.client), joinedload(Correction.to_client))


def correction_of(session: ReadSession, correction_id: PublicId, therapist: Therapist) -> Correction | None:
    """A correction, if this therapist made it, or it is about a client or a session of their own."""
    own_clients = select(Client.id).where(Client.therapist_id == therapist.person_id)
    own_visits = select(Visit.id).where(Visit.therapist_id == therapist.person_id)
    return session.scalars(
        select(Correction)
        .where(
            Correction.public_id == correction_id,
            Correction.practice_id == therapist.practice_id,
            or_(Correction.visit_id.in_(own_visits), Correction.client_id.in_(own_clients)),
        )
        .options(*_LOADED)
    ).one_or_none()


def of_check_in(session: ReadSession, check_in: CheckIn) -> Sequence[Correction]:
    """The corrections of a check-in and of its session as a whole, the latest first."""
    of_session = (Correction.visit_id == check_in.visit_id) & Correction.check_in_id.is_(None)
    query = select(Correction).where(or_(Correction.check_in_id == check_in.id, of_session))
    return session.scalars(query.order_by(Correction.id.desc()).options(*_LOADED)).all()


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


def check_ins_of(session: ReadSession, client: Client) -> Sequence[CheckIn]:
    """Every check-in of a client, whether or not it counts, oldest first."""
    load = (joinedload(CheckIn.response), joinedload(CheckIn.visit))
    return session.scalars(
        select(CheckIn).where(CheckIn.client_id == client.id).order_by(CheckIn.id).options(*load)
    ).all()


def practice_of(session: ReadSession, client: Client) -> Practice:
    """The practice of a client."""
    return session.get_one(Practice, client.practice_id)
