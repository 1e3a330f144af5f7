"""A client was told what is kept about them, or withdrew: records that stay, with who made them."""

from datetime import datetime

from kiosk.actions.clients.days import past_day
from kiosk.actions.clients.pauses import PauseReason, stop_asking_client
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.storage import clients, consents
from kiosk.storage.tables import Client, Consent, Pause
from kiosk.storage.work import Work, unit_of_work

NO_DAY = phrase("Give the day, as year, month and day.")
BEFORE = phrase("They cannot withdraw before the day on which they were told.")


def record_told(actor: Staff, client_id: PublicId, told_on: str, now: datetime) -> None:
    """Record that this therapist told a client what is kept. Raises NotFound, and Invalid for the day."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = _found(clients.client_of(work.session, client_id, therapist))
        day = _day(work, client, told_on, "told_on")
        told = Consent(
            practice_id=client.practice_id,
            client_id=client.id,
            person_id=therapist.person_id,
            told_on=day,
            recorded_at=now,
        )
        work.session.add(told)
        work.session.flush()
        work.audit(Audited.CONSENT_RECORDED, told)


def record_withdrawn(actor: Staff, client_id: PublicId, consent: PublicId, withdrawn_on: str, now: datetime) -> None:
    """Record that a client withdrew: they are not asked from here on. Raises NotFound, and Invalid for the day.

    What was withdrawn before stays as it was recorded.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = _found(clients.client_of(work.session, client_id, therapist))
        told = consents.consent_of(work.session, client, consent)
        if told is None:
            raise NotFound
        if told.withdrawn_at is not None:
            return
        day = _day(work, client, withdrawn_on, f"withdrawn-{consent}")
        if day < told.told_on:
            raise Invalid(BEFORE, f"withdrawn-{consent}")
        told.withdrawn_on, told.withdrawn_at = day, now
        work.audit(Audited.CONSENT_WITHDRAWN, told)
        if client.pause is None:
            pause = Pause(
                practice_id=client.practice_id, client_id=client.id, reason=PauseReason.CONSENT.value, begun_at=now
            )
            work.session.add(pause)
            work.audit(Audited.CLIENT_PAUSED, client)
        stop_asking_client(work, client)


def _found(client: Client | None) -> Client:
    if client is None or client.merged_into_id is not None:
        raise NotFound
    return client


def _day(work: Work, client: Client, typed: str, field: str) -> str:
    if not (day := past_day(work, client.practice_id, typed, field)):
        raise Invalid(NO_DAY, field)
    return day
