"""The statements that a request sends to the database, counted as the driver gets them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

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
