"""Being on duty: told of colleagues' calls for help that nobody has seen."""

from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.storage.tables import Person
from kiosk.storage.work import unit_of_work


def set_on_duty(actor: Staff, now: datetime, *, on: bool) -> None:
    """Put this person on duty or take them off; after how many minutes they are told is a setting of the practice."""
    require(actor, Permission.KEEP_ACCOUNT)
    with unit_of_work(actor, now) as work:
        person = work.session.get_one(Person, actor.person_id)
        person.on_duty = on
        work.audit(Audited.DUTY_CHANGED, person)
