"""The present password, asked for before a login's settings change: access to an open screen is not enough."""

from datetime import datetime

from kiosk.actions.accounts.passwords import is_password
from kiosk.actions.accounts.throttle import Limit, admit, count_failure, take_back
from kiosk.domain.actors import Actor
from kiosk.domain.audit import Audited
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage import people
from kiosk.storage.people import NOBODY
from kiosk.storage.tables import Person
from kiosk.storage.work import unit_of_work

MOST_WRONG_PASSWORDS = 10
"""Within five minutes, for one address at the login, for one browser that is known, or at the account."""
NOT_THE_PASSWORD = phrase("That is not your current password. Nothing was changed.")
TOO_OFTEN = phrase("Too many tries. Wait five minutes, then try again. Nothing is locked.")


def fault_in_present(actor: Actor, person: Person, password: str, now: datetime) -> Phrase | None:
    """Return the fault of a typed present password, None when it is right; counts wrong ones, to stop guessing.

    They count at the login as well, and those of strangers at the login do not count here: nobody outside keeps
    somebody who is logged in from their own account.
    """
    here = [Limit("present", person.public_id, MOST_WRONG_PASSWORDS)]
    if not admit(actor, here, now):
        return TOO_OFTEN
    right = is_password(password, person.password_hash)
    with unit_of_work(actor, now, people.practice_of(person.id)) as work:
        if right:
            take_back(work, here)
        else:
            count_failure(work, "login", person.email)
            work.audit(Audited.LOGIN_FAILED, person)
    return None if right else NOT_THE_PASSWORD


def note_wrong_password(actor: Actor, person: Person | None, now: datetime) -> None:
    """Keep an entry of a wrong password at the login; for an address that nobody has, a write that takes as long."""
    with unit_of_work(actor, now, people.practice_of(person.id if person else NOBODY)) as work:
        if person is not None:
            work.audit(Audited.LOGIN_FAILED, person)
        else:
            count_failure(work, "nobody", "")
