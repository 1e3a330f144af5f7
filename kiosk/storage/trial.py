"""The trial write: whether an answer could be stored now is told by having stored something."""

from threading import Lock, Thread
from time import monotonic

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from kiosk import clock
from kiosk.domain.refusals import NotSaved
from kiosk.storage import people
from kiosk.storage.backends import Claim
from kiosk.storage.db import writing
from kiosk.storage.people import NOBODY
from kiosk.storage.tables import Instance

EXTENSION = "kiosk-trial"
GOOD_FOR_S = 10.0
"""The age, in seconds, from which an outcome is renewed by whoever asks for it next."""


class Trial:
    """The outcome of this process's last trial write. Whoever asks waits for the first one alone."""

    def __init__(self, app: Flask) -> None:
        """Nothing is tried yet."""
        self._app, self._found, self._tried_at = app, "", 0.0
        self._trying = Lock()

    def ailment(self) -> str:
        """Return the reason that nothing could be stored, in the words of who refused it; empty when it could."""
        if not self._tried_at:
            self._try()
        elif monotonic() - self._tried_at > GOOD_FOR_S:
            Thread(target=self._try, daemon=True).start()
        return self._found

    def _try(self) -> None:
        """Does nothing where another try is under way."""
        if not self._trying.acquire(blocking=False):
            return
        try:
            with self._app.app_context():
                self._found = _refusal()
            self._tried_at = monotonic()
        finally:
            self._trying.release()


def trial() -> Trial:
    """The trial writes of the running app."""
    found: Trial = current_app.extensions[EXTENSION]
    return found


def _refusal() -> str:
    try:
        with writing(Claim(people.practice_of(NOBODY))) as session:
            session.scalars(select(Instance)).one().tried_at = clock.now()
    except NotSaved as fault:
        return str(fault)
    except SQLAlchemyError as error:
        return str(error.__cause__ or error).splitlines()[0]
    return ""
