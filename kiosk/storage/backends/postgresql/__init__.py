"""PostgreSQL: a server of its own, where practices write side by side and a commit wakes whoever listens."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, inspect
from sqlalchemy.exc import DBAPIError

from kiosk.domain.refusals import NotSaved
from kiosk.storage.backends.postgresql import dumps, locks, triggers
from kiosk.storage.backends.protocol import (
    NOTHING,
    PATIENCE_S,
    But,
    Claim,
    DatabaseUnreadable,
    Found,
    NoDriver,
)

if TYPE_CHECKING:
    from types import ModuleType

DRIVER: Final = "postgresql+psycopg"
POOL: Final = {"pool_size": 5, "max_overflow": 3, "pool_timeout": PATIENCE_S, "pool_pre_ping": True}
"""For those that read, and again for those that write: 17 connections of a worker at the most, with the one that
listens."""
BUSY: Final = {"55P03", "40001", "40P01"}
"""lock_not_available, serialization_failure, deadlock_detected."""
FSYNC: Final = "Set fsync = on in its postgresql.conf, and start it again."
OLDEST: Final = 15
"""The oldest version of the server on which the tests are run."""


class PostgreSQL:
    """A database of a PostgreSQL server."""

    file = None

    def __init__(self, url: URL) -> None:
        """Nothing is connected yet. Raises NoDriver where it never could be."""
        if find_spec("psycopg") is None:
            raise NoDriver(
                "KIOSK_DATABASE_URL names PostgreSQL, and its driver is not installed."
                " Install it with: pip install 'before-you-go[postgresql]'"
            )
        self.url = url.set(drivername=DRIVER)

    @property
    def place(self) -> str:
        """The address, without a password."""
        return self.url.set(drivername="postgresql", password=None, query={}).render_as_string()

    def engine_options(self, *, writes: bool) -> dict[str, Any]:
        del writes
        return {"poolclass": _driver().Pool, **POOL}

    def prepare(self, engine: Engine, *, writes: bool) -> None:
        """A reader sees one moment of the database; a writer sees what was committed before each of its statements."""
        _driver().set_up(engine, writes=writes)

    @contextmanager
    def write_turn(self, patience_s: float = PATIENCE_S) -> Iterator[float]:
        """Without waiting: others are met at the server's locks, for as long as each connection is patient."""
        yield time.monotonic() + patience_s

    def claim(self, connection: Connection, claim: Claim) -> None:
        locks.claim(connection, claim)

    def announce(self, connection: Connection, practice_id: int) -> None:
        connection.exec_driver_sql(locks.ORDERED, {"practice": practice_id})

    def order(self, connection: Connection, practice_id: int) -> None:
        connection.exec_driver_sql(locks.IN_ORDER, {"practice": practice_id})

    def is_read_only(self, connection: Connection) -> bool:
        """A standby, until it is promoted."""
        return bool(connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar())

    def is_busy(self, error: DBAPIError) -> bool:
        return getattr(error.orig, "sqlstate", None) in BUSY

    def is_out_of_order(self, error: DBAPIError) -> bool:
        return bool(_driver().is_out_of_order(error.orig))

    def commits(self) -> Iterator[Collection[int]]:
        from kiosk.storage.backends.postgresql.commits import listen

        return listen(self._engine(isolation_level="AUTOCOMMIT"))

    def is_served_by_another_version(self) -> bool:
        with self.look() as connection:
            numbers = {"version": locks.VERSION, "own": locks.OWN}
            return bool(connection.exec_driver_sql(locks.OTHERS_SERVE, numbers).scalar())

    @contextmanager
    def look(self) -> Iterator[Connection]:
        try:
            with self._engine(writes=False).connect() as connection:
                _check_server(connection)
                yield connection
        except DBAPIError as error:
            raise DatabaseUnreadable(str(error.orig)) from error

    def faults(self) -> Sequence[str]:
        """Nothing beyond that it can be read: the server checks pages and references by itself, at all times."""
        with self.look():
            return []

    def risks(self) -> Sequence[tuple[str, str]]:
        with self.look() as connection:
            if connection.exec_driver_sql("SHOW fsync").scalar() != "on":
                return [("The database server does not wait for its disk: after a power cut, answers are gone.", FSYNC)]
        return []

    def copy(self, mark: str) -> None:
        """None: copies are for those who look after the server, with its own tools."""
        del mark
        with self.look() as connection:
            if connection.exec_driver_sql(locks.IS_SERVED).scalar():
                raise DatabaseUnreadable("a server is running on it, so stop it first")

    def back_up(self, into: Path, look: Callable[[Connection], Found]) -> Found:
        """By pg_dump in its custom format, of the moment that `look` sees as well."""
        try:
            with self._engine(writes=False, is_bounded=False).connect() as connection:
                _check_server(connection)
                moment = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
                found = look(connection)
                dumps.dump(self.url, into, moment)
        except DBAPIError as error:
            raise DatabaseUnreadable(str(error.orig)) from error
        return found

    def restore(self, copy: Path) -> None:
        """By pg_restore, in one transaction."""
        dumps.restore(self.url, copy)

    def clear(self) -> None:
        with self._engine(is_bounded=False).begin() as connection:
            for table in inspect(connection).get_table_names():
                connection.exec_driver_sql(f'DROP TABLE "{table}" CASCADE')
                self.unprotect(connection, table)

    @contextmanager
    def schema_change(self) -> Iterator[Connection]:
        with self._engine(is_bounded=False).begin() as connection:
            _check_server(connection)
            _check_rights(connection)
            self.claim(connection, Claim())
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        with self._engine(is_bounded=False).connect() as connection:
            if not connection.exec_driver_sql(locks.TAKES_OVER).scalar():
                raise DatabaseUnreadable("a server is running on it, so stop it first")
            self.claim(connection, Claim())
            yield connection

    def filled(self) -> AbstractContextManager[Connection]:
        return self.schema_change()

    def number_on(self, connection: Connection, tables: Collection[str]) -> None:
        for name in tables:
            last = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"  # noqa: S608 -- our own names
            connection.exec_driver_sql(last)

    def protect(self, connection: Connection, table: str, refusal: str, but: But = NOTHING) -> None:
        triggers.protect(connection, table, refusal, but)

    def keep_rows(self, connection: Connection, table: str, refusal: str, unless: str = "") -> None:
        triggers.keep_rows(connection, table, refusal, unless)

    def scrub(self, tables: Collection[str]) -> None:
        """Each table is written anew: VACUUM alone would leave what was deleted in the gaps of its pages.

        The server's own write-ahead log goes round by its settings.
        """
        try:
            with self._engine(is_bounded=False, isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql(f"SET lock_timeout = '{PATIENCE_S:.0f}s'")
                for name in sorted(tables):
                    connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {name}")
        except DBAPIError as error:
            raise NotSaved(str(error.orig).splitlines()[0]) from error

    def unprotect(self, connection: Connection, table: str) -> None:
        triggers.unprotect(connection, table)

    def _engine(self, *, writes: bool = True, is_bounded: bool = True, **options: Any) -> Engine:  # noqa: ANN401 -- SQLAlchemy's own
        """One connection for each use, past the app's."""
        engine = create_engine(self.url, poolclass=NullPool, hide_parameters=True, **options)
        _driver().set_up(engine, writes=writes, is_bounded=is_bounded)
        return engine


def _driver() -> "ModuleType":
    """The module that imports the driver, which a server on SQLite need not have."""
    from kiosk.storage.backends.postgresql import driver

    return driver


def fault_in_server(version: int, encoding: str) -> str:
    """Say why a server cannot be used whose version is that many thousands; empty when it can."""
    if version < OLDEST * 10_000:
        return f"the server is PostgreSQL {version // 10_000}, and {OLDEST} or newer is needed"
    if encoding != "UTF8":
        return (
            f"its encoding is {encoding}, and UTF8 is needed."
            " Make another with: createdb --template=template0 --encoding=UTF8 NAME"
        )
    return ""


def _check_server(connection: Connection) -> None:
    info = connection.connection.driver_connection.info  # type: ignore[union-attr]  # the driver's own
    if fault := fault_in_server(info.server_version, info.parameter_status("server_encoding")):
        raise DatabaseUnreadable(fault)


def _check_rights(connection: Connection) -> None:
    may = connection.exec_driver_sql("SELECT has_schema_privilege(current_schema(), 'CREATE')").scalar()
    if not may:
        name = connection.exec_driver_sql("SELECT current_user").scalar()
        raise DatabaseUnreadable(f"{name} may not make tables in it. As its owner: ALTER DATABASE NAME OWNER TO {name}")
