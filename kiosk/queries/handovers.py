"""Handovers as a therapist sees them: whom they can give to whom, what is offered, and whom they took over."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.actors import Staff
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.public_ids import PublicId
from kiosk.queries.readable import each
from kiosk.storage import handovers
from kiosk.storage.db import reading
from kiosk.storage.tables import Client, Handover


@dataclass(frozen=True)
class Colleague:
    """A therapist of the practice to whom clients can be offered."""

    id: PublicId
    name: str


@dataclass(frozen=True)
class NamedClient:
    """A client by their code."""

    id: PublicId
    code: str


@dataclass(frozen=True)
class HandoverOffer:
    """One client on the way from one therapist to another, or there already."""

    id: PublicId
    client: PublicId
    code: str
    giver: str
    taker: str
    told_on: str
    """The day on which the client was told, as YYYY-MM-DD; empty while nobody has said so."""
    asks: bool
    """True if the client's next form tells them, and lets them say no."""
    declined: bool
    """True once they said no on their form."""


@dataclass(frozen=True)
class Handovers:
    """All that concerns one therapist."""

    colleagues: Sequence[Colleague]
    clients: Sequence[NamedClient]
    offered_to_me: Sequence[HandoverOffer]
    offered_by_me: Sequence[HandoverOffer]
    taken_over: Sequence[HandoverOffer]


def see_handovers(actor: Staff) -> Handovers:
    """Read the handovers of a therapist."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    session = reading()
    return Handovers(
        colleagues=[one for one in _colleagues(actor) if one.id != actor.id],
        clients=[_named(one) for one in handovers.all_clients(session, therapist)],
        offered_to_me=each(handovers.offered_to(session, therapist), _offer)[0],
        offered_by_me=each(handovers.offered_by(session, therapist), _offer)[0],
        taken_over=each(handovers.taken_over(session, therapist), _offer)[0],
    )


@dataclass(frozen=True)
class WaitingClients:
    """Clients whose therapist can no longer log in, to whom they can be offered, and to whom they are already."""

    colleagues: Sequence[Colleague]
    clients: Sequence[NamedClient]
    offered: dict[PublicId, str]
    """The name of the colleague to whom a client is offered, by the client's id."""


def see_waiting(actor: Staff) -> WaitingClients:
    """Read the clients who wait for a therapist, for administrators."""
    require(actor, Permission.MANAGE_PEOPLE)
    session = reading()
    waiting = handovers.waiting_clients(session, actor.practice_id)
    offered = handovers.open_of(session, [one.id for one in waiting])
    return WaitingClients(
        _colleagues(actor),
        [_named(one) for one in waiting],
        dict(each(offered, lambda one: (one.client.public_id, one.taker.name))[0]),
    )


def _colleagues(actor: Staff) -> Sequence[Colleague]:
    return [Colleague(one.public_id, one.name) for one in handovers.therapists(reading(), actor.practice_id)]


def _named(client: Client) -> NamedClient:
    return NamedClient(client.public_id, client.code)


def _offer(one: Handover) -> HandoverOffer:
    return HandoverOffer(
        one.public_id,
        one.client.public_id,
        one.client.code,
        one.giver.name,
        one.taker.name,
        one.told_on,
        asks=one.asked_at is not None,
        declined=one.declined_at is not None,
    )
