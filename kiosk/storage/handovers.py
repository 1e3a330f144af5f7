"""Handovers: offers of clients to a colleague, open ones and those that were accepted."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import Role, Therapist
from kiosk.domain.lifecycle import ANSWERED, OPEN
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import left_clients, offers_by, offers_to, own_clients
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, GivenRole, Handover, Person

ACCEPTED: Final = "accepted"
_LOAD = joinedload(Handover.client), joinedload(Handover.giver), joinedload(Handover.taker)
_IS_OPEN = Handover.ended_at.is_(None)


def offered_to(session: ReadSession, therapist: Therapist) -> Sequence[Handover]:
    """The clients that are offered to this therapist now, by whose they are and their codes."""
    return _listed(session, offers_to(select(Handover), therapist).where(_IS_OPEN))


def offered_by(session: ReadSession, therapist: Therapist) -> Sequence[Handover]:
    """The clients that this therapist offers to others now."""
    return _listed(session, offers_by(select(Handover), therapist).where(_IS_OPEN))


def taken_over(session: ReadSession, therapist: Therapist) -> Sequence[Handover]:
    """The handovers by which this therapist came to clients whom they still have."""
    found = offers_to(select(Handover), therapist).where(
        Handover.outcome == ACCEPTED, Client.therapist_id == therapist.person_id
    )
    return _listed(session, found)


def _listed(session: ReadSession, query: Select[Handover]) -> Sequence[Handover]:
    found = session.scalars(query.join(Handover.client).options(*_LOAD))
    return sorted(found, key=lambda one: (one.from_id, one.client.code, one.id))


def to_take(session: ReadSession, handover: PublicId, therapist: Therapist) -> Handover | None:
    """An offer to this therapist, open or not."""
    return session.scalars(offers_to(select(Handover), therapist).where(Handover.public_id == handover)).one_or_none()


def to_withdraw(session: ReadSession, handover: PublicId, therapist: Therapist) -> Handover | None:
    """An offer of this therapist's client, open or not."""
    return session.scalars(offers_by(select(Handover), therapist).where(Handover.public_id == handover)).one_or_none()


def open_of(session: ReadSession, clients: Collection[int]) -> Sequence[Handover]:
    """The open offers of these clients."""
    return session.scalars(select(Handover).where(Handover.client_id.in_(clients), _IS_OPEN).options(*_LOAD)).all()


def of_client(session: ReadSession, client: Client) -> Sequence[Handover]:
    """Every offer of this client that there was, oldest first."""
    found = select(Handover).where(Handover.client_id == client.id).order_by(Handover.id)
    return session.scalars(found.options(*_LOAD)).all()


def all_clients(session: ReadSession, therapist: Therapist) -> Sequence[Client]:
    """Every client of this therapist, by code."""
    return sorted(session.scalars(own_clients(select(Client), therapist)), key=lambda one: one.code)


def waiting_clients(session: ReadSession, practice_id: int) -> Sequence[Client]:
    """The clients of a practice whose therapist can no longer log in, by code."""
    return sorted(session.scalars(left_clients(select(Client), practice_id)), key=lambda one: one.code)


def therapists(session: ReadSession, practice_id: int) -> Sequence[Person]:
    """The therapists of a practice who can log in, by name."""
    found = select(Person).join(GivenRole, GivenRole.person_id == Person.id)
    here = found.where(
        Person.practice_id == practice_id, Person.disabled_at.is_(None), GivenRole.role == Role.THERAPIST
    )
    return session.scalars(here.order_by(Person.name, Person.id)).all()


def open_check_ins(session: ReadSession, client: Client) -> Sequence[CheckIn]:
    """The forms of this client that nobody has answered or ended."""
    found = select(CheckIn).where(CheckIn.client_id == client.id, CheckIn.state.in_(OPEN))
    return session.scalars(found.options(joinedload(CheckIn.visit))).all()


def held_of(session: ReadSession, client: Client, check_in: PublicId) -> CheckIn | None:
    """An answer of this client that waits to be asked for, or None."""
    found = select(CheckIn).where(CheckIn.client_id == client.id, CheckIn.public_id == check_in)
    return session.scalars(found.where(CheckIn.state.in_(ANSWERED), ~CheckIn.is_revealed)).one_or_none()


def latest_of(session: ReadSession, client: Client) -> Handover | None:
    """The handover by which this client came to the therapist whom they have now, or None."""
    found = select(Handover).where(
        Handover.client_id == client.id, Handover.outcome == ACCEPTED, Handover.to_id == client.therapist_id
    )
    return session.scalars(found.order_by(Handover.id.desc()).limit(1)).one_or_none()
