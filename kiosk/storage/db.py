"""The database: how it is opened, how one reads, and how one writes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ExceptionContext, event, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session

from kiosk.domain.refusals import NotSaved
from kiosk.storage.backends import Backend, Claim, backend_for
from kiosk.storage.backends.protocol import PATIENCE_S, PAUSE_S
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Base

WRITER = "writer"
EXTENSION = "kiosk-backend"
EVERYTHING: Final = Claim()
_AFTER: Final = "after-commit"
"""The key under which a session keeps what is done once it is committed."""

db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def connect(app: Flask, url: str) -> None:
    """Give the app its database: one engine for reading, and one for the single long-lived connection that writes.

    Errors name no parameters: they go to the log, and a client's marks must not.
    """
    app.extensions[EXTENSION] = found = backend_for(url)
    reads, writes = ({"hide_parameters": True, **found.engine_options(writes=each)} for each in (False, True))
    app.config |= {
        "SQLALCHEMY_DATABASE_URI": found.url,
        "SQLALCHEMY_ENGINE_OPTIONS": reads,
        "SQLALCHEMY_BINDS": {WRITER: {"url": found.url, **writes}},
    }
    db.init_app(app)
    with app.app_context():
        for name, engine in db.engines.items():
            found.prepare(engine, writes=name == WRITER)
            event.listen(engine, "handle_error", partial(_refuse, found))


def _refuse(found: Backend, context: ExceptionContext) -> NotSaved | None:
    """Turn an error that says nothing of the statement into a refusal: the same may work in a moment.

    A connection of the pool that is tried before it is used, and found gone, is only made anew.
    """
    error = context.sqlalchemy_exception
    if context.is_pre_ping:
        return None
    if isinstance(error, DBAPIError) and found.is_out_of_order(error) and not found.is_busy(error):
        return NotSaved(str(error.orig))
    return None


def close() -> None:
    """Give up every connection of the running app."""
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def backend() -> Backend:
    """The backend of the running app."""
    found: Backend = current_app.extensions[EXTENSION]
    return found


def reading() -> ReadSession:
    """The request's session for reading; what it sees is one moment of the database."""
    return db.session()


def keep(row: object) -> None:
    """Keep a row for as long as this request reads: other rows that lead to it need not read it again."""
    db.session.info.setdefault("kept", []).append(row)


def look_again() -> None:
    """The next reading sees what was committed until then; between the two, no connection is held."""
    db.session.remove()


@contextmanager
def writing(claim: Claim = EVERYTHING, patience_s: float = PATIENCE_S) -> Iterator[WriteSession]:
    """One write transaction: begun at once, committed when the block ends, undone if it fails.

    Read within it whatever the writing depends on; nobody else changes what it claims. Raises NotSaved when the
    database stays busy for `patience_s`, has no room or cannot be written to; nothing is stored then.
    """
    with backend().write_turn(patience_s) as ends, Session(db.engines[WRITER], expire_on_commit=False) as session:
        _begin(session, ends)
        try:
            backend().claim(session.connection(), claim)
            yield WriteSession(session)
            session.commit()
        except (OperationalError, ProgrammingError) as error:
            raise NotSaved(str(error.orig)) from error
    for do in session.info.pop(_AFTER, ()):
        do()


def after_commit(session: WriteSession, do: Callable[[], None]) -> None:
    """Have this done once the transaction is committed, and never where it is undone. It must not raise."""
    session.info.setdefault(_AFTER, []).append(do)


def _begin(session: Session, ends: float) -> None:
    """Takes the write lock, trying again while somebody outside, such as a backup, holds it."""
    while True:
        try:
            session.connection()
        except OperationalError as error:
            session.rollback()
            if not backend().is_busy(error) or time.monotonic() > ends:
                raise NotSaved(str(error.orig)) from error
            time.sleep(PAUSE_S)
        else:
            return


def ailment() -> str:
    """Return the reason the database cannot be read, in its own words; empty when it can."""
    try:
        db.session.execute(text("SELECT 1 FROM practices LIMIT 1"))
        if backend().is_read_only(db.session.connection()):
            return "it can be read, and not written to"
    except (NotSaved, SQLAlchemyError) as error:
        return str(error if isinstance(error, NotSaved) else error.__cause__ or error).splitlines()[0]
    return ""
