"""Copies of the database file, and its replacement by another: whole, verified, and for nobody else's eyes."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from kiosk.storage.backends.protocol import DatabaseUnreadable

PRIVATE = 0o600


def verified_copy(file: Path, mark: str) -> Path:
    """Copy the database to a file beside it whose name ends with the mark.

    The copy has that name only once it was found sound, with as many rows in every table. Raises DatabaseUnreadable
    where it is not or while anybody has it open, and OSError where there is no room.
    """
    fold_journal(file)
    part, made = file.with_name(f"{file.name}.copy"), file.with_name(f"{file.name}.{mark}")
    make_empty(part)
    try:
        _fill(file, part)
    except sqlite3.DatabaseError as error:
        raise DatabaseUnreadable(f"no sound copy could be made: {error}") from error
    move(part, made)
    return made


def running_copy(file: Path, into: Path) -> None:
    """Copy one moment of a database that others may be using into a new file.

    Raises DatabaseUnreadable unless the copy is sound and has as many rows.
    """
    make_empty(into)
    try:
        _fill(file, into)
    except sqlite3.DatabaseError as error:
        raise DatabaseUnreadable(f"no sound copy could be made: {error}") from error


def _fill(file: Path, part: Path) -> None:
    with closing(_opened(file, "ro")) as source, closing(_opened(part, "rw")) as copy:
        copy.execute("PRAGMA synchronous=OFF")
        source.execute("BEGIN")
        expected = counts(source)
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if found != ["ok"] or counts(copy) != expected:
            raise DatabaseUnreadable(f"no sound copy could be made: {'; '.join(found[:3])}")
    _keep(part)


def make_empty(file: Path) -> None:
    """Make the file anew, closed to others from the beginning, with nothing beside it."""
    remove(file)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))


def remove(file: Path) -> None:
    """Remove the file, and what is beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + end).unlink(missing_ok=True)


def fold_journal(file: Path) -> None:
    """Bring all that was committed into the one file. Raises DatabaseUnreadable while anybody has it open."""
    try:
        with closing(_opened(file, "rw")) as connection:
            connection.execute("PRAGMA busy_timeout=0")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        is_open = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        raise DatabaseUnreadable(
            f"a server is running on it, so stop it first ({error})" if is_open else str(error)
        ) from error
    _keep(file)


def move(file: Path, place: Path) -> None:
    """Let the file take that place, at once or not at all, and outlast a power cut."""
    file.replace(place)
    _keep(place.parent)


def _keep(file: Path) -> None:
    """Wait until it is on the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Count the rows of each table, by its name."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    found = (connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() for (name,) in tables)  # noqa: S608 -- its own tables
    return {name: count for (name,), (count,) in zip(tables, found, strict=True)}


def _opened(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode={mode}", uri=True, isolation_level=None)
