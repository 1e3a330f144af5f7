"""The unit of work: one act, one transaction, with the events and audit entries that belong to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Select, insert, update
from sqlalchemy.orm import object_mapper

from kiosk.domain.actors import Actor, Background, ByLink, ByTablet, ByToken, CommandLine, Staff, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.public_ids import PublicId
from kiosk.domain.removals import Removal
from kiosk.storage import chain, events, followers, forms
from kiosk.storage.backends import Claim
from kiosk.storage.backends.protocol import PATIENCE_S
from kiosk.storage.db import backend, writing
from kiosk.storage.events import Watched
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import AuditEntry, Client, OfPractice, Practice, Ticket, new_salt, table_of

KINDS = {
    Staff: "staff",
    ByTablet: "tablet",
    ByLink: "link",
    ByToken: "token",
    CommandLine: "command-line",
    Visitor: "visitor",
    Background: "background",
}
"""Each kind of actor by the word under which the audit log keeps it."""

_AUDIT = insert(table_of(AuditEntry))


@dataclass(frozen=True)
class NewAuditEntry:
    """An act or a reading for the audit log, about a row that a name outside the database tells."""

    practice_id: int
    act: Audited
    about: str
    about_id: str
    client: PublicId | None = None
    count: int = 1


@dataclass(frozen=True)
class Work:
    """A write transaction on behalf of an actor. Functions that write within an act of another take it."""

    actor: Actor
    now: datetime
    session: WriteSession
    _told: list[events.Row] = field(default_factory=list)
    _followed: list[events.Row] = field(default_factory=list)
    _audited: list[tuple[Audited, OfPractice | Practice] | NewAuditEntry] = field(default_factory=list)
    _tickets: list[Ticket] = field(default_factory=list)

    def tell(
        self, check_in: Watched, kind: EventKind, *, tablet_id: int | None = None, is_followed: bool = True
    ) -> None:
        """Tell the therapist's pages, and the tablet that shows it or the one named, of this check-in.

        `is_followed` is False where it is known that no server elsewhere follows, which spares a statement.
        """
        told = events.tell(check_in, kind, self.now, tablet_id=tablet_id)
        self._told.append(told)
        if is_followed:
            self._followed.append(told)

    def tell_administrators(self, check_in: Watched, kind: EventKind) -> None:
        """Tell the pages of the practice's administrators of this check-in."""
        told = events.tell_administrators(self.session, check_in, kind, self.now)
        self._told.extend(told)
        self._followed.extend(told)

    def audit(self, act: Audited, about: OfPractice | Practice) -> None:
        """Keep that this was done, for the practice to which that row belongs."""
        self._audited.append((act, about))

    def audit_entry(self, entry: NewAuditEntry) -> None:
        """Keep the same of a row that need not be there any more, or that was only read."""
        self._audited.append(entry)

    def allow(self, why: Removal, table: type[OfPractice], practice_id: int, first_id: int, last_id: int) -> None:
        """Let this transaction delete rows of a chained table, from one number to another, or change what is sealed.

        Without it the database refuses. The ticket that is stored for it is closed at the end, and stays for ever.
        """
        about = str(table.__tablename__)  # type: ignore[attr-defined]  # every table has one
        ticket = Ticket(
            practice_id=practice_id,
            about=about,
            first_id=first_id,
            last_id=last_id,
            reason=why,
            made_at=self.now,
            is_open=True,
        )
        self.session.add(ticket)
        self.session.flush()
        self._tickets.append(ticket)

    def close(self) -> None:
        """Store events, audit entries and links of the chain, last of all.

        From their numbers to the commit, no other of these practices may get any.
        """
        followers.leave_work(self.session, self._followed, self.now)
        self.session.flush()
        if self._tickets:
            numbers = [ticket.id for ticket in self._tickets]
            self.session.execute(
                update(table_of(Ticket)).where(table_of(Ticket).c.id.in_(numbers)).values(is_open=False)
            )
        told = {one["practice_id"] for one in self._told}
        entries = [self._entry(one) for one in self._audited]
        stored = chain.pending(self.session)
        for practice_id in sorted(told | {one["practice_id"] for one in entries} | {one.practice_id for one in stored}):
            do = backend().announce if practice_id in told else backend().order
            do(self.session.connection(), practice_id)
        if self._told:
            events.store(self.session, self._told)
        links = [*stored, *map(self._keep, entries)]
        for practice_id in sorted({link.practice_id for link in links}):
            chain.close(self.session, practice_id, [link for link in links if link.practice_id == practice_id])

    def _keep(self, entry: dict[str, Any]) -> chain.Stored:
        """Store an entry of the audit log, and give what its link says."""
        return chain.store(self.session, AuditEntry.__tablename__, _AUDIT, entry)

    def _entry(self, audited: "tuple[Audited, OfPractice | Practice] | NewAuditEntry") -> dict[str, Any]:
        entry = audited if isinstance(audited, NewAuditEntry) else _named(*audited)
        return {
            **vars(entry),
            "actor": KINDS[type(self.actor)],
            "person_id": _person_of(self.actor),
            "origin": self.actor.origin if isinstance(self.actor, Staff | ByToken) else "",
            "at": self.now,
            "salt": new_salt(),
        }


def _named(act: Audited, about: OfPractice | Practice) -> NewAuditEntry:
    return NewAuditEntry(
        practice_id=about.id if isinstance(about, Practice) else about.practice_id,
        act=act,
        about=str(object_mapper(about).local_table),
        about_id=str(getattr(about, "public_id", about.id)),
        client=about.public_id if isinstance(about, Client) else None,
    )


def _person_of(actor: Actor) -> int | None:
    """Give the person who acts, or for whom a program does."""
    match actor:
        case Staff():
            return actor.person_id
        case ByToken():
            return actor.owner_id
        case _:
            return None


@contextmanager
def unit_of_work(
    actor: Actor, now: datetime, practice: Select[int] | None = None, *, patience_s: float = PATIENCE_S
) -> Iterator[Work]:
    """Begin a write transaction for one act: committed when the block ends, undone whole if it raises.

    Read within it whatever the act depends on: nobody else writes in its practice meanwhile, but clients who are in
    other visits. `practice` finds it for an actor who belongs to none; without it, nobody else writes anywhere.
    Raises NotSaved when the database stays busy for `patience_s`, has no room or cannot be written to; nothing is
    stored then.
    """
    with writing(_claim(actor, practice), patience_s) as session:
        work = Work(actor, now, session)
        yield work
        work.close()


def _claim(actor: Actor, practice: Select[int] | None) -> Claim:
    match actor:
        case Staff() | ByTablet() | ByToken():
            return Claim(actor.practice_id)
        case ByLink():
            return forms.claim_by_link(actor.token)
        case Visitor() | CommandLine() | Background():
            return Claim(practice)
    assert_never(actor)
