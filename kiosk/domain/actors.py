"""Actors: the kinds of party on whose behalf an act or a query runs, with what scoping needs to know of each."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from kiosk.domain.public_ids import PublicId


class Role(StrEnum):
    """A role that a person holds in their practice; one person can hold several."""

    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """A purpose for which a token of the API was made."""

    ASK_CLIENTS = "visits:write"
    READ_RESULTS = "results:read"
    READ_WORDS = "words:read"
    CORRECT_RECORDS = "records:write"


@dataclass(frozen=True)
class Staff:
    """A person who is logged in."""

    person_id: int
    practice_id: int
    roles: frozenset[Role]
    id: PublicId
    """The name under which anything outside the database knows them."""
    name: str = ""
    language: str = ""
    """The language of their pages; empty until they choose one."""
    time_zone: str = ""
    """The time zone of their practice, in which pages tell the time."""
    duty_minutes: int = 0
    """Minutes after which they are told of a colleague's call for help that nobody has seen; 0 for never."""
    until: datetime | None = field(default=None, compare=False)
    """The time at which their login ends however much it is used; None for whoever acts without one."""
    origin: str = field(default="", compare=False)
    """The network address that this request came from, and the browser's name: for the audit log alone."""


@dataclass(frozen=True)
class ByTablet:
    """A paired tablet that has proved itself by its credential."""

    tablet_id: int
    practice_id: int


@dataclass(frozen=True)
class ByLink:
    """A client: the token of their link finds one check-in, and nothing else identifies them."""

    token: str = field(repr=False)


@dataclass(frozen=True)
class ByToken:
    """A program with a token of the API, which acts for the person who made it: it finds no more than they do."""

    token_id: int
    owner_id: int
    practice_id: int
    scopes: frozenset[Scope]
    origin: str = field(default="", compare=False)
    """The network address of the program: for the audit log alone."""


@dataclass(frozen=True)
class CommandLine:
    """The person who runs `kiosk` on the server; they can read its files, and belong to no practice."""


@dataclass(frozen=True)
class Visitor:
    """A browser of which nothing is known yet: it logs in, opens a link that works once, or waits to be paired."""


@dataclass(frozen=True)
class Background:
    """The server itself, on nobody's behalf: jobs that run beside the pages."""


@dataclass(frozen=True)
class Therapist:
    """An actor in the role of therapist, as scoping takes it: a person of another role does not fit there.

    Only `permissions.as_therapist` makes one of an actor, and `storage.people.therapist` of a person's row.
    """

    person_id: int
    practice_id: int


@dataclass(frozen=True)
class PrivateScreen:
    """A screen that this person alone sees, as they have said of one browser: nothing of theirs is withheld on it."""

    person_id: int


Actor: TypeAlias = Staff | ByTablet | ByLink | ByToken | CommandLine | Visitor | Background


def person_id_of(actor: Actor) -> int | None:
    """Return the number of the person who acts, where it is one of the staff; None for anything else."""
    return actor.person_id if isinstance(actor, Staff) else None
