"""Connections to PostgreSQL: how each is set up, how long one waits for the server, and what an error says."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import psycopg
from psycopg import errors
from psycopg.types.string import StrDumper
from sqlalchemy import Engine, ExceptionContext, QueuePool, event
from sqlalchemy.exc import TimeoutError as NoneFree

from kiosk.domain.refusals import NotSaved
from kiosk.storage.backends.protocol import PATIENCE_S

SILENT_S: Final = 10.0
"""The longest time, in seconds, that the server may leave a question unanswered: the network is gone then."""
CONNECT: Final[dict[str, Any]] = {
    "application_name": "before-you-go",
    "connect_timeout": 5,
    "client_encoding": "utf8",
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""For libpq, unless the address says otherwise. Without keepalives, a server that lost its power is never missed."""
SETTINGS: Final = (
    "SET timezone = 'UTC'",
    "SET synchronous_commit = on",
    f"SET lock_timeout = '{PATIENCE_S:.0f}s'",
    "SET jit = off",  # compiling pays for long questions alone, and none here is long
    "SET statement_timeout = '8s'",
)
IDLE: Final = {True: "10s", False: "60s"}
"""The time after which the server ends a transaction that does nothing: one that writes, or that reads."""
OUT_OF_ORDER: Final = ("08", "25", "40", "53", "55", "57", "58", "XX")
"""Classes of errors that say nothing of the statement: lost connections, a standby, conflicts, no room, a shutdown."""
READ_ONLY: Final = "25006"
"""read_only_sql_transaction: this server has become a standby."""

Returned = TypeVar("Returned")


class Connection(psycopg.Connection[Any]):
    """A connection that does not wait for ever: a network that swallows packets never says that it does."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:  # noqa: ANN401 -- the driver's own
        """Raises OperationalError, and gives the connection up, where the server is silent for too long."""
        try:
            return super().wait(gen, interval, SILENT_S if timeout is None else timeout)
        except errors._WaitTimeout:  # noqa: SLF001 -- the driver has no other name for it
            if timeout is not None:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(f"the database server was silent for {SILENT_S:.0f} seconds") from None

    def __del__(self, *_: object) -> None:
        """Close without the driver's warning: an app that is thrown away takes its pool along."""
        if not self.closed:
            self.pgconn.finish()


class TextDumper(StrDumper):
    """Sends U+FFFD in place of NUL, which no text of PostgreSQL can hold: it is looked for, and found nowhere."""

    def dump(self, obj: str) -> Any:  # noqa: ANN401 -- the driver's own buffers
        """Give the text without NUL."""
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))


class Pool(QueuePool):
    """Refuses to wait for long for a connection that is free."""

    def _do_get(self) -> Any:  # noqa: ANN401 -- SQLAlchemy's own
        try:
            return super()._do_get()
        except NoneFree as error:
            raise NotSaved(f"All connections to the database were in use for {PATIENCE_S:.0f} seconds.") from error


def set_up(engine: Engine, *, writes: bool, is_bounded: bool = True) -> None:
    """Settle how each connection of the engine is made, and how its errors read.

    What is not bounded may take as long as it takes: a change of the schema, or a copy of everything.
    """
    event.listen(engine, "do_connect", _connect(Connection if is_bounded else psycopg.Connection))
    event.listen(engine, "connect", _settle(writes=writes, is_bounded=is_bounded))
    event.listen(engine, "handle_error", shorten)


def _connect(kind: type[psycopg.Connection[Any]]) -> Callable[..., psycopg.Connection[Any]]:
    def connect(_dialect: object, _record: object, _words: object, named: dict[str, Any]) -> psycopg.Connection[Any]:
        return kind.connect(**CONNECT | named)

    return connect


def _settle(*, writes: bool, is_bounded: bool) -> Callable[..., None]:
    """One question for all settings, and none at the beginning of a transaction: the driver sends its kind with it."""
    settings = SETTINGS if is_bounded else SETTINGS[:-1]
    said = "; ".join((*settings, f"SET idle_in_transaction_session_timeout = '{IDLE[writes] if is_bounded else '0'}'"))

    def settle(connection: psycopg.Connection[Any], _record: object) -> None:
        connection.adapters.register_dumper(str, TextDumper)
        before, connection.autocommit = connection.autocommit, True
        connection.execute(said)
        connection.autocommit = before
        if not before and not writes:
            connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True

    return settle


def shorten(context: ExceptionContext) -> None:
    """Cut an error down to its first line: the details that follow hold values of rows, and errors go to the log.

    A server that has become a standby is left as one that is gone: the next connection goes to its successor.
    """
    error = context.original_exception
    if isinstance(error, psycopg.Error):
        said = primary(error)
        error.args = (said,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (f"({type(error).__name__}) {said}",)
        context.is_disconnect = context.is_disconnect or error.sqlstate == READ_ONLY


def primary(error: psycopg.Error) -> str:
    """The first line of what the server or the driver says."""
    said = error.diag.message_primary or str(error)
    return said.strip().partition("\n")[0]


def is_out_of_order(error: BaseException | None) -> bool:
    """Return whether the server could not do it now, whatever was asked."""
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate is None:
        return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError))
    return error.sqlstate[:2] in OUT_OF_ORDER
