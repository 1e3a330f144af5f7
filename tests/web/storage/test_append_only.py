"""Responses, what was done and the audit log are stored once: each column refuses to change, whichever there are.

The columns are those of the tables, so that one that is added without renewing the trigger fails here.
"""

from datetime import timedelta

import pytest
from sqlalchemy import JSON, Boolean, Column, DateTime, Integer, LargeBinary, delete, inspect, update
from sqlalchemy.exc import DBAPIError

from kiosk.domain.actors import Background
from kiosk.domain.removals import Removal
from kiosk.storage.db import writing
from kiosk.storage.sealed import Bound, Sealed
from kiosk.storage.tables import AuditEntry, ChainLink, ErasedRow, Erasure, Response, SafetyRecord, Ticket
from kiosk.storage.types import UTCDateTime
from kiosk.storage.work import unit_of_work
from tests.support.practice import WELL, Cast
from tests.support.stored import Table, change, count, every_column, remove, stored
from tests.web.browsing import NOW, Desk

NEVER_EDITED: tuple[Table, ...] = (Response, SafetyRecord, AuditEntry, ChainLink, Ticket)
ADDED = {"told", "led"}
"""Columns that change when a client asks for help while the first sending is under way."""


def another(column: "Column[object]") -> object:  # noqa: PLR0911 -- one for each type
    """A value that the rows of these tests do not have there."""
    match column.type:
        case Sealed():
            return Bound("another" if column.type.holds is str else {"another": 1}, "another row")
        case Boolean():
            return ~column
        case Integer():
            return 4711
        case JSON():
            return [{"another": 1}]
        case LargeBinary():
            return b"another"
        case DateTime() | UTCDateTime():
            return NOW - timedelta(days=1)
        case _:
            return "another"


@pytest.fixture
def cast(cast: Cast, alice: Desk) -> Cast:
    """Of whom each table has a row."""
    cast.send(cast.begin("C-001"), None, **WELL, words="As they wrote it.")
    asked = cast.begin("C-002")
    cast.send(asked, None, **WELL, safety="yes")
    alice.post(f"/check-ins/{asked.check_in}/safety", {"spoken": "yes", "note": "Called back."})
    retire(cast, 1)
    give_ticket(cast, Response, stored(cast, Response.id, where=Response.check_in_id == cast.row(asked))[0], "row")
    remove(cast, Response, Response.check_in_id == cast.row(asked))
    return cast


def give_ticket(cast: Cast, table: Table, number: int, part: str) -> None:
    """As an erasure does, in the transaction in which it deletes or changes that row."""
    with cast.on_stage(), writing() as session:
        erasure = Erasure(practice_id=1, therapist_id=1, what="client", about_id="0" * 32, at=NOW)
        session.add(erasure)
        session.flush()
        about = table.__tablename__
        session.add(ErasedRow(practice_id=1, erasure_id=erasure.id, about=about, number=number, part=part))


def refuses(cast: Cast, table: Table, **values: object) -> bool:
    """Return whether the database refuses and nothing has changed."""
    before = every_column(cast, table)
    try:
        change(cast, table, **values)
    except DBAPIError as error:
        return "never edited" in str(error.orig) and every_column(cast, table) == before
    return False


@pytest.mark.parametrize("table", NEVER_EDITED)
def test_each_column_refuses_to_change_by_itself(cast: Cast, table: Table) -> None:
    columns = inspect(table).columns
    assert [column.key for column in columns if not refuses(cast, table, **{column.key: another(column)})] == []


def changes_within_a_ticket(cast: Cast, number: int, **values: object) -> bool:
    """Return whether an open ticket for that row lets these columns change; they are as before afterwards."""
    with cast.on_stage(), pytest.raises((DBAPIError, RuntimeError)) as ended, unit_of_work(Background(), NOW) as work:  # noqa: PT012 -- what ends it first
        work.allow(Removal.ADDITION, Response, 1, number, number)
        work.session.execute(update(Response).values(**values))
        raise RuntimeError
    return ended.type is RuntimeError


def test_a_ticket_of_its_own_lets_change_what_is_sealed_in_a_row_and_nothing_else(cast: Cast) -> None:
    (number,) = stored(cast, Response.id)
    columns = inspect(Response).columns
    free = {one.key for one in columns if changes_within_a_ticket(cast, number, **{one.key: another(one)})}
    assert free == {"answer", "words", "salt"} | ADDED
    assert not changes_within_a_ticket(cast, number + 1, told=Bound({"another": 1}, 1))


@pytest.mark.parametrize("table", [AuditEntry, Response, ChainLink, Ticket])
def test_nothing_is_taken_out_without_a_ticket(cast: Cast, table: Table) -> None:
    before = every_column(cast, table)
    with pytest.raises(DBAPIError, match=r"taken out of|by an erasure alone"):
        remove(cast, table)
    assert every_column(cast, table) == before != []


@pytest.mark.parametrize("table", [Response, SafetyRecord])
def test_a_row_goes_with_a_ticket_of_its_own_alone(cast: Cast, table: type[Response] | type[SafetyRecord]) -> None:
    (number,) = stored(cast, table.id)
    give_ticket(cast, table, number + 10, "row")
    give_ticket(cast, table, number, "words")
    with pytest.raises(DBAPIError, match="by an erasure alone"):
        remove(cast, table)
    give_ticket(cast, table, number, "row")
    remove(cast, table)
    assert count(cast, table) == 0


def test_with_a_ticket_words_are_emptied_and_never_replaced(cast: Cast) -> None:
    (number,) = stored(cast, Response.id)
    assert refuses(cast, Response, words="")
    give_ticket(cast, Response, number, "words")
    assert refuses(cast, Response, words=Bound("another", 1))
    assert refuses(cast, Response, words="", answer=Bound({}, 1))
    change(cast, Response, words="", salt=b"another")
    assert stored(cast, Response.words) == [""]


def retire(cast: Cast, last: int) -> None:
    """Delete entries of the audit log up to a number, with a ticket, as retention does."""
    with cast.on_stage(), unit_of_work(Background(), NOW) as work:
        work.allow(Removal.RETENTION, AuditEntry, 1, 1, last)
        work.session.execute(delete(AuditEntry).where(AuditEntry.id <= last))


def test_a_ticket_ends_with_its_transaction(cast: Cast) -> None:
    retire(cast, 2)
    assert stored(cast, AuditEntry.id)[0] == 3
    with pytest.raises(DBAPIError, match="without a ticket"):
        remove(cast, AuditEntry)
    assert set(stored(cast, Ticket.is_open)) == {False}
