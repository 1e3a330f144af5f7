"""The audit log, for administrators; and for a client's record, who has seen what is kept about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.storage import audit_log
from kiosk.storage.audit_log import LogEntry, LogSearch
from kiosk.storage.db import reading

A_PAGE: Final = 50


def _beginning(words: str) -> Sequence[Audited]:
    return [act for act in Audited if act.startswith(tuple(words.split()))]


class ActGroup(StrEnum):
    """A group of acts that is looked for together."""

    READ = "read"
    LOGIN = "login"
    PEOPLE = "people"
    SESSIONS = "sessions"
    CLIENTS = "clients"
    OTHER = "other"


_GROUPS: Final[Mapping[ActGroup, Sequence[Audited]]] = {
    ActGroup.READ: (
        Audited.RESULT_READ,
        Audited.RESULT_SENT,
        Audited.ERASURE_SENT,
        Audited.CLIENT_READ,
        Audited.LIST_READ,
        Audited.SUPERVISION_READ,
        Audited.LOG_READ,
        Audited.LOG_EXPORTED,
        Audited.RECORD_EXPORTED,
        Audited.RECORD_TAKEN,
        Audited.RECORD_TAKEN_FOR_CLIENT,
        Audited.READS_MISSED,
    ),
    ActGroup.LOGIN: _beginning("logged login second password codes recovery-codes passkey token webhook"),
    ActGroup.PEOPLE: _beginning("person supervision role practice"),
    ActGroup.SESSIONS: _beginning(
        "visit check-in link result-revealed outcome loop safety guess answer not-me mistake"
    ),
    ActGroup.CLIENTS: _beginning("client handover words goal priority group session plan correction record patient"),
}


def acts_of(kind: ActGroup) -> Sequence[Audited]:
    """Return the acts of a group; each act is in the first group that has it, or among the others."""
    taken: set[Audited] = set()
    for one, acts in _GROUPS.items():
        own = [act for act in acts if act not in taken]
        taken.update(own)
        if one is kind:
            return own
    return [act for act in Audited if act not in taken]


@dataclass(frozen=True)
class Log:
    """One page of the log, and everybody who can be looked for."""

    entries: Sequence[LogEntry]
    page: int
    has_more: bool
    people: Sequence[tuple[PublicId, str]]
    years: int


def see_log(actor: Staff, sought: LogSearch, page: int) -> Log:
    """Read a page of the log of the actor's practice, the latest entries first. Raises NotAllowed."""
    require(actor, Permission.READ_AUDIT)
    session, page = reading(), max(1, min(page, 100_000))
    found = audit_log.entries(session, actor, sought, A_PAGE + 1, (page - 1) * A_PAGE)
    return Log(
        entries=found[:A_PAGE],
        page=page,
        has_more=len(found) > A_PAGE,
        people=audit_log.people(session, actor),
        years=audit_log.years_kept(session, actor.practice_id),
    )


def export_log(actor: Staff, sought: LogSearch) -> Iterator[LogEntry]:
    """Read the whole log of the actor's practice, the oldest entries first. Raises NotAllowed."""
    require(actor, Permission.EXPORT_AUDIT)
    return audit_log.every_entry(reading(), actor, sought)
