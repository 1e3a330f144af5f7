"""The present password, asked for before a login's settings change: access to an open screen is not enough."""

from datetime import datetime

from kiosk.actions.accounts.passwords import is_password
from kiosk.actions.accounts.throttle import count_failure, is_guessing
from kiosk.domain.actors import Actor
from kiosk.domain.audit import Audited
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage import people
from kiosk.storage.people import NOBODY
from kiosk.storage.tables import Person
from kiosk.storage.work import unit_of_work

MOST_WRONG_PASSWORDS = 10
"""Within five minutes, those at the login and those at the account counted together."""
NOT_THE_PASSWORD = phrase("That is not your current password. Nothing was changed.")
TOO_OFTEN = phrase("Too many tries. Wait five minutes, then try once more. Nothing is locked.")


def fault_in_present(actor: Actor, person: Person, password: str, now: datetime) -> Phrase | None:
    """Return the fault of a typed present password, None when it is right; counts wrong ones, to stop guessing."""
    if is_guessing("login", person.email, MOST_WRONG_PASSWORDS, now):
        return TOO_OFTEN
    if not is_password(password, person.password_hash):
        note_wrong_password(actor, person.email, person, now)
        return NOT_THE_PASSWORD
    return None


def note_wrong_password(actor: Actor, email: str, person: Person | None, now: datetime) -> None:
    """Count a wrong password, also for an address that nobody has; of a person's the practice keeps an entry."""
    with unit_of_work(actor, now, people.practice_of(person.id if person else NOBODY)) as work:
        count_failure(work, "login", email)
        if person is not None:
            work.audit(Audited.LOGIN_FAILED, person)
