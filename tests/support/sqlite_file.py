"""The SQLite file under an app, past the app: what a backup, a thief or a failing disk finds. Of no other backend."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.support.practice import Cast


def database(cast: Cast) -> Path:
    """The database file."""
    return Path(cast.environ["KIOSK_INSTANCE"]) / "kiosk.db"


@contextmanager
def connected(file: Path, timeout: float = 10) -> Iterator[sqlite3.Connection]:
    """A connection of one's own, which begins and ends its transactions itself."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=timeout)) as connection:
        yield connection


def raw_bytes(cast: Cast) -> bytes:
    """All that a thief of the database gets: the file, and what is beside it for the moment."""
    return b"".join(file.read_bytes() for file in sorted(database(cast).parent.glob("kiosk.db*")))


def is_sound(cast: Cast) -> bool:
    """Return whether the file is whole, and no row points to one that is not there."""
    with connected(database(cast)) as connection:
        damaged = connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        return not damaged and connection.execute("PRAGMA foreign_key_check").fetchall() == []


Spoil = Callable[[str, str, object], bool]


@contextmanager
def spoilable(cast: Cast) -> Iterator[Spoil]:
    """Gives a function that puts a value into the first row of a table, past every trigger, all else as it is now.

    It returns False where the file itself refuses the value.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with connected(database(cast)) as file:
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                file.execute(f"DROP TRIGGER {name}")
            file.backup(copy)

        def spoil(table: str, column: str, value: object) -> bool:
            first = f"rowid = (SELECT min(rowid) FROM {table})"  # noqa: S608 -- a table of ours
            with connected(database(cast)) as file:
                copy.backup(file)
                try:
                    file.execute(f"UPDATE {table} SET {column} = ? WHERE {first}", [value])  # noqa: S608 -- the same
                except sqlite3.IntegrityError:
                    return False
            return True

        yield spoil
