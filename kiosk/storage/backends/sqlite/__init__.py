"""SQLite: one file, one writer at a time, and nobody's worker standing still for it."""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from kiosk.domain.refusals import NotSaved
from kiosk.storage.backends.protocol import (
    NOTHING,
    PATIENCE_S,
    PAUSE_S,
    But,
    Claim,
    DatabaseUnreadable,
    Found,
)
from kiosk.storage.backends.sqlite import commits, triggers
from kiosk.storage.backends.sqlite.copies import fold_journal, make_empty, move, remove, running_copy, verified_copy
from kiosk.storage.backends.sqlite.write_lock import WriteLock

SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=0",
    "secure_delete=ON",
    "trusted_schema=OFF",
)
WHILE_CHANGING = (*SETTINGS, "foreign_keys=OFF")
"""Tables are dropped and made again then; this setting means nothing inside of a transaction."""
MOST_FAULTS = 5
MOUNTS: Final = Path("/proc/self/mounts")
OF_NETWORKS: Final = {"9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs"}
MOVE: Final = "Move the instance folder to a disk of this machine, or the database to PostgreSQL (docs/postgresql.md)."
OUT_OF_ORDER: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}

Begin = Callable[[sqlite3.Connection], object]
"""Begins a transaction on a raw connection."""


class Sqlite:
    """A database in a file of this machine."""

    def __init__(self, url: URL) -> None:
        """Nothing is opened or made yet."""
        self.file = Path(url.database or "")
        self.url = url
        self._lock = WriteLock(self.file.with_name("write.lock"))
        self._opened: tuple[int, int] | None = None

    @classmethod
    def at(cls, address: str) -> Self:
        """The database at that address, which names a file."""
        return cls(make_url(address))

    @property
    def address(self) -> str:
        return str(self.url)

    @property
    def place(self) -> str:
        return str(self.file)

    def engine_options(self, *, writes: bool) -> dict[str, Any]:
        """One connection writes, for as long as the process lives."""
        return {"pool_size": 1, "max_overflow": 0} if writes else {}

    def prepare(self, engine: Engine, *, writes: bool) -> None:
        """Raw connections, set up anew each; a transaction of the writer takes the write lock at once."""
        if writes:
            event.listen(engine, "connect", self._note_file)
        _set_up(engine, SETTINGS, self._begin_to_write if writes else _begin("BEGIN"))

    def write_turn(self, patience_s: float = PATIENCE_S) -> AbstractContextManager[float]:
        return self._lock.taken(patience_s)

    def _note_file(self, *_: object) -> None:
        """Remember which file the writer has open: what is written to one that was replaced since is lost with it."""
        self._opened = self._identity()

    def _begin_to_write(self, connection: sqlite3.Connection) -> None:
        if self._opened != self._identity():
            raise NotSaved(f"{self.file} is another file than the one that was opened. Start the server again.")
        connection.execute("BEGIN IMMEDIATE")

    def _identity(self) -> tuple[int, int] | None:
        """The device and number of the file at this path; None where there is none."""
        try:
            found = self.file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def claim(self, connection: Connection, claim: Claim) -> None:
        """Nothing more: whoever has begun to write has the whole file."""

    def announce(self, connection: Connection, practice_id: int) -> None:
        """Nothing more: one writer after the other numbers its events, and every commit is noticed."""

    def order(self, connection: Connection, practice_id: int) -> None:
        """Nothing more, for the same reason."""

    def is_read_only(self, connection: Connection) -> bool:
        """A file that cannot be written to says so with the next answer."""
        del connection
        return False

    def is_busy(self, error: DBAPIError) -> bool:
        return _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

    def is_out_of_order(self, error: DBAPIError) -> bool:
        return _code(error) in OUT_OF_ORDER

    def commits(self) -> Iterator[Collection[int]]:
        return commits.watch(self.file)

    def is_served_by_another_version(self) -> bool:
        """One machine serves a file, and stops its server for an upgrade."""
        return False

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """The file, open for reading alone; it is not made where it is missing."""
        engine = create_engine(f"sqlite:///{self.file.as_uri()}?mode=ro&uri=true", poolclass=NullPool)
        event.listen(engine, "connect", _read_any_text)
        try:
            with engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise DatabaseUnreadable(str(error.orig)) from error

    def faults(self) -> Sequence[str]:
        with self.look() as connection:
            found = connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_FAULTS})").scalars().all()
            return ([] if found == ["ok"] else list(found)) + lost_references(connection)

    def risks(self) -> Sequence[tuple[str, str]]:
        if (kind := file_system_of(self.file)) in OF_NETWORKS:
            return [(f"The database is on a network drive ({kind}), where SQLite's locks cannot be trusted.", MOVE)]
        return []

    def copy(self, mark: str) -> Path:
        return verified_copy(self.file, mark)

    def back_up(self, into: Path, look: Callable[[Connection], Found]) -> Found:
        running_copy(self.file, into)
        with Sqlite.at(f"sqlite:///{into}").look() as connection:
            return look(connection)

    def restore(self, copy: Path) -> None:
        """The copy becomes the file."""
        move(copy, self.file)

    def clear(self) -> None:
        self.remove()

    @contextmanager
    def schema_change(self) -> Iterator[Connection]:
        engine = create_engine(self.url, poolclass=NullPool)
        _set_up(engine, WHILE_CHANGING, _begin("BEGIN IMMEDIATE"))
        with self.write_turn(), engine.begin() as connection:
            yield connection
            if lost := lost_references(connection):
                raise DatabaseUnreadable("; ".join(lost))

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """The whole file is locked, for readers too: it is brought out of the mode in which those go on."""
        fold_journal(self.file)
        engine = create_engine(self.url, poolclass=NullPool)
        _set_up(engine, (), _begin("BEGIN EXCLUSIVE"))
        with self.write_turn(), engine.connect() as connection:
            yield connection

    @contextmanager
    def filled(self) -> Iterator[Connection]:
        """In another file beside it, which then takes its place."""
        new = Sqlite.at(f"sqlite:///{self.file}.new")
        try:
            new.make_empty()
            with new.schema_change() as connection:
                yield connection
            new.fold_journal()
            new.move_to(self.file)
        finally:
            new.remove()

    def number_on(self, connection: Connection, tables: Collection[str]) -> None:
        """Nothing more: SQLite goes on after the highest number."""

    def protect(self, connection: Connection, table: str, refusal: str, but: But = NOTHING) -> None:
        triggers.protect(connection, table, refusal, but)

    def keep_rows(self, connection: Connection, table: str, refusal: str, unless: str = "") -> None:
        triggers.keep_rows(connection, table, refusal, unless)

    def scrub(self, tables: Collection[str]) -> None:
        """The file is written anew without its free pages, and its journal is cut to nothing, whatever the tables."""
        del tables
        with closing(self._raw()) as connection:
            with self.write_turn() as ends:
                _insist(connection, "VACUUM", ends)
            # Not within the turn: it waits for readers, and nobody waits for it meanwhile.
            _insist(connection, "PRAGMA wal_checkpoint(TRUNCATE)", time.monotonic() + PATIENCE_S)

    def _raw(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, isolation_level=None, timeout=0)
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        return connection

    def unprotect(self, connection: Connection, table: str) -> None:
        triggers.unprotect(connection, table)

    def fold_journal(self) -> None:
        """Bring all into the one file, with nothing beside it. Raises DatabaseUnreadable while anybody has it open."""
        fold_journal(self.file)

    def make_empty(self) -> None:
        """Make the file anew, closed to others from the beginning, with nothing beside it."""
        make_empty(self.file)

    def remove(self) -> None:
        """Remove the file, and what is beside it."""
        remove(self.file)

    def move_to(self, place: Path) -> None:
        """Take the place of another file, at once or not at all. Nothing may be beside either of them."""
        move(self.file, place)


