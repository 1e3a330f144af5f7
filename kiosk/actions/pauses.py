"""A client is not asked for a while, and asked again; counted apart from declining, which is the client's own act."""

from datetime import datetime
from enum import StrEnum

from kiosk.actions.hand_on import After, hand_on
from kiosk.actions.together import settle_together
from kiosk.domain.lifecycle import OPEN, State
from kiosk.storage import clients, events, pauses
from kiosk.storage.db import writing
from kiosk.storage.tables import Pause, Person


class Reason(StrEnum):
    """What kind of reason there is; no more than its kind is ever kept."""

    CRISIS = "crisis"
    """Feedback in acute crisis did harm rather than good (van Oenen et al. 2016, BMC Psychiatry 16:110)."""
    CONSENT = "consent"
    SCREEN = "screen"
    OTHER = "other"


def pause_client(therapist: Person, client_id: int, reason: Reason, now: datetime) -> bool:
    """Ask this client nothing from here on, and end the links that are still open.

    False when there is no such client. Someone who is paused already stays so, from when it began and for the reason it
    began with.
    """
    with writing() as session:
        client = clients.client_of(session, client_id, therapist)
        if client is None:
            return False
        if not pauses.now_paused(session, [client.id]):
            session.add(Pause(practice_id=client.practice_id, client_id=client.id, reason=reason, begun_at=now))
        for check_in in pauses.waiting_check_ins(session, client.id, OPEN):
            check_in.state = State.WITHDRAWN
            check_in.closed_at = now
            settle_together(check_in.visit, now)
            events.tell(session, check_in, State.WITHDRAWN, now)
            hand_on(session, check_in, After.NOT_HERE, now)
        return True


def resume_client(therapist: Person, client_id: int, now: datetime) -> bool:
    """Ask again from here on. False when there is no such client."""
    with writing() as session:
        client = clients.client_of(session, client_id, therapist)
        if client is None:
            return False
        for pause in pauses.now_paused(session, [client.id]).values():
            pause.ended_at = now
        return True
