"""Who has a login: added, listed, disabled, and helped back in, from the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.log_in import add_person, make_link
from kiosk.storage import factors, people
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Person


class CannotManage(Exception):
    """It cannot be done; the text says why, and nothing was changed."""


@dataclass(frozen=True)
class LetBackIn:
    """The secret of a link that works once, and whether codes or passkeys were taken away with the password."""

    secret: str
    had_more: bool


def all_people() -> Sequence[Person]:
    """Everybody with a login, disabled ones too."""
    return people.everybody(reading())


def invite_person(name: str, email: str, now: datetime) -> str:
    """A new person of the only practice here; gives the secret of the link by which they come in."""
    if people.by_any_email(reading(), email):
        raise CannotManage(f"{email} has a login already. To let them in again: kiosk person reset {email}")
    with writing() as session:
        practice = people.only_practice(session)
        if practice is None:
            raise CannotManage("There is no practice yet. Set it up by the link that kiosk init printed.")
        person = add_person(session, practice.id, name, email, "", now)
    return make_link(practice.id, person.id, now)


def disable_person(email: str, now: datetime) -> None:
    """They can no longer log in, and every page they have open ends."""
    with writing() as session:
        person = _known(people.by_any_email(session, email), email)
        person.disabled_at = now
        people.end_logins(session, person.id)


def reset_person(email: str, now: datetime) -> LetBackIn:
    """Their password, their codes and their passkeys are gone; they come in by a link, and choose a new password."""
    with writing() as session:
        person = _known(people.by_any_email(session, email), email)
        person.password_hash, person.disabled_at = "", None
        had_codes = factors.forget_codes(session, person.id)
        had_passkeys = factors.forget_passkeys(session, person.id)
        people.end_logins(session, person.id)
    return LetBackIn(make_link(person.practice_id, person.id, now), had_codes or had_passkeys)


def _known(person: Person | None, email: str) -> Person:
    if person is None:
        raise CannotManage(f"Nobody logs in with {email}. To see who does: kiosk person list")
    return person