def file_system_of(file: Path, mounts: Path = MOUNTS) -> str:
    """Return the kind of file system that a file is on, as the kernel lists it; empty where no such list is kept."""
    lines = [line.split()[1:3] for line in mounts.read_text("utf-8").splitlines()] if mounts.exists() else []
    around = [(len(Path(place).parts), kind) for place, kind in lines if file.is_relative_to(place)]
    return max(around)[1] if around else ""


def _insist(connection: sqlite3.Connection, statement: str, ends: float) -> None:
    """Run a statement that needs nobody else to read an older state, until nobody does. Raises NotSaved in the end."""
    while True:
        try:
            busy = (connection.execute(statement).fetchone() or (0,))[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise NotSaved(str(error)) from error
            busy = 1
        if not busy:
            return
        if time.monotonic() > ends:
            raise NotSaved("Somebody was reading an older state of the database for longer than 5 seconds.")
        time.sleep(PAUSE_S)


def _code(error: DBAPIError) -> int:
    """SQLite's own number of an error, without what it adds for the details."""
    return int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF


def lost_references(connection: Connection) -> list[str]:
    """The tables with rows that refer to a row that is not there."""
    query = 'SELECT "table", count(*) FROM pragma_foreign_key_check GROUP BY "table" ORDER BY "table"'
    found = connection.exec_driver_sql(query).all()
    return [f"{count} in {table} {'belongs' if count == 1 else 'belong'} to nothing" for table, count in found]


def _read_any_text(connection: sqlite3.Connection, _record: object) -> None:
    """Give text that is no UTF-8 with surrogates in it, so that whoever looks can name it instead of failing."""
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")


def _begin(statement: str) -> Begin:
    return lambda connection: connection.execute(statement)


def _set_up(engine: Engine, settings: Sequence[str], begin: Begin) -> None:
    """Take Python's own handling of transactions out of the way: it begins none before a change of the schema.

    They begin by SQLAlchemy's hook for drivers, not by its event: with any event of an engine, it looks for listeners
    four times at each statement.
    """

    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")

    event.listen(engine, "connect", connect)
    engine.dialect.do_begin = begin  # type: ignore[method-assign, assignment]  # the dialect of this engine alone
