"""Making a practice, and setting it up by its first person."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.accounts.links import issue_link
from kiosk.actions.accounts.log_in import begin_login
from kiosk.actions.accounts.manage_people import add_person
from kiosk.actions.accounts.passwords import hash_password
from kiosk.domain.actors import CommandLine, Role, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.refusals import Conflict, NotFound
from kiosk.storage import people
from kiosk.storage.db import reading
from kiosk.storage.tables import Practice
from kiosk.storage.work import Work, unit_of_work

FIRST_ROLES = frozenset({Role.THERAPIST, Role.ADMINISTRATOR})
"""Those of the first person of a practice, given by setting it up."""


@dataclass(frozen=True)
class NewPractice:
    """The first person's entries about the practice and about themselves."""

    practice: str
    name: str
    email: str
    password: str
    crisis_text: str = ""
    crisis_number: str = ""
    crisis_language: str = ""
    asks_strain: bool = False
    time_zone: str = ""
    """Empty: that which was found when the practice was made."""


def first_link(actor: CommandLine, name: str, time_zone: str, now: datetime) -> str | None:
    """Give the secret of a set-up link for the one practice of this server; None when somebody is in it already."""
    with unit_of_work(actor, now) as work:
        if people.only_practice(work.session):
            return None
        empty = people.empty_practice(work.session)
        return issue_link(work, empty.id if empty else _add_practice(work, name, time_zone), None)


def make_practice(actor: CommandLine, name: str, time_zone: str, now: datetime) -> int:
    """Add an empty practice, waiting for its first person."""
    with unit_of_work(actor, now) as work:
        return _add_practice(work, name, time_zone)


def _add_practice(work: Work, name: str, time_zone: str) -> int:
    practice = Practice(name=name, time_zone=time_zone, made_at=work.now)
    work.session.add(practice)
    work.session.flush()
    return practice.id


def is_set_up_link(secret: str, now: datetime) -> bool:
    """Return whether this link works and its practice still has no people."""
    link = people.usable_link(reading(), secret, now)
    return link is not None and link.person_id is None and not people.is_set_up(reading(), link.practice_id)


def zone_found(secret: str, now: datetime) -> str:
    """The time zone that was found for the practice of a set-up link; empty where none was."""
    link = people.usable_link(reading(), secret, now)
    return reading().get_one(Practice, link.practice_id).time_zone if link else ""


def set_up_practice(actor: Visitor, secret: str, new: NewPractice, now: datetime) -> str:
    """Name the practice and make its first person, who is therapist and administrator in one.

    Gives the secret of their login. Raises NotFound when the link does not work any more, and Conflict when somebody
    logs in with that address already; nothing is set up then.
    """
    hashed = hash_password(new.password)
    with unit_of_work(actor, now) as work:
        link = people.usable_link(work.session, secret, now)
        if link is None or link.person_id is not None or people.is_set_up(work.session, link.practice_id):
            raise NotFound
        if people.by_any_email(work.session, new.email):
            raise Conflict
        work.session.delete(link)
        practice = work.session.get_one(Practice, link.practice_id)
        practice.name = new.practice
        practice.crisis_text, practice.crisis_number = new.crisis_text, new.crisis_number
        practice.crisis_language = new.crisis_language
        practice.asks_strain = new.asks_strain
        practice.time_zone = new.time_zone or practice.time_zone
        work.audit(Audited.PRACTICE_SET_UP, practice)
        person = add_person(work, practice.id, new.name, new.email, hashed, FIRST_ROLES)
        return begin_login(work, person)
