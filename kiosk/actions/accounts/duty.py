"""Somebody agrees to be told of colleagues' calls for help that nobody has seen, or does so no longer."""

from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.storage.tables import Person
from kiosk.storage.work import unit_of_work


def set_on_duty(actor: Staff, now: datetime, *, on: bool) -> None:
    """Remember it; the practice's settings say after how many minutes they are told."""
    require(actor, Permission.KEEP_ACCOUNT)
    with unit_of_work(actor, now) as work:
        person = work.session.get_one(Person, actor.person_id)
        person.on_duty = on
        work.audit(Audited.DUTY_CHANGED, person)
