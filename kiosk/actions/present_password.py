"""Who changes how they log in types their present password first: an open desk alone is not enough."""

from datetime import datetime

from kiosk.actions.passwords import is_password
from kiosk.actions.throttle import is_guessing, note_failure
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage.tables import Person

MOST_WRONG_PASSWORDS = 10
"""Within five minutes, those at the login and those at the account counted together."""
NOT_THE_PASSWORD = phrase("That is not your present password. Nothing was changed.")
TOO_OFTEN = phrase("Too many tries. Wait five minutes, then try once more. Nothing is locked.")


def fault_in_present(person: Person, password: str, now: datetime) -> Phrase | None:
    """Why this does not prove who is there, or nothing; whoever passes by an open desk cannot go on guessing."""
    if is_guessing("login", person.email, MOST_WRONG_PASSWORDS, now):
        return TOO_OFTEN
    if not is_password(password, person.password_hash):
        note_failure("login", person.email, now)
        return NOT_THE_PASSWORD
    return None
