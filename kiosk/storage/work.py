"""The unit of work: one act, one transaction, with the events and audit entries that belong to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from sqlalchemy import Select, insert
from sqlalchemy.orm import object_mapper

from kiosk.domain.actors import Actor, Background, ByLink, ByTablet, ByToken, CommandLine, Staff, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.storage import events, visits
from kiosk.storage.backends import Claim
from kiosk.storage.db import backend, writing
from kiosk.storage.events import Watched
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import AuditEntry, OfPractice, Practice, table_of

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
class Work:
    """A write transaction on behalf of an actor. Functions that write within an act of another take it."""

    actor: Actor
    now: datetime
    session: WriteSession
    _told: list[events.Row] = field(default_factory=list)
    _audited: list[tuple[Audited, OfPractice | Practice]] = field(default_factory=list)

    def tell(self, check_in: Watched, kind: EventKind, *, tablet_id: int | None = None) -> None:
        """Tell the therapist's pages, and the tablet that shows it or the one named, of this check-in."""
        self._told.append(events.tell(check_in, kind, self.now, tablet_id=tablet_id))

    def tell_administrators(self, check_in: Watched, kind: EventKind) -> None:
        """Tell the pages of the practice's administrators of this check-in."""
        self._told.extend(events.tell_administrators(self.session, check_in, kind, self.now))

    def audit(self, act: Audited, about: OfPractice | Practice) -> None:
        """Keep that this was done, for the practice to which that row belongs."""
        self._audited.append((act, about))

    def close(self) -> None:
        """Store events and audit entries, last of all: from their numbers to the commit, no other may get any."""
        self.session.flush()
        for practice_id in sorted({told["practice_id"] for told in self._told}):
            backend().announce(self.session.connection(), practice_id)
        if self._told:
            events.store(self.session, self._told)
        if self._audited:
            self.session.execute(_AUDIT, [self._entry(act, about) for act, about in self._audited])

    def _entry(self, act: Audited, about: OfPractice | Practice) -> dict[str, object]:
        return {
            "practice_id": about.id if isinstance(about, Practice) else about.practice_id,
            "actor": KINDS[type(self.actor)],
            "person_id": _person_of(self.actor),
            "act": act,
            "about": str(object_mapper(about).local_table),
            "about_id": str(getattr(about, "public_id", about.id)),
            "at": self.now,
        }


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
def unit_of_work(actor: Actor, now: datetime, practice: Select[int] | None = None) -> Iterator[Work]:
    """Begin a write transaction for one act: committed when the block ends, undone whole if it raises.

    Read within it whatever the act depends on: nobody else writes in its practice meanwhile, but clients who are in
    other visits. `practice` finds it for an actor who belongs to none; without it, nobody else writes anywhere.
    Raises NotSaved when the database stays busy for 5 seconds, has no room or cannot be written to; nothing is stored
    then.
    """
    with writing(_claim(actor, practice)) as session:
        work = Work(actor, now, session)
        yield work
        work.close()


def _claim(actor: Actor, practice: Select[int] | None) -> Claim:
    match actor:
        case Staff() | ByTablet() | ByToken():
            return Claim(actor.practice_id)
        case ByLink():
            return visits.claim_by_link(actor.token)
        case Visitor() | CommandLine() | Background():
            return Claim(practice)
    assert_never(actor)
