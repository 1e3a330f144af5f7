"""The wake-up of a worker when any process has committed: SQLite's own change counter, asked 20 times a second."""

import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from time import sleep

LOOK_EVERY_S = 0.05


def watch(database: Path) -> Iterator[Collection[int]]:
    """Yields nothing in particular, once at the start and whenever another connection has committed; else it sleeps.

    `data_version` is a counter of this one connection: it moves when any other connection commits. So the connection
    is a raw one, kept for this alone, and never left inside a transaction.
    """
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=0)
    seen: int | None = None
    while True:
        version = _data_version(connection)
        if version is not None and version != seen:
            seen = version
            yield ()
        sleep(LOOK_EVERY_S)


def _data_version(connection: sqlite3.Connection) -> int | None:
    try:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])
    except sqlite3.OperationalError:
        return None
