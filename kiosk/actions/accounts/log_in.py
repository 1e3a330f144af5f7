"""Logging in and out, and changing one's password and language."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.actions.accounts.passwords import NOBODY, fault_in, hash_password, is_password
from kiosk.actions.accounts.present_password import (
    MOST_WRONG_PASSWORDS,
    NOT_THE_PASSWORD,
    fault_in_present,
    note_wrong_password,
)
from kiosk.actions.accounts.throttle import Limit, admit, take_back
from kiosk.domain.actors import Actor, Staff, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotAllowed
from kiosk.keys import hash_of, keys
from kiosk.queries.readable import part
from kiosk.storage import factors, people
from kiosk.storage.db import keep, reading
from kiosk.storage.tables import Login, Person
from kiosk.storage.work import Work, unit_of_work

LOGIN_LASTS = timedelta(hours=12)
HALF_LASTS = timedelta(minutes=10)
SECRET_BYTES = 32
MOST_OF_A_NETWORK = 40
"""Wrong passwords of one network within five minutes, whoever they are for: a practice behind one address has some."""


@dataclass(frozen=True)
class LoggedIn:
    """The person who logged in, and the secret of their new login."""

    person: PublicId
    secret: str


@dataclass(frozen=True)
class HalfWay:
    """The password was right and a code is still to come; the secret opens nothing but the page that asks for it."""

    secret: str


@dataclass(frozen=True)
class Browser:
    """The browser that asks to log in: its network, and what it was given when somebody logged in before."""

    network: str = ""
    known_as: Mapping[str, str] = field(default_factory=dict)
    """For each person who has logged in there, by `keys().known_person`, the name of the browser."""
    held: str = ""
    """The secret of a login that it still has."""


class TooOften(NotAllowed):
    """Too many tries failed of late; this one was not judged."""


def log_in(actor: Visitor, email: str, password: str, now: datetime, browser: Browser) -> LoggedIn | HalfWay:
    """Begin a login, or half of one. Raises NotAllowed, which takes as long for an address that nobody has.

    An idle login of the same browser resumes with the password; its expiry is unchanged.
    """
    person = people.by_email(reading(), email)
    limits = _limits(email.strip().casefold(), person, browser)
    if not admit(actor, limits, now):
        raise TooOften
    kept = person.password_hash if person else ""
    right = is_password(password, kept or NOBODY)
    came_in = _come_in(actor, person.id, kept, browser.held, limits, now) if person and kept and right else None
    if came_in is None:
        note_wrong_password(actor, person, now)
        raise NotAllowed
    return came_in


def _limits(email: str, person: Person | None, browser: Browser) -> Sequence[Limit]:
    """Count a browser in which this person has logged in before by itself: strangers cannot keep it out."""
    known = browser.known_as.get(keys().known_person(person.public_id)) if person else None
    if known:
        return [Limit("known", known, MOST_WRONG_PASSWORDS)]
    return [Limit("login", email, MOST_WRONG_PASSWORDS), Limit("network", browser.network, MOST_OF_A_NETWORK)]


def _come_in(  # noqa: PLR0913, PLR0917 -- who, by which password, from where, and when
    actor: Visitor, person_id: int, kept: str, held: str, limits: Sequence[Limit], now: datetime
) -> LoggedIn | HalfWay | None:
    with unit_of_work(actor, now, people.practice_of(person_id)) as work:
        person = work.session.get_one(Person, person_id)
        if not _is_unchanged(person, kept):
            return None
        take_back(work, limits)
        if factors.code_app(work.session, person.id) is None:
            return LoggedIn(person.public_id, begin_login(work, person))
        if left_alone := people.begun_login(work.session, held, person.id, now - LOGIN_LASTS):
            return LoggedIn(person.public_id, begin_login(work, person, left_alone.begun_at))
        secret = secrets.token_urlsafe(SECRET_BYTES)
        factors.begin_half(work.session, person, secret, now)
        return HalfWay(secret)


def _is_unchanged(person: Person, password_hash: str) -> bool:
    """Return whether the password just checked still logs this person in: checking takes long enough to matter."""
    return person.disabled_at is None and person.password_hash == password_hash


def log_out(actor: Actor, secret: str, now: datetime) -> None:
    """End the login of that secret on the server; an empty secret, or one that is over, is nobody's."""
    if not secret:
        return
    with unit_of_work(actor, now, people.practice_by_secret(Login, secret)) as work:
        if person := people.end_login(work.session, secret):
            work.audit(Audited.LOGGED_OUT, person)


def who(secret: str, now: datetime) -> Staff | None:
    """Give the actor behind a login secret, for 12 hours from its beginning."""
    return part(lambda: _who(secret, now), None)


def _who(secret: str, now: datetime) -> Staff | None:
    found = people.by_login(reading(), secret, now - LOGIN_LASTS)
    if found is None:
        return None
    keep(found.person)
    return replace(people.staff(found.person), until=found.begun_at + LOGIN_LASTS)


def those_logged_in(held: Collection[str], now: datetime) -> Mapping[str, Staff]:
    """Give the actors behind those of these login secrets that still hold, without what pages say of them."""
    return people.actors_by_login(reading(), held, now - LOGIN_LASTS)


def change_password(actor: Staff, old: str, new: str, now: datetime) -> str:
    """Give the secret of the one login that is left; links and half logins end too. Raises Invalid.

    Somebody who came by a one-time link and has no password yet is not asked for an old one.
    """
    require(actor, Permission.KEEP_ACCOUNT)
    kept = reading().get_one(Person, actor.person_id)
    if kept.password_hash and (fault := fault_in_present(actor, kept, old, now)):
        raise Invalid(fault)
    if fault := fault_in(new, names_of(kept)):
        raise Invalid(fault)
    hashed = hash_password(new)
    with unit_of_work(actor, now) as work:
        person = work.session.get_one(Person, actor.person_id)
        if not _is_unchanged(person, kept.password_hash):
            raise Invalid(NOT_THE_PASSWORD)
        person.password_hash = hashed
        people.end_ways_in(work.session, person.id)
        work.audit(Audited.PASSWORD_CHANGED, person)
        return begin_login(work, person)


def choose_language(actor: Staff, language: str, now: datetime) -> None:
    """Choose the language in which this person reads their pages; empty leaves it to their browser."""
    require(actor, Permission.KEEP_ACCOUNT)
    with unit_of_work(actor, now) as work:
        work.session.get_one(Person, actor.person_id).language = language


def names_of(person: Person) -> tuple[str, ...]:
    """Give the names that this person's password must not be made of."""
    return person.name, person.email, person.practice.name


def begin_login(work: Work, person: Person, begun_at: datetime | None = None) -> str:
    """Give the secret of one more login of this person, for an act that has made sure of them."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    login = Login(
        practice_id=person.practice_id,
        person_id=person.id,
        secret_hash=hash_of(secret),
        begun_at=begun_at or work.now,
        proven_at=work.now,
    )
    work.session.add(login)
    person.logged_in_at = work.now
    work.audit(Audited.LOGGED_IN, person)
    return secret
