"""Clients whose therapist can no longer log in, for the administrators of the practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from kiosk.domain.actors import Staff
from kiosk.domain.permissions import Permission, may
from kiosk.storage import left_clients
from kiosk.storage.db import reading
from kiosk.storage.left_clients import LeftClient
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Person


@dataclass(frozen=True)
class LeftClients:
    """Those without a therapist, and whether the notice of what came from them was put away."""

    clients: Sequence[LeftClient]
    fingerprint: str
    """Another one as soon as anything else has come; empty as long as nothing has."""
    is_put_away: bool

    @property
    def is_news(self) -> bool:
        """True if something has come, and this administrator has not put the notice of it away."""
        return bool(self.fingerprint) and not self.is_put_away


NO_LEFT_CLIENTS = LeftClients((), "", is_put_away=False)


def see_left_clients(actor: Staff) -> LeftClients:
    """List the clients of this practice without a therapist, for administrators; to others there are none."""
    if not may(actor, Permission.MANAGE_PEOPLE):
        return NO_LEFT_CLIENTS
    return left_clients_of(reading(), actor)


def left_clients_of(session: ReadSession, actor: Staff) -> LeftClients:
    """List them as this administrator sees them now."""
    found = left_clients.of_practice(session, actor.practice_id)
    came = "|".join(f"{one.therapist}.{one.code}.{one.answers}.{one.calls}" for one in found if one.answers)
    fingerprint = sha256(came.encode()).hexdigest() if came else ""
    seen = session.get_one(Person, actor.person_id).left_seen if came else None
    return LeftClients(found, fingerprint, is_put_away=seen == fingerprint)
