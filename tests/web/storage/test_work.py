"""The unit of work: rows, events and audit entries of one act are stored together, or not at all."""

import pytest
from sqlalchemy import select

from kiosk.domain.actors import CommandLine, Role, Staff, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.public_ids import NOBODY
from kiosk.domain.refusals import Conflict, NotSaved
from kiosk.storage.backends.sqlite import write_lock
from kiosk.storage.db import reading
from kiosk.storage.tables import AuditEntry, CheckIn, Client, Event, Person, Practice
from kiosk.storage.work import unit_of_work
from tests.support.practice import Cast
from tests.support.sqlite_file import database
from tests.web.audit import entries
from tests.web.browsing import NOW


def kept(cast: Cast) -> list[tuple[str, int | None, str, str, str]]:
    return [(one.actor, one.person_id, one.act, one.about, one.about_id) for one in entries(cast)]


def events_of(cast: Cast, check_in: int) -> list[str]:
    with cast.on_stage():
        found = select(Event.kind).where(Event.check_in_id == check_in).order_by(Event.id)
        return list(reading().scalars(found))


def test_rows_events_and_audit_entries_are_committed_together(cast: Cast) -> None:
    waiting, before = cast.begin(), kept(cast)
    number = cast.row(waiting)
    with cast.on_stage(), unit_of_work(Staff(cast.alice, 1, frozenset(Role), NOBODY), NOW) as work:
        check_in = work.session.get_one(CheckIn, number)
        work.tell(check_in, EventKind.SIGN)
        work.audit(Audited.RESULT_REVEALED, check_in)
    assert events_of(cast, cast.row(waiting)) == ["waiting", "sign"]
    entry, *others = kept(cast)[len(before) :]
    assert (entry[:4], others) == (("staff", cast.alice, "result-revealed", "check_ins"), [])


def test_a_refusal_undoes_all_of_it(cast: Cast) -> None:
    waiting, before = cast.begin(), kept(cast)
    number = cast.row(waiting)

    def refuse() -> None:
        with unit_of_work(CommandLine(), NOW) as work:
            check_in = work.session.get_one(CheckIn, number)
            check_in.seen_at = NOW
            work.tell(check_in, EventKind.SIGN)
            work.audit(Audited.RESULT_REVEALED, check_in)
            raise Conflict

    with cast.on_stage(), pytest.raises(Conflict):
        refuse()
    assert events_of(cast, cast.row(waiting)) == ["waiting"]
    assert kept(cast) == before
    with cast.on_stage():
        assert reading().get_one(CheckIn, number).seen_at is None


def test_a_row_made_in_the_same_act_is_named_by_the_key_that_it_gets(cast: Cast) -> None:
    before = kept(cast)
    with cast.on_stage(), unit_of_work(CommandLine(), NOW) as work:
        alice = work.session.get_one(Person, cast.alice)
        made = Client(practice_id=alice.practice_id, therapist_id=alice.id, code="C-900", made_at=NOW)
        work.session.add(made)
        work.audit(Audited.CLIENT_ADDED, made)
    entry = kept(cast)[len(before)]
    assert entry[:4] == ("command-line", None, "client-added", "clients")
    assert entry[4] not in {"", "None"}


def test_an_entry_about_a_practice_belongs_to_it(cast: Cast) -> None:
    with cast.on_stage(), unit_of_work(Visitor(), NOW) as work:
        practice_id = work.session.get_one(Person, cast.carol).practice_id
        work.audit(Audited.PRACTICE_SET_UP, work.session.get_one(Practice, practice_id))
    with cast.on_stage():
        found = select(AuditEntry.practice_id).order_by(AuditEntry.id.desc()).limit(1)
        assert reading().scalars(found).one() == practice_id


@pytest.mark.sqlite_file
def test_a_database_that_stays_busy_is_not_saved(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_lock, "PATIENCE_S", 0.05)
    other = write_lock.WriteLock(database(cast).with_name("write.lock"))
    with cast.on_stage(), other.taken(), pytest.raises(NotSaved), unit_of_work(CommandLine(), NOW):
        raise AssertionError("two wrote at once")
