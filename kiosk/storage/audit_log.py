"""The audit log as it is read: a practice's, by what is looked for, and what is kept of one client."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, or_, select

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.public_ids import PublicId
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import AuditEntry, Person, Practice

BATCH = 500


@dataclass(frozen=True)
class LogSearch:
    """A search; a field that is empty narrows nothing."""

    person: str = ""
    """The public id of the person who acted."""
    acts: Collection[Audited] = ()
    about: str = ""
    """The beginning of a public id: of a row or of its client."""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class LogEntry:
    """One entry of the log."""

    at: datetime
    actor: str
    """The kind of actor."""
    name: str
    """The person who acted, or for whom a program did; empty for every other kind."""
    email: str
    act: str
    about: str
    about_id: str
    client: str | None
    origin: str
    count: int


_ENTRIES: Select[*tuple[Any, ...]] = select(
    AuditEntry.at,
    AuditEntry.actor,
    func.coalesce(Person.name, ""),
    Person.email,
    AuditEntry.act,
    AuditEntry.about,
    AuditEntry.about_id,
    AuditEntry.client,
    AuditEntry.origin,
    AuditEntry.count,
).outerjoin(Person, AuditEntry.person_id == Person.id)


def entries(session: ReadSession, reader: Staff, sought: LogSearch, most: int, after: int = 0) -> Sequence[LogEntry]:
    """List this many entries of the reader's practice, the latest first, after leaving out the first ones."""
    found = _sought(_ENTRIES, reader, sought).order_by(AuditEntry.id.desc()).limit(most).offset(after)
    return [LogEntry(*row) for row in session.execute(found)]


def every_entry(session: ReadSession, reader: Staff, sought: LogSearch) -> Iterator[LogEntry]:
    """All of them, the oldest first, some hundred in memory at a time."""
    last = 0
    numbered = _ENTRIES.add_columns(AuditEntry.id).order_by(AuditEntry.id).limit(BATCH)
    while rows := session.execute(_sought(numbered, reader, sought).where(AuditEntry.id > last)).all():
        yield from (LogEntry(*row[:-1]) for row in rows)
        last = rows[-1][-1]


def of_others(session: ReadSession, reader: Staff, acts: Collection[Audited], since: datetime) -> Sequence[LogEntry]:
    """List what other people of the reader's practice did of these acts since then, the latest first."""
    query = _sought(_ENTRIES, reader, LogSearch(acts=acts))
    others = query.where(AuditEntry.person_id != reader.person_id, AuditEntry.at >= since)
    return [LogEntry(*row) for row in session.execute(others.order_by(AuditEntry.id.desc()))]


def people(session: ReadSession, reader: Staff) -> Sequence[tuple[PublicId, str]]:
    """Everybody of the practice who can have acted, by name."""
    found = select(Person.public_id, Person.name).where(Person.practice_id == reader.practice_id)
    return [(one, name) for one, name in session.execute(found.order_by(Person.name, Person.id))]


def of_clients(
    session: ReadSession, practice_id: int, ids: Collection[PublicId], acts: Collection[Audited], most: int | None
) -> Sequence[LogEntry]:
    """List what is kept of these clients, the latest first."""
    query = _ENTRIES.where(
        AuditEntry.practice_id == practice_id, AuditEntry.client.in_(ids), AuditEntry.act.in_(acts)
    ).order_by(AuditEntry.id.desc())
    found = session.execute(query if most is None else query.limit(most))
    return [LogEntry(*row) for row in found]


def by_reader(
    session: ReadSession, practice_id: int, ids: Collection[PublicId], acts: Collection[Audited]
) -> Sequence[tuple[str, str, int, datetime]]:
    """List who read what is kept of these clients: kind of actor, name, how often, last time; the latest first."""
    last = func.max(AuditEntry.at)
    query = select(AuditEntry.actor, func.coalesce(Person.name, ""), func.sum(AuditEntry.count), last)
    found = session.execute(
        query.select_from(AuditEntry)
        .outerjoin(Person, AuditEntry.person_id == Person.id)
        .where(AuditEntry.practice_id == practice_id, AuditEntry.client.in_(ids), AuditEntry.act.in_(acts))
        .group_by(AuditEntry.actor, Person.id, Person.name)
        .order_by(last.desc())
    )
    return [(actor, name, count, at) for actor, name, count, at in found]


def years_kept(session: ReadSession, practice_id: int) -> int:
    """Return for how many years this practice keeps entries."""
    return session.scalars(select(Practice.audit_years).where(Practice.id == practice_id)).one()


def over(session: ReadSession, practice_id: int, before: datetime) -> Sequence[int]:
    """The numbers of the oldest entries of a practice from before that moment, as many as fit into a batch."""
    old = select(AuditEntry.id).where(AuditEntry.practice_id == practice_id, AuditEntry.at < before)
    return session.scalars(old.order_by(AuditEntry.id).limit(BATCH)).all()


def delete_entries(session: WriteSession, practice_id: int, numbers: Sequence[int]) -> None:
    """Delete these entries: it takes a ticket (`Work.allow`)."""
    session.execute(delete(AuditEntry).where(AuditEntry.practice_id == practice_id, AuditEntry.id.in_(numbers)))


def _sought(query: Select[*tuple[Any, ...]], reader: Staff, sought: LogSearch) -> Select[*tuple[Any, ...]]:
    query = query.where(AuditEntry.practice_id == reader.practice_id)
    if sought.person:
        query = query.where(Person.public_id == sought.person)
    if sought.acts:
        query = query.where(AuditEntry.act.in_(sought.acts))
    if sought.about:
        begins = sought.about.casefold()
        query = query.where(
            or_(
                AuditEntry.about_id.startswith(begins, autoescape=True),
                AuditEntry.client.startswith(begins, autoescape=True),
            )
        )
    if sought.since:
        query = query.where(AuditEntry.at >= sought.since)
    if sought.until:
        query = query.where(AuditEntry.at < sought.until)
    return query
