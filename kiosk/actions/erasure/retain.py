"""Retention: who was kept for the practice's years is looked over, and erased or kept for another year on purpose."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.actions.erasure.erase import (
    Grounds,
    Written,
    bring_ledger_up_to_date,
    erase_all_words,
    erase_whole_client,
)
from kiosk.domain.actors import CommandLine, Staff
from kiosk.domain.audit import Audited
from kiosk.domain.erasure import What
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.queries.erasure import Due, still_due
from kiosk.storage import clients, erasable
from kiosk.storage.work import unit_of_work

OVER = Grounds(was_retention=True)


def keep_longer(actor: Staff, client_id: PublicId, now: datetime) -> None:
    """Keep a client of one's own for another year, after which they are on the list again. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None:
            raise NotFound
        client.looked_over_at = now
        work.audit(Audited.LOOKED_OVER, client)


def erase_due(actor: Staff | CommandLine, listed: Sequence[Due], written: Written, now: datetime) -> Sequence[Due]:
    """Erase exactly what was listed; gives those that were, without clients who came again meanwhile.

    A therapist erases clients of their own, the command line anybody's.

    One transaction for each, so that answers do not wait: whatever ends it, each is erased whole or not at all.
    """
    require(actor, Permission.ERASE_CLIENTS)
    done = [due for due in listed if _erase(actor, due, written, now)]
    bring_ledger_up_to_date()
    return done


def _erase(actor: Staff | CommandLine, due: Due, written: Written, now: datetime) -> bool:
    with unit_of_work(actor, now) as work:
        if isinstance(actor, CommandLine):
            client = erasable.client_in(work.session, None, due.client)
        else:
            client = clients.client_of(work.session, due.client, as_therapist(actor, Permission.ERASE_CLIENTS))
        if client is None or not still_due(work.session, due, client, now):
            return False
        if due.what is What.CLIENT:
            erase_whole_client(work, client, written, OVER)
        else:
            erase_all_words(work, client, written, OVER)
    return True
