"""A therapist says which patient a client is in the practice's record system, mends that, or takes it away."""

from datetime import datetime
from typing import Final

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.onward import patient_id
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.storage import clients, onward
from kiosk.storage.tables import Client, RecordPatient
from kiosk.storage.work import Work, unit_of_work

NO_ID: Final = phrase("Type the patient’s id as the record system shows it: letters, figures, dots and hyphens.")  # noqa: RUF001 -- as printed


def name_patient(actor: Staff, client_id: PublicId, typed: str, now: datetime) -> None:
    """Note a client's id in the record system; nothing typed takes it away. Raises NotFound, Invalid.

    Where another one was there, all that was sent is withdrawn from the wrong patient, and sent to the right one.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    patient = patient_id(typed)
    if patient is None and typed.strip():
        raise Invalid(NO_ID, "patient")
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None or client.merged_into_id is not None:
            raise NotFound
        if patient is None:
            _forget(work, client)
        else:
            _name(work, client, patient)


def _forget(work: Work, client: Client) -> None:
    """Nothing more is sent of theirs; what was sent stays where it is."""
    if known := client.record_patient:
        work.session.delete(known)
        work.audit(Audited.PATIENT_FORGOTTEN, client)


def _name(work: Work, client: Client, patient: str) -> None:
    system, known = onward.system_of(work.session, client.practice_id), client.record_patient
    if system is None:
        raise NotFound
    if known is None:
        work.session.add(
            RecordPatient(
                practice_id=client.practice_id,
                client_id=client.id,
                system_id=system.id,
                patient=patient,
                since=work.now,
            )
        )
    elif known.patient == patient:
        return
    else:
        known.patient = patient
        numbers = onward.answered_of_client(work.session, client)
        onward.look_at(work.session, client.practice_id, work.now, check_ins=numbers)
    work.audit(Audited.PATIENT_NAMED, client)
