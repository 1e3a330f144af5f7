"""The statements that a request sends to the database, counted as the driver gets them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Executable, event
from sqlalchemy.orm import ORMExecuteState, Session

from kiosk.storage.db import db
from tests.support.practice import Cast

NOT_COUNTED = ("BEGIN", "SET ")
"""They begin a transaction, and read or write nothing."""


@contextmanager
def counted(cast: Cast) -> Iterator[list[str]]:
    """The statements of this app's two engines within the block, in their order."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(NOT_COUNTED):
            found.append(statement)

    with cast.app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


@contextmanager
def built() -> Iterator[list[Executable]]:
    """The statements that are asked of any session within the block, without those that load what rows lead to."""
    found: list[Executable] = []

    def note(asked: ORMExecuteState) -> None:
        if not (asked.is_relationship_load or asked.is_column_load):
            found.append(asked.statement)

    event.listen(Session, "do_orm_execute", note)
    try:
        yield found
    finally:
        event.remove(Session, "do_orm_execute", note)
