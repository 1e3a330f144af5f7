"""A whole database is copied into one of another system, value by value as it is stored, and compared with it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, Text, TypeDecorator, cast, column, insert, select, table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import JSON, NullType, TypeEngine

from kiosk.domain.lifecycle import OPEN
from kiosk.domain.refusals import NotSaved
from kiosk.refusals import Refusal
from kiosk.storage import schema, steps
from kiosk.storage.backends import Backend, DatabaseUnreadable, backend_for
from kiosk.storage.tables import Base, CheckIn

BATCH: Final = 500
Row = Sequence[Any]


class NotMoved(Refusal):
    """The database was not moved, and is as it was; the text says why."""


@dataclass(frozen=True)
class Content:
    """The rows of a table: how many there are, and a checksum over all their values."""

    count: int
    checksum: str


@dataclass(frozen=True)
class Moved:
    """The rows of each table, as they are in both places, and the number of forms that can still be answered."""

    tables: Mapping[str, Content]
    open_forms: int


def move(source: Backend, target: Backend) -> Moved:
    """Copy everything into an empty database: all of it, or nothing is there. Raises NotMoved, and WrongSchema.

    The source is read while nobody serves or changes it, and stays as it is.
    """
    schema.check(source.url)
    schema.check_empty(target)
    with _refusing(), source.alone() as there, target.filled() as here:
        steps.make_tables(here)
        for name in tables():
            _copy(there, here, Base.metadata.tables[name])
        target.number_on(here, tables())
        return _compared(there, here)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (OSError, DBAPIError, NotSaved, DatabaseUnreadable) as fault:
        reason = str(fault.orig if isinstance(fault, DBAPIError) else fault).splitlines()[0].rstrip(".")
        raise NotMoved(f"Nothing was moved: {reason}.") from fault


def put_aside(url: str, now: datetime) -> Path:
    """Give the file of a database that was moved another name, so that no server can start on it by mistake."""
    file = backend_for(url).file
    if file is None:
        raise ValueError("That is no file.")
    return file.rename(file.with_name(f"{file.name}.moved-{now:%Y%m%dT%H%M%SZ}"))


def tables() -> Sequence[str]:
    """Every table, each after those that it refers to."""
    return [each.name for each in Base.metadata.sorted_tables]


def _copy(there: Connection, here: Connection, each: Table) -> None:
    into, rows = table(each.name, *(column(one.name, _raw(one.type)) for one in each.columns)), _rows(there, each)
    names = [one.name for one in each.columns]
    here.execute(into.delete())
    while some := list(islice(rows, BATCH)):
        here.execute(insert(into), [dict(zip(names, row, strict=True)) for row in some])


def _compared(there: Connection, here: Connection) -> Moved:
    found = {name: _content(here, name) for name in tables()}
    if differ := [name for name in found if found[name] != _content(there, name)]:
        raise NotMoved(f"Nothing was moved: not every row of {', '.join(differ)} arrived as it was.")
    forms = there.execute(_open_forms()).all()
    if here.execute(_open_forms()).all() != forms:
        raise NotMoved("Nothing was moved: not every open form could be answered there.")
    return Moved(found, len(forms))


def _open_forms() -> Select[*tuple[Any, ...]]:
    """The state of every form that can still be answered, and of the ways into it."""
    return (
        select(
            CheckIn.public_id,
            CheckIn.state,
            CheckIn.link_hash,
            CheckIn.link_ends_at,
            CheckIn.short_code_hash,
            CheckIn.short_code_ends_at,
        )
        .where(CheckIn.state.in_(OPEN))
        .order_by(CheckIn.id)
    )


def _content(connection: Connection, name: str) -> Content:
    count, checksum = 0, sha256()
    for row in _rows(connection, Base.metadata.tables[name]):
        count += 1
        checksum.update(repr(tuple(row)).encode())
    return Content(count, checksum.hexdigest())


def _rows(connection: Connection, each: Table) -> Iterator[Row]:
    """Every row by its number, with values as they are stored: sealed words stay sealed, and JSON the text it is."""
    columns = [_as_stored(column(one.name, _raw(one.type)), one.type) for one in each.columns]
    query = select(*columns).select_from(table(each.name)).order_by(column("id"))
    found = connection.execution_options(yield_per=BATCH).execute(query)
    return (tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in found)


def _as_stored(one: Any, kind: TypeEngine[Any]) -> Any:  # noqa: ANN401 -- SQLAlchemy's expressions
    return cast(one, Text) if isinstance(kind, JSON) else one


def _raw(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type under one of the app's own; none for JSON, whose text both systems take as it is."""
    if isinstance(kind, TypeDecorator):
        return kind.impl_instance
    return NullType() if isinstance(kind, JSON) else kind
