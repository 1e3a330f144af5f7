"""People log in and out, change their password, and use links that work once."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from kiosk.actions.passwords import NOBODY, fault_in, hash_password, is_password
from kiosk.actions.present_password import fault_in_present
from kiosk.domain.phrases import Phrase
from kiosk.keys import hash_of
from kiosk.storage import factors, people
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Login, OneTimeLink, Person, Practice

LOGIN_LASTS = timedelta(hours=12)
HALF_LASTS = timedelta(minutes=10)
EVER = datetime.min.replace(tzinfo=UTC)
LINK_LASTS = timedelta(hours=24)
SECRET_BYTES = 32


@dataclass(frozen=True)
class NewPractice:
    """What the first person says of the practice and of themselves."""

    practice: str
    name: str
    email: str
    password: str
    crisis_text: str = ""
    crisis_number: str = ""
    crisis_language: str = ""
    asks_strain: bool = False


@dataclass(frozen=True)
class LoggedIn:
    """Who came in, and the secret of their new login."""

    person: int
    secret: str


@dataclass(frozen=True)
class HalfWay:
    """The password was right and a code is still to come; the secret opens nothing but the page that asks for it."""

    secret: str


def log_in(email: str, password: str, now: datetime, held: str = "") -> LoggedIn | HalfWay | None:
    """A new login, half of one, or None; it takes as long for an address nobody has.

    `held` is the secret of a login that this browser still has. Was it only left alone for a while, the password is
    enough to go on with it, and its 12 hours are those they were.
    """
    person = people.by_email(reading(), email)
    kept = person.password_hash if person else ""
    right = is_password(password, kept or NOBODY)
    if person is None or not kept or not right:
        return None
    with writing() as session:
        if factors.code_app(session, person.id) is None:
            return LoggedIn(person.id, begin_login(session, person, now))
        if left_alone := people.begun_login(session, held, person.id, now - LOGIN_LASTS):
            return LoggedIn(person.id, begin_login(session, person, left_alone.begun_at))
        secret = secrets.token_urlsafe(SECRET_BYTES)
        factors.begin_half(session, person, secret, now, now - HALF_LASTS)
        return HalfWay(secret)


def log_out(secret: str) -> None:
    """The login is gone from the server; an empty secret is nobody's."""
    if not secret:
        return
    with writing() as session:
        people.end_login(session, secret)


def who(secret: str, now: datetime) -> Person | None:
    """The person behind a login secret, for 12 hours from its beginning."""
    return people.by_login(reading(), secret, now - LOGIN_LASTS)


def whose(secret: str) -> Person | None:
    """The person behind a login secret, however long ago it began: who they were, and no leave to do anything."""
    return people.by_login(reading(), secret, EVER)


class PasswordUnchanged(Exception):
    """The password stays as it was, and why."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


def change_password(person_id: int, old: str, new: str, now: datetime) -> str:
    """The secret of the one login that is left. Raises PasswordUnchanged when it cannot be.

    Somebody who came by a one-time link and has no password yet is not asked for an old one.
    """
    kept = reading().get_one(Person, person_id)
    if kept.password_hash and (fault := fault_in_present(kept, old, now)):
        raise PasswordUnchanged(fault)
    if fault := fault_in(new):
        raise PasswordUnchanged(fault)
    hashed = hash_password(new)
    with writing() as session:
        person = session.get_one(Person, person_id)
        person.password_hash = hashed
        people.end_logins(session, person_id)
        return begin_login(session, person, now)


def choose_language(person_id: int, language: str) -> None:
    """In which language this person reads their pages; empty leaves it to their browser."""
    with writing() as session:
        session.get_one(Person, person_id).language = language


def make_link(practice_id: int, person_id: int | None, now: datetime) -> str:
    """A link that works once, for a day: the first administrator's, or one person's own."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing() as session:
        link = OneTimeLink(
            practice_id=practice_id, person_id=person_id, secret_hash=hash_of(secret), ends_at=now + LINK_LASTS
        )
        session.add(link)
    return secret


def first_link(name: str, time_zone: str, now: datetime) -> str | None:
    """The secret of a set-up link, for the one practice of this server; None when somebody is in it already."""
    if people.only_practice(reading()):
        return None
    empty = people.empty_practice(reading())
    return make_link(empty.id if empty else make_practice(name, time_zone, now), None, now)


def make_practice(name: str, time_zone: str, now: datetime) -> int:
    """An empty practice, waiting for its first person."""
    with writing() as session:
        practice = Practice(name=name, time_zone=time_zone, made_at=now)
        session.add(practice)
        session.flush()
        return practice.id


def read_link(secret: str, now: datetime, *, set_up: bool) -> Person | bool:
    """Whose link it is; True for a set-up link, which is nobody's yet; False when it does not work (any more)."""
    link = people.usable_link(reading(), secret, now)
    if link is None or set_up != (link.person_id is None):
        return False
    if set_up and people.is_set_up(reading(), link.practice_id):
        return False
    return reading().get_one(Person, link.person_id) if link.person_id is not None else True


class EmailTaken(Exception):
    """Somebody logs in with that address already; nothing was set up."""


@dataclass(frozen=True)
class CameIn:
    """Somebody used their one-time link: the secret of their login, and whether they have a password yet."""

    secret: str
    has_password: bool


def use_link(secret: str, now: datetime) -> CameIn | None:
    """Log in by a one-time link, which is used up by it."""
    with writing() as session:
        link = people.usable_link(session, secret, now)
        if link is None or link.person_id is None:
            return None
        link.used_at = now
        person = session.get_one(Person, link.person_id)
        return CameIn(begin_login(session, person, now), bool(person.password_hash))


def set_up(secret: str, new: NewPractice, now: datetime) -> str | None:
    """Name the practice and make its first person, who is therapist and administrator in one.

    Gives the secret of their login, or None when the link does not work any more. Raises EmailTaken.
    """
    hashed = hash_password(new.password)
    with writing() as session:
        link = people.usable_link(session, secret, now)
        if link is None or link.person_id is not None or people.is_set_up(session, link.practice_id):
            return None
        if people.by_any_email(session, new.email):
            raise EmailTaken
        link.used_at = now
        practice = session.get_one(Practice, link.practice_id)
        practice.name = new.practice
        practice.crisis_text, practice.crisis_number = new.crisis_text, new.crisis_number
        practice.crisis_language = new.crisis_language
        practice.asks_strain = new.asks_strain
        person = add_person(session, practice.id, new.name, new.email, hashed, now)
        return begin_login(session, person, now)


def add_person(  # noqa: PLR0913, PLR0917 -- the columns of one row
    session: Session, practice_id: int, name: str, email: str, password_hash: str, now: datetime
) -> Person:
    """A person who is therapist, supervisor and administrator: most practices are one person."""
    person = Person(
        practice_id=practice_id,
        name=name,
        email=email.strip().casefold(),
        password_hash=password_hash,
        roles="administrator supervisor therapist",
        made_at=now,
    )
    session.add(person)
    session.flush()
    return person


def begin_login(session: Session, person: Person, now: datetime) -> str:
    """The secret of one more login of this person, for an act that has made sure of them."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    session.add(Login(practice_id=person.practice_id, person_id=person.id, secret_hash=hash_of(secret), begun_at=now))
    return secret
