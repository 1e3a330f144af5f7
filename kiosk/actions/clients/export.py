"""Hands out what is kept about clients; the practice can look up later who took which record."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.domain.actors import Actor, CommandLine, Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.queries.client import SeenClient, see_client
from kiosk.queries.courses import AskedCourse
from kiosk.queries.kept import Record
from kiosk.queries.record import Records, left_record, own_record, own_records, read_records
from kiosk.storage import clients, people, records
from kiosk.storage.tables import Person
from kiosk.storage.work import unit_of_work


def export_own_record(actor: Staff, client_id: PublicId, now: datetime) -> Record:
    """Give the record of a client of one's own. Raises NotFound."""
    record = own_record(actor, client_id)
    if record is None:
        raise NotFound
    _keep(actor, [client_id], now)
    return record


def export_own_records(actor: Staff, client_id: PublicId | None, now: datetime) -> Records:
    """Give the records of one's own clients, or of the one named. Raises NotFound."""
    found = own_records(actor, client_id)
    _keep(actor, found.clients, now)
    return found


def export_summary(actor: Staff, client_id: PublicId, now: datetime) -> SeenClient:
    """Give what a client's page shows of their latest check-ins, to be put on paper. Raises NotFound."""
    seen = see_client(actor, client_id, AskedCourse(), now)
    if seen is None:
        raise NotFound
    _keep(actor, [client_id], now)
    return seen


def take_left_record(actor: Staff, client_id: PublicId, now: datetime, *, for_client: bool) -> Record:
    """Give an administrator the record of a client whose therapist can no longer log in, and tell the other ones.

    With words and notes only `for_client`, who asked for it. Raises NotFound, also once the client has a therapist.
    """
    require(actor, Permission.TAKE_LEFT_RECORDS)
    record = left_record(actor, client_id, for_client=for_client)
    if record is None:
        raise NotFound
    with unit_of_work(actor, now) as work:
        client = clients.left_client_of(work.session, client_id, actor.practice_id)
        if client is None:
            raise NotFound
        work.audit(Audited.RECORD_TAKEN_FOR_CLIENT if for_client else Audited.RECORD_TAKEN, client)
        for number in people.administrators(work.session, actor.practice_id):
            if number != actor.person_id:
                other = work.session.get_one(Person, number)
                other.record_taken_at = other.record_taken_at or now
    return record


def export_records(actor: CommandLine, email: str | None, code: str | None, now: datetime) -> Records:
    """Give all records, those of one therapist, or that of one client of theirs. Raises NotFound."""
    found = read_records(actor, email, code)
    _keep(actor, found.clients, now)
    return found


def _keep(actor: Actor, clients: Sequence[PublicId], now: datetime) -> None:
    with unit_of_work(actor, now) as work:
        for client in records.clients_named(work.session, clients):
            work.audit(Audited.RECORD_EXPORTED, client)
