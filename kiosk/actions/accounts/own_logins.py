"""One's own logins: proven anew, told apart by their device, and ended one by one."""

from datetime import datetime, timedelta
from typing import Final

from kiosk.actions.accounts.log_in import LOGIN_LASTS, begin_login
from kiosk.domain.actors import Staff, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.storage import people
from kiosk.storage.db import reading
from kiosk.storage.tables import Login, Person
from kiosk.storage.work import unit_of_work

PROOF_LASTS: Final = timedelta(minutes=5)
"""The time for which a proof is good for what leaves the server or cannot be undone."""
LONGEST_DEVICE: Final = 60


def is_proven(secret: str, now: datetime) -> bool:
    """Return whether the person of this login has shown who they are within the last minutes."""
    login = people.login_of(reading(), secret)
    proven_at = login.proven_at if login else None
    return proven_at is not None and abs(now - proven_at) < PROOF_LASTS


def renew_login(actor: Staff, held: str, now: datetime) -> str:
    """Give the secret of a login in place of the one that is held: this person has just shown who they are.

    Its expiry is unchanged. Raises NotFound where the one that is held has ended meanwhile.
    """
    with unit_of_work(actor, now) as work:
        login = people.begun_login(work.session, held, actor.person_id, now - LOGIN_LASTS)
        if login is None:
            raise NotFound
        return begin_login(work, work.session.get_one(Person, actor.person_id), login.begun_at)


def note_use(secret: str, now: datetime, device: str = "") -> None:
    """Note that something was saved by this login and, where it is told, by which device."""
    with unit_of_work(Visitor(), now, people.practice_by_secret(Login, secret)) as work:
        if login := people.login_of(work.session, secret):
            login.used_at = now
            login.device = device[:LONGEST_DEVICE] or login.device


def end_own_login(actor: Staff, login_id: PublicId, now: datetime) -> None:
    """End one of one's own logins. Raises NotFound for one that has ended, or is somebody else's."""
    require(actor, Permission.KEEP_ACCOUNT)
    with unit_of_work(actor, now) as work:
        mine = people.logins_of(work.session, actor.person_id, now - LOGIN_LASTS)
        login = next((one for one in mine if one.public_id == login_id), None)
        if login is None:
            raise NotFound
        work.session.delete(login)
        work.audit(Audited.LOGGED_OUT, work.session.get_one(Person, actor.person_id))
