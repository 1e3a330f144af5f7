"""People log in and out, change their password, and use links that work once."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from kiosk.domain.actors import Actor, CommandLine, Role, Staff, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from kiosk.keys import hash_of, keys
from kiosk.queries.readable import part
from kiosk.storage import factors, people
from kiosk.storage.db import keep, reading
from kiosk.storage.tables import Login, OneTimeLink, Person, Practice
from kiosk.storage.work import Work, unit_of_work

LOGIN_LASTS = timedelta(hours=12)
HALF_LASTS = timedelta(minutes=10)
LINK_LASTS = timedelta(hours=24)
SECRET_BYTES = 32
MOST_OF_A_NETWORK = 40
"""Wrong passwords of one network within five minutes, whoever they are for: a practice behind one address has some."""
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

    Was a login that the browser still has only left alone for a while, the password is enough to go on with it, and
    its 12 hours are those they were.
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
    if fault := fault_in(new, _names_of(kept)):
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


def _names_of(person: Person) -> tuple[str, ...]:
    return person.name, person.email, person.practice.name


def _hash_of_sound(password: str, owner: Person) -> str:
    if fault := fault_in(password, _names_of(owner)):
        raise Invalid(fault)
    return hash_password(password)


def set_up(actor: Visitor, secret: str, new: NewPractice, now: datetime) -> str:
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


def add_person(  # noqa: PLR0913, PLR0917 -- the columns of one row
    work: Work,
    practice_id: int,
    name: str,
    email: str,
    password_hash: str,
    roles: Iterable[Role] = (Role.THERAPIST,),
) -> Person:
    """Add a person, who is a therapist unless other roles are given on purpose."""
    person = Person(
        practice_id=practice_id,
        name=name,
        email=email.strip().casefold(),
        password_hash=password_hash,
        made_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    people.give_roles(work.session, person, roles, giver(work.actor), work.now)
    work.audit(Audited.PERSON_ADDED, person)
    return person


def giver(actor: Actor) -> int | None:
    """Give the person who acts, where it is one of the staff."""
    return actor.person_id if isinstance(actor, Staff) else None


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
