"""Clients whose therapist can no longer log in, for the administrators of the practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kiosk.domain.actors import Staff
from kiosk.domain.audit import TAKINGS
from kiosk.domain.permissions import Permission, may, require
from kiosk.domain.public_ids import PublicId
from kiosk.storage import audit_log, clients, left_clients
from kiosk.storage.db import reading
from kiosk.storage.left_clients import LeftClient
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Person


@dataclass(frozen=True)
class Taking:
    """One record that another administrator took."""

    name: str
    at: datetime


@dataclass(frozen=True)
class LeftClients:
    """Those without a therapist, and what this administrator has not put away the notice of."""

    clients: Sequence[LeftClient]
    came: str = ""
    """Another one as soon as anything else has come from them; empty as long as nothing has."""
    has_come: bool = False
    """True if something has come, and this administrator has not put the notice of it away."""
    takings: Sequence[Taking] = ()
    """Records that other administrators took since this one put the notice of it away, the latest first."""

    @property
    def is_news(self) -> bool:
        """True if there is anything to put away."""
        return self.has_come or bool(self.takings)

    @property
    def fingerprint(self) -> str:
        """Another one as soon as there is anything else to know."""
        return f"{self.came} {self.takings[0].at if self.takings else ''}".strip()


NO_LEFT_CLIENTS = LeftClients(())


@dataclass(frozen=True)
class NamedLeftClient:
    """One of them: whose they were."""

    id: PublicId
    code: str
    therapist: str


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
    return LeftClients(found, came, bool(came) and me.left_seen != came, _takings(session, actor, me.record_taken_at))


def _takings(session: ReadSession, actor: Staff, since: datetime | None) -> Sequence[Taking]:
    found = audit_log.of_others(session, actor, TAKINGS, since) if since else ()
    return [Taking(one.name, one.at) for one in found]


def see_left_client(actor: Staff, client_id: PublicId) -> NamedLeftClient | None:
    """Read one of them, or None."""
    require(actor, Permission.TAKE_LEFT_RECORDS)
    session = reading()
    client = clients.left_client_of(session, client_id, actor.practice_id)
    if client is None:
        return None
    return NamedLeftClient(client.public_id, client.code, session.get_one(Person, client.therapist_id).name)
