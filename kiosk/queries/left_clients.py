"""Clients whose therapist can no longer log in, for the administrators of the practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from kiosk.domain.actors import Staff
from kiosk.domain.audit import TAKINGS
from kiosk.domain.permissions import Permission, may, require
from kiosk.domain.public_ids import PublicId
from kiosk.storage import audit_log, clients, left_clients
from kiosk.storage.db import reading
from kiosk.storage.left_clients import LeftClient
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Person

TAKINGS_SHOWN: Final = 10


@dataclass(frozen=True)
class LeftClients:
    """Those without a therapist, and what this administrator has not put away the notice of."""

    clients: Sequence[LeftClient]
    came: str = ""
    """Another one as soon as anything else has come from them; empty as long as nothing has."""
    has_come: bool = False
    """True if something has come, and this administrator has not put the notice of it away."""
    record_taken_at: datetime | None = None
    """Time at which another administrator took a record, until the notice of it is put away."""

    @property
    def is_news(self) -> bool:
        """True if there is anything to put away."""
        return self.has_come or self.record_taken_at is not None

    @property
    def fingerprint(self) -> str:
        """Another one as soon as there is anything else to know."""
        return f"{self.came} {self.record_taken_at or ''}".strip()


NO_LEFT_CLIENTS = LeftClients(())


@dataclass(frozen=True)
class NamedLeftClient:
    """One of them: whose they were."""

    id: PublicId
    code: str
    therapist: str


@dataclass(frozen=True)
class Taking:
    """One record that another administrator took."""

    name: str
    at: datetime


def see_left_clients(actor: Staff) -> LeftClients:
    """List the clients of this practice without a therapist, for administrators; to others there are none."""
    if not may(actor, Permission.MANAGE_PEOPLE):
        return NO_LEFT_CLIENTS
    return left_clients_of(reading(), actor)


def left_clients_of(session: ReadSession, actor: Staff) -> LeftClients:
    """List them as this administrator sees them now."""
    found = left_clients.of_practice(session, actor.practice_id)
    told = "|".join(f"{one.therapist}.{one.code}.{one.answers}.{one.calls}" for one in found if one.answers)
    came = sha256(told.encode()).hexdigest() if told else ""
    me = session.get_one(Person, actor.person_id)
    return LeftClients(found, came, bool(came) and me.left_seen != came, me.record_taken_at)


def see_left_client(actor: Staff, client_id: PublicId) -> NamedLeftClient | None:
    """Read one of them, or None."""
    require(actor, Permission.TAKE_LEFT_RECORDS)
    session = reading()
    client = clients.left_client_of(session, client_id, actor.practice_id)
    if client is None:
        return None
    return NamedLeftClient(client.public_id, client.code, session.get_one(Person, client.therapist_id).name)


def see_takings(actor: Staff) -> Sequence[Taking]:
    """List the latest records that other administrators took, the latest first."""
    require(actor, Permission.TAKE_LEFT_RECORDS)
    found = audit_log.of_others(reading(), actor, TAKINGS, TAKINGS_SHOWN)
    return [Taking(one.name, one.at) for one in found]
