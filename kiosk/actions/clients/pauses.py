"""A client is not asked for a while, and asked again; counted apart from declining, which is the client's own act."""

from datetime import datetime
from enum import StrEnum

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.tablets.hand_on import hand_on
from kiosk.actions.visits.together import settle_together
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.domain.rounds import After
from kiosk.storage import clients, pauses
from kiosk.storage.tables import Client, Pause
from kiosk.storage.work import Work, unit_of_work


class PauseReason(StrEnum):
    """The kind of reason for a pause; nothing else of the reason is ever kept."""

    CRISIS = "crisis"
    """Feedback in acute crisis did harm rather than good (van Oenen et al. 2016, BMC Psychiatry 16:110)."""
    CONSENT = "consent"
    SCREEN = "screen"
    OTHER = "other"


def pause_client(actor: Staff, client_id: PublicId, reason: PauseReason, now: datetime) -> None:
    """Ask this client nothing from here on, and end the links that are still open.

    Raises NotFound. Someone who is paused already stays so, from when it began and for the reason it began with.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None:
            raise NotFound
        if client.pause is None:
            work.session.add(Pause(practice_id=client.practice_id, client_id=client.id, reason=reason, begun_at=now))
            work.audit(Audited.CLIENT_PAUSED, client)
        stop_asking_client(work, client)


def stop_asking_client(work: Work, client: Client) -> None:
    """End the links of this client that are still open, within the act that says why."""
    for check_in in pauses.waiting_check_ins(work.session, client, OPEN):
        move_to(work, check_in, State.WITHDRAWN)
        settle_together(work, check_in.visit)
        work.tell(check_in, EventKind.WITHDRAWN)
        hand_on(work, check_in, After.NOT_HERE)


def resume_client(actor: Staff, client_id: PublicId, now: datetime) -> None:
    """End the pause of a client. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None:
            raise NotFound
        for pause in clients.pauses_of(work.session, client):
            if pause.ended_at is not None:
                continue
            pause.ended_at = now
            work.audit(Audited.CLIENT_RESUMED, client)
