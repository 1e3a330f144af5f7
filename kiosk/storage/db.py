"""The database: how it is opened, how one reads, and how one writes."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from kiosk.storage.tables import Base
from kiosk.storage.turn import PAUSE_S, NotSaved, Turn

WRITER = "writer"
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=0",
    "secure_delete=ON",
    "trusted_schema=OFF",
)

db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def connect(app: Flask, url: str) -> None:
    """Give the app its database: one engine for reading, and one for the single long-lived connection that writes.

    Errors name no parameters: they go to the log, and a client's marks must not.
    """
    app.config |= {
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "SQLALCHEMY_BINDS": {WRITER: {"url": url, "pool_size": 1, "max_overflow": 0, "hide_parameters": True}},
    }
    db.init_app(app)
    app.extensions["kiosk-turn"] = Turn(database_file(url).with_name("write.lock"))
    with app.app_context():
        for name, engine in db.engines.items():
            event.listen(engine, "connect", _set_up)
            event.listen(engine, "begin", _begin_to_write if name == WRITER else _begin_to_read)


def reading() -> Session:
    """The request's session for reading; what it sees is one moment of the database."""
    return db.session()


def look_again() -> None:
    """The next reading sees what was committed until then; between the two, no connection is held."""
    db.session.remove()


@contextmanager
def writing() -> Iterator[Session]:
    """One write transaction: begun at once, committed when the block ends, undone if it fails.

    Read within it whatever the writing depends on. Raises NotSaved when the database stays busy for 5 seconds,
    has no room or cannot be written to; nothing is stored then.
    """
    turn: Turn = current_app.extensions["kiosk-turn"]
    with turn.taken() as ends, Session(db.engines[WRITER], expire_on_commit=False) as session:
        _begin(session, ends)
        try:
            yield session
            session.commit()
        except OperationalError as error:
            raise NotSaved(str(error.orig)) from error


def database_file(url: str) -> Path:
    """The file behind an SQLite address."""
    return Path(make_url(url).database or "")


def _begin(session: Session, ends: float) -> None:
    """Takes the write lock, trying again while somebody outside, such as a backup, holds it."""
    while True:
        try:
            session.connection()
        except OperationalError as error:
            session.rollback()
            if not _is_busy(error) or time.monotonic() > ends:
                raise NotSaved(str(error.orig)) from error
            time.sleep(PAUSE_S)
        else:
            return


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's own, unused
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_to_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def ailment() -> str:
    """Why the database cannot be read, in its own words; empty when it can."""
    try:
        reading().execute(text("SELECT 1 FROM practices LIMIT 1"))
    except SQLAlchemyError as error:
        return str(error.__cause__ or error).splitlines()[0]
    return ""
