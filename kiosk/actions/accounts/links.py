"""Links that work once and let one person in, or the first person of a practice."""

import secrets
from datetime import datetime, timedelta

from kiosk.actions.accounts.log_in import SECRET_BYTES, begin_login, names_of
from kiosk.actions.accounts.passwords import fault_in, hash_password
from kiosk.domain.actors import CommandLine, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.keys import hash_of
from kiosk.storage import people
from kiosk.storage.db import reading
from kiosk.storage.tables import OneTimeLink, Person
from kiosk.storage.work import Work, unit_of_work

LINK_LASTS = timedelta(hours=24)


def make_link(actor: CommandLine, practice_id: int, person_id: int | None, now: datetime) -> str:
    """Give the secret of a link that works once, for a day: one person's own; with None as person, for the set-up."""
    with unit_of_work(actor, now) as work:
        return issue_link(work, practice_id, person_id)


def issue_link(work: Work, practice_id: int, person_id: int | None) -> str:
    """Within an act: give the secret of a link as `make_link` does. Earlier links of the same kind end."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = OneTimeLink(
        practice_id=practice_id, person_id=person_id, secret_hash=hash_of(secret), ends_at=work.now + LINK_LASTS
    )
    people.replace_link(work.session, link)
    return secret


def use_link(actor: Visitor, secret: str, password: str, now: datetime) -> str:
    """Log in by a one-time link, which is used up by it; gives the secret of the login.

    Somebody who has no password yet sets `password` by it. Raises NotFound when the link does not work (any more), and
    Invalid for a password that will not do: the link then works on.
    """
    found = people.usable_link(reading(), secret, now)
    if found is None or found.person_id is None:
        raise NotFound
    owner = reading().get_one(Person, found.person_id)
    hashed = "" if owner.password_hash else _hash_of_sound(password, owner)
    with unit_of_work(actor, now, people.practice_by_secret(OneTimeLink, secret)) as work:
        link = people.usable_link(work.session, secret, now)
        if link is None or link.person_id is None:
            raise NotFound
        work.session.delete(link)
        person = work.session.get_one(Person, link.person_id)
        if hashed:
            person.password_hash = hashed
            work.audit(Audited.PASSWORD_CHANGED, person)
        return begin_login(work, person)


def _hash_of_sound(password: str, owner: Person) -> str:
    if fault := fault_in(password, names_of(owner)):
        raise Invalid(fault)
    return hash_password(password)
