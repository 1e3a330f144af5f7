"""Stored rows, read and changed past the acts, through the app's own engines and tables: on any backend.

Where an act or the clock brings a row into the state that a test needs, use that instead of `change`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    create_engine,
    delete,
    func,
    inspect,
    literal_column,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Base
from tests.support.practice import Cast

Where = ColumnElement[bool]
Table = type[Base]


def stored(
    cast: Cast, *columns: ColumnElement[Any] | InstrumentedAttribute[Any], where: Where | None = None
) -> list[Any]:
    """The values of one column, or tuples of several, in the order in which the rows of the first one were made."""
    table = next(iter(columns[0]._from_objects))  # noqa: SLF001 -- of a part of a sealed document too
    query = select(*columns).where(true() if where is None else where).order_by(*table.primary_key)
    with cast.on_stage():
        found = reading().execute(query).all()
    return [row[0] for row in found] if len(columns) == 1 else [tuple(row) for row in found]


def count(cast: Cast, table: Table, where: Where | None = None) -> int:
    """The number of rows of the table where this is so."""
    query = select(func.count()).select_from(table).where(true() if where is None else where)
    with cast.on_stage():
        return reading().scalars(query).one()


def every_column(cast: Cast, table: Table) -> list[tuple[Any, ...]]:
    """Whole rows as the database holds them, to compare with themselves later."""
    return _raw(cast, table.__tablename__)


def dump(cast: Cast, *but: str) -> str:
    """Every row of every table but those named as text, words as they are sealed."""
    names = sorted(Base.metadata.tables.keys() - set(but))
    return "\n".join(f"{name} {row}" for name in names for row in _raw(cast, name))


def change(cast: Cast, table: Table, where: Where | None = None, /, **values: object) -> None:
    """Change every row of the table where this is so."""
    with cast.on_stage(), writing() as session:
        session.execute(update(table).where(true() if where is None else where).values(**values))


def amend(cast: Cast, table: Table, **values: object) -> None:
    """Change the first row of the table as an object, which seals what is sealed."""
    with cast.on_stage(), writing() as session:
        row = session.scalars(select(table).order_by(*inspect(table).primary_key).limit(1)).one()
        for name, value in values.items():
            setattr(row, name, value)


def remove(cast: Cast, table: Table, where: Where | None = None) -> None:
    """Delete every row of the table where this is so."""
    with cast.on_stage(), writing() as session:
        session.execute(delete(table).where(true() if where is None else where))


@contextmanager
def without(cast: Cast, table: Table) -> Iterator[None]:
    """Within it the table has another name, so that each statement about it fails."""
    name = table.__tablename__
    _rename(cast, name, "elsewhere")
    yield
    _rename(cast, "elsewhere", name)


def _rename(cast: Cast, name: str, new: str) -> None:
    with cast.on_stage(), writing() as session:
        session.execute(text(f"ALTER TABLE {name} RENAME TO {new}"))


def _raw(cast: Cast, name: str) -> list[tuple[Any, ...]]:
    """All rows of a table with their values as stored, not as the app reads them."""
    every: Select[Any] = select(literal_column("*")).select_from(Base.metadata.tables[name]).order_by(text("1"))
    with cast.on_stage():
        return [tuple(row) for row in reading().execute(every)]


def set_revision(url: str, revision: str) -> None:
    """Let the database say that another version of the program made it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()
