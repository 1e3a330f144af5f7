"""Every backend holds to the same protocol, on every database system that is installed here."""

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from threading import Semaphore, Thread
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    NullPool,
    Table,
    TypeDecorator,
    create_engine,
    delete,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from kiosk.storage import steps
from kiosk.storage.backends import Backend, Claim, DatabaseUnreadable, backend_for
from kiosk.storage.backends.postgresql import driver
from kiosk.storage.backends.protocol import PATIENCE_S
from kiosk.storage.sealed import Indexed, Sealed
from kiosk.storage.tables import Base, Event, Instance
from kiosk.storage.types import DamagedDocument, JSONDocument
from tests.support import databases
from tests.support.servers import READY_WITHIN_S
from tests.web.browsing import NOW

WRITERS, EVENTS_EACH = 5, 20
ALICES = Claim(1)
NOTHING = DamagedDocument(b"")
"""A sealed document in a database of which no app has the key: it is stored as it is."""
INVENTED: dict[type, Callable[[], Any]] = {
    int: lambda: 1,
    str: lambda: "",
    bytes: lambda: b"\0\xff",
    bool: lambda: False,
    object: lambda: {"quiet": [1, 2]},  # JSON
    datetime: lambda: NOW,
    date: NOW.date,
}


@pytest.fixture
def backend(url: str) -> Backend:
    """Of a database with all tables."""
    steps.prepare(url)
    return backend_for(url)


@pytest.fixture
def writer(url: str, backend: Backend) -> Iterator[Engine]:
    """Writes as the app does."""
    yield from _prepared(url, backend, writes=True)


@pytest.fixture
def reader(url: str, backend: Backend) -> Iterator[Engine]:
    """Reads as the app does."""
    yield from _prepared(url, backend, writes=False)


def _prepared(url: str, backend: Backend, *, writes: bool) -> Iterator[Engine]:
    engine = create_engine(url, poolclass=NullPool)
    backend.prepare(engine, writes=writes)
    yield engine
    engine.dispose()


def invented(column: Column[Any]) -> object:
    """A value that this column takes; every reference leads to row 1."""
    if isinstance(column.type, Indexed):
        return b"digest"
    if isinstance(column.type, Sealed):
        return "" if column.type.holds is str else NOTHING
    if isinstance(column.type, JSONDocument) and column.type.kind is list:
        return [{"quiet": 1}]
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return INVENTED[stored.python_type]()


def first_row(table: Table) -> dict[str, object]:
    return {column.name: invented(column) for column in table.columns if not column.nullable or column.primary_key}


def store_everywhere(connection: Connection) -> None:
    """One row in every table, in place of the one that the baseline makes."""
    connection.execute(delete(Instance))
    for table in Base.metadata.sorted_tables:
        connection.execute(table.insert().values(first_row(table)))


def test_no_database_system_is_missing_where_all_are_required() -> None:
    assert os.environ.get("ENGINES") != "all" or databases.missing() == []


def test_a_row_of_every_table_is_read_as_it_was_stored(backend: Backend, writer: Engine, reader: Engine) -> None:
    with writer.begin() as connection:
        store_everywhere(connection)
    with reader.connect() as connection:
        for table in Base.metadata.sorted_tables:
            row = connection.execute(select(table)).mappings().one()
            expected = {name: None if value is NOTHING else value for name, value in first_row(table).items()}
            assert {name: row[name] for name in expected} == expected
    assert backend.faults() == []


@pytest.mark.parametrize("change", ["answer = told", "has_total = NOT has_total", "led = told, declined = (1 = 1)"])
def test_a_response_is_never_edited(writer: Engine, change: str) -> None:
    with writer.begin() as connection:
        store_everywhere(connection)
    with pytest.raises(DBAPIError, match="stored once and never edited"), writer.begin() as connection:
        connection.execute(text(f"UPDATE responses SET {change}"))  # noqa: S608 -- from the list above


def test_what_was_done_after_a_call_for_help_is_never_edited(writer: Engine) -> None:
    with writer.begin() as connection:
        store_everywhere(connection)
    with pytest.raises(DBAPIError, match="added to and never edited"), writer.begin() as connection:
        connection.execute(text("UPDATE safety_records SET note = note"))


def statements_against_the_log(dialect: str) -> list[str]:
    one_by_one = ["UPDATE audit SET act = 'another'", "UPDATE audit SET at = at", "DELETE FROM audit"]
    return [*one_by_one, "DELETE FROM audit WHERE id = 1", *(["TRUNCATE audit"] if dialect == "postgresql" else [])]


