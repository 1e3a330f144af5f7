"""An administrator puts away the notice of what came for therapists who have left, and of records that were taken."""

from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.permissions import Permission, require
from kiosk.queries.left_clients import left_clients_of
from kiosk.storage.tables import Person
from kiosk.storage.work import unit_of_work


def put_notice_away(actor: Staff, fingerprint: str, now: datetime) -> None:
    """Put away the notice of what they have seen; of anything else that has come meanwhile, it stays.

    The clients stay on the list, and colleagues keep their own notice.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    with unit_of_work(actor, now) as work:
        seen = left_clients_of(work.session, actor)
        if fingerprint == seen.fingerprint:
            me = work.session.get_one(Person, actor.person_id)
            me.left_seen, me.record_taken_at = seen.came or me.left_seen, None
