"""Permissions: the closed set of what an actor can be allowed to do, and which kinds of actor are allowed each."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Final, assert_never

from kiosk.domain.actors import (
    Actor,
    Background,
    ByLink,
    ByTablet,
    ByToken,
    CommandLine,
    Role,
    Scope,
    Staff,
    Therapist,
    Visitor,
)
from kiosk.domain.refusals import NotAllowed


class Permission(StrEnum):
    """One thing that can be allowed; it says nothing of whose rows are found, which is scoping."""

    KEEP_ACCOUNT = "keep-account"
    """Change one's own password, second factors and language, and log out."""
    ASK_CLIENTS = "ask-clients"
    """Start, follow and end check-ins of one's own clients, agree goals with them, and choose how they are asked."""
    CORRECT_RECORDS = "correct-records"
    """Say what became of what is still open, and put right what was mistaken about one's own clients' check-ins."""
    READ_RESULTS = "read-results"
    """Read what one's own clients answered."""
    READ_WORDS = "read-words"
    """Read the words that they added to it: a login that reads results always does, a token by a scope of its own."""
    MAKE_TOKENS = "make-tokens"
    """Make, list and revoke tokens, by which programs act for a therapist."""
    EXPORT_CLIENTS = "export-clients"
    """Take a client's record or the table of check-ins out of the server."""
    IMPORT_CLIENTS = "import-clients"
    """Take past data of one's own clients in from a file."""
    ERASE_CLIENTS = "erase-clients"
    """Erase a client of one's own, an answer or its words for good, and look over who is kept for long."""
    READ_SUPERVISION = "read-supervision"
    """Read what the agreement between a therapist and a supervisor opens."""
    CHANGE_PRACTICE = "change-practice"
    """Change the practice's settings: its name, help line, languages, thresholds and how results are shown."""
    MANAGE_TABLETS = "manage-tablets"
    """Pair, rename and switch off the practice's tablets."""
    MANAGE_PEOPLE = "manage-people"
    """Add, disable and reset people, give and take roles, and see which clients have no therapist."""
    TAKE_LEFT_RECORDS = "take-left-records"
    """Take the record of a client whose therapist can no longer log in out of the server."""
    SEND_ONWARD = "send-onward"
    """Set up, try, switch and remove the practice's record system, to which answers are sent."""
    READ_AUDIT = "read-audit"
    """Look up who did and who saw what, and when, in the practice's audit log: it has no content."""
    EXPORT_AUDIT = "export-audit"
    """Take the audit log out of the server."""
    SHOW_FORMS = "show-forms"
    """Show the form that a therapist sent to this tablet."""
    ANSWER = "answer"
    """Open, answer, decline or leave a form."""


BY_ROLE: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.THERAPIST: frozenset(
        {
            Permission.ASK_CLIENTS,
            Permission.CORRECT_RECORDS,
            Permission.READ_RESULTS,
            Permission.READ_WORDS,
            Permission.EXPORT_CLIENTS,
            Permission.IMPORT_CLIENTS,
            Permission.ERASE_CLIENTS,
            Permission.MAKE_TOKENS,
        },
    ),
    Role.SUPERVISOR: frozenset({Permission.READ_SUPERVISION}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.CHANGE_PRACTICE,
            Permission.MANAGE_TABLETS,
            Permission.MANAGE_PEOPLE,
            Permission.TAKE_LEFT_RECORDS,
            Permission.SEND_ONWARD,
            Permission.READ_AUDIT,
            Permission.EXPORT_AUDIT,
        },
    ),
}
"""An administrator reads no answers, except in the record of a client whose therapist has left, which leaves a trace.

A sole practitioner holds both roles.
"""
BY_SCOPE: Final[Mapping[Scope, frozenset[Permission]]] = {
    Scope.ASK_CLIENTS: frozenset({Permission.ASK_CLIENTS}),
    Scope.READ_RESULTS: frozenset({Permission.READ_RESULTS}),
    Scope.READ_WORDS: frozenset({Permission.READ_WORDS}),
    Scope.CORRECT_RECORDS: frozenset({Permission.CORRECT_RECORDS}),
}
OF_STAFF: Final = frozenset({Permission.KEEP_ACCOUNT})
OF_TABLETS: Final = frozenset({Permission.SHOW_FORMS, Permission.ANSWER})
OF_LINKS: Final = frozenset({Permission.ANSWER})
OF_THE_COMMAND_LINE: Final = frozenset(
    {
        Permission.MANAGE_PEOPLE,
        Permission.EXPORT_CLIENTS,
        Permission.IMPORT_CLIENTS,
        Permission.ERASE_CLIENTS,
        Permission.MAKE_TOKENS,
    }
)


def may(actor: Actor, permission: Permission) -> bool:
    """Say whether this actor is allowed that."""
    return permission in permissions_of(actor)


class Verdict(Enum):
    """The gate's answer to somebody who asks, however they have shown who they are."""

    ALLOWED = "allowed"
    UNKNOWN = "unknown"
    """Nobody is known to be asking: they have to show who they are first."""
    LACKING = "lacking"
    """They are known, and are not allowed that."""


def judge(actor: Actor | None, permission: Permission) -> Verdict:
    """Judge a request: of a login's cookie or a token alike, and of None where neither said who asks."""
    if actor is None:
        return Verdict.UNKNOWN
    return Verdict.ALLOWED if may(actor, permission) else Verdict.LACKING


def require(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless this actor is allowed that: the first line of an act."""
    if not may(actor, permission):
        raise NotAllowed


def as_therapist(actor: Actor, permission: Permission) -> Therapist:
    """Give the actor as the therapist whose clients they may do that with. Raises NotAllowed."""
    require(actor, permission)
    if permission not in BY_ROLE[Role.THERAPIST]:
        raise NotAllowed
    match actor:
        case Staff(person_id=person_id, practice_id=practice_id):
            return Therapist(person_id, practice_id)
        case ByToken(owner_id=person_id, practice_id=practice_id):
            return Therapist(person_id, practice_id)
        case _:
            raise NotAllowed


def permissions_of(actor: Actor) -> frozenset[Permission]:
    """Give everything that this actor is allowed."""
    match actor:
        case Staff():
            return OF_STAFF.union(*(BY_ROLE[role] for role in actor.roles))
        case ByTablet():
            return OF_TABLETS
        case ByLink():
            return OF_LINKS
        case ByToken():
            return frozenset[Permission]().union(*(BY_SCOPE[scope] for scope in actor.scopes))
        case CommandLine():
            return OF_THE_COMMAND_LINE
        case Visitor() | Background():
            return frozenset()
        case _:
            assert_never(actor)