def test_the_audit_log_is_neither_edited_nor_cut(writer: Engine) -> None:
    with writer.begin() as connection:
        store_everywhere(connection)
    for statement in statements_against_the_log(writer.dialect.name):
        with pytest.raises(DBAPIError, match="audit log"), writer.begin() as connection:
            connection.execute(text(statement))
    with writer.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit")).scalar() == 1


def test_a_commit_wakes_whoever_waits(backend: Backend, writer: Engine) -> None:
    woken = Semaphore(0)

    def wait_twice() -> None:
        for _ in islice(backend.commits(), 2):
            woken.release()

    waiting = Thread(target=wait_twice, daemon=True)
    waiting.start()
    assert woken.acquire(timeout=READY_WITHIN_S), "it is told to look once at the start"
    with writer.begin() as connection:
        backend.announce(connection, 1)
        store_everywhere(connection)
    assert woken.acquire(timeout=READY_WITHIN_S), "it is told of the commit"
    waiting.join()


def test_a_second_writer_is_told_that_another_is_writing(
    backend: Backend, writer: Engine, reader: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = [one.replace(f"{PATIENCE_S:.0f}s", "50ms") for one in driver.SETTINGS]
    monkeypatch.setattr(driver, "SETTINGS", soon)
    with _claimed(writer, backend), pytest.raises(DBAPIError) as refused, _claimed(writer, backend):
        raise AssertionError("two were writing")
    assert backend.is_busy(refused.value)
    with pytest.raises(DBAPIError) as other, reader.connect() as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert not backend.is_busy(other.value)


@contextmanager
def _claimed(writer: Engine, backend: Backend, claim: Claim = ALICES) -> Iterator[Connection]:
    with writer.begin() as connection:
        backend.claim(connection, claim)
        yield connection


def test_a_reader_that_has_passed_an_event_never_misses_one_with_a_lower_number(
    backend: Backend, writer: Engine, reader: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    unhurried = [re.sub(r"_timeout = '\w+'", f"_timeout = '{READY_WITHIN_S:.0f}s'", one) for one in driver.SETTINGS]
    monkeypatch.setattr(driver, "SETTINGS", unhurried)  # on a busy machine all others may well take longer than usual
    event = {name: value for name, value in first_row(Base.metadata.tables["events"]).items() if name != "id"}
    with writer.begin() as connection:
        store_everywhere(connection)
        connection.execute(delete(Event))

    def store_events() -> None:
        with writer.connect() as connection:
            for _ in range(EVENTS_EACH):
                with backend.write_turn(READY_WITHIN_S), connection.begin():
                    connection.execute(select(Event.id).limit(1))
                    backend.announce(connection, 1)
                    connection.execute(insert(Event).values(event))

    seen, later = [0], select(Event.id).order_by(Event.id)
    with ThreadPoolExecutor(WRITERS) as together, reader.connect() as connection:
        storing = [together.submit(store_events) for _ in range(WRITERS)]
        is_more_to_come = True
        while is_more_to_come:
            is_more_to_come = not all(one.done() for one in storing)
            with connection.begin():
                seen += connection.scalars(later.where(Event.id > seen[-1]))
    assert [one.result() for one in storing] == [None] * WRITERS
    with reader.connect() as connection:
        assert seen[1:] == connection.scalars(later).all()
    assert len(seen) == 1 + WRITERS * EVENTS_EACH


def test_a_text_with_nul_can_be_looked_for(reader: Engine) -> None:
    with reader.connect() as connection:
        named = select(Instance.id).where(Instance.epoch == "C\x00")
        assert connection.execute(named).all() == []


def test_a_look_changes_nothing(backend: Backend) -> None:
    with pytest.raises(DatabaseUnreadable), backend.look() as connection:
        connection.execute(text("DELETE FROM failures"))


def test_a_change_of_the_schema_is_whole_or_was_not_begun(backend: Backend) -> None:
    @contextmanager
    def half_way() -> Iterator[None]:
        with backend.schema_change() as connection:
            connection.execute(text("CREATE TABLE colours (id INTEGER)"))
            connection.execute(text("DROP TABLE failures"))
            yield

    with pytest.raises(ValueError, match="half way"), half_way():
        raise ValueError("half way")
    with backend.look() as connection:
        assert {"failures"} == {"failures", "colours"} & set(inspect(connection).get_table_names())
