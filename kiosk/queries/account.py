"""The account of the person who asks, and the little that is known of somebody who was logged in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.domain.actors import CommandLine, Scope, Staff
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.keys import hash_of
from kiosk.queries.readable import part
from kiosk.storage import api_tokens, factors, people
from kiosk.storage.db import reading
from kiosk.storage.tables import Person

EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Account:
    """A person's login, without codes and passkeys."""

    email: str
    has_password: bool
    export_format: str = ""
    """The kind of file that they chose last for an export; empty before the first."""
    on_duty: bool = False
    """True if they agreed to be told of colleagues' calls for help."""
    duty_minutes: int = 0
    """Minutes after which the practice has them told; 0 for never."""


@dataclass(frozen=True)
class SeenPasskey:
    """A passkey, by the name that its owner gave it; the name may be empty."""

    id: PublicId
    name: str
    used_at: datetime | None


@dataclass(frozen=True)
class SeenToken:
    """A token by which a program acts for its owner: never the secret."""

    id: PublicId
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    """The time of its last use, to the hour; None before the first."""
    owner: str
    """The email of the therapist for whom it acts."""


@dataclass(frozen=True)
class LastHere:
    """The person whose login a browser still holds: for display only, it allows nothing."""

    id: PublicId
    name: str
    email: str
    language: str


@dataclass(frozen=True)
class BehindLink:
    """The person whom a one-time link lets in; without a password, they choose one first."""

    name: str
    email: str
    has_password: bool


def see_account(actor: Staff) -> Account:
    """Read one's own account."""
    require(actor, Permission.KEEP_ACCOUNT)
    person = reading().get_one(Person, actor.person_id)
    return Account(
        email=person.email,
        has_password=bool(person.password_hash),
        export_format=person.export_format,
        on_duty=person.on_duty,
        duty_minutes=person.practice.duty_minutes,
    )


def see_passkeys(actor: Staff) -> Sequence[SeenPasskey]:
    """Read one's own passkeys, the oldest first."""
    require(actor, Permission.KEEP_ACCOUNT)
    return [
        SeenPasskey(one.public_id, one.name, one.used_at) for one in factors.passkeys_of(reading(), actor.person_id)
    ]


def see_tokens(actor: Staff | CommandLine) -> Sequence[SeenToken]:
    """Read one's own tokens, the oldest first; the command line reads everybody's."""
    require(actor, Permission.MAKE_TOKENS)
    return [
        SeenToken(
            id=token.public_id,
            name=token.name,
            scopes=api_tokens.scopes_of(token),
            made_at=token.made_at,
            ends_at=token.ends_at,
            used_at=token.used_at,
            owner=person.email,
        )
        for token, person in api_tokens.all_of(reading(), actor)
    ]


@dataclass(frozen=True)
class SeenLogin:
    """One browser in which this person is logged in."""

    id: PublicId
    device: str
    begun_at: datetime
    used_at: datetime | None
    is_here: bool
    """True for the browser that asks."""


def see_logins(actor: Staff, held: str, not_before: datetime) -> Sequence[SeenLogin]:
    """Read one's own logins that began late enough, the latest first; `held` is the secret of the one that asks."""
    require(actor, Permission.KEEP_ACCOUNT)
    here = hash_of(held)
    return [
        SeenLogin(one.public_id, one.device, one.begun_at, one.used_at, one.secret_hash == here)
        for one in people.logins_of(reading(), actor.person_id, not_before)
    ]


def last_here(secret: str) -> LastHere | None:
    """Read who is behind a login secret, however long ago it began."""
    found = part(lambda: people.by_login(reading(), secret, EVER), None)
    who = found.person if found else None
    return LastHere(who.public_id, who.name, who.email, who.language) if who else None


def behind_link(secret: str, now: datetime) -> BehindLink | None:
    """Read who logs in by this one-time link; None where it does not work, or is for setting up."""
    link = people.usable_link(reading(), secret, now)
    if link is None or link.person_id is None:
        return None
    person = reading().get_one(Person, link.person_id)
    return BehindLink(person.name, person.email, bool(person.password_hash))


def practice_at_login() -> str:
    """Read the name of the practice that this server is for; empty where there are several, or none yet."""
    practice = people.sole_practice(reading())
    return practice.name if practice else ""
