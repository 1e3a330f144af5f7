"""The heartbeat of open streams: for all whose turn it is, one question whether their logins and tokens still hold."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from threading import Lock, Thread
from time import sleep
from typing import Final

from flask import Flask, current_app

from kiosk import clock
from kiosk.actions.accounts.api_tokens import those_with_tokens
from kiosk.actions.accounts.log_in import those_logged_in
from kiosk.domain.actors import Actor
from kiosk.domain.permissions import Permission, may
from kiosk.domain.refusals import NotSaved
from kiosk.live.inbox import Inbox
from kiosk.storage.events import Happened

HEARTBEAT_S = 10
TURNS: Final = 10
"""In so many turns all pages are asked for, so that neither the question nor the sending is for all at once."""
EXTENSION: Final = "kiosk-pulse"

log = logging.getLogger(__name__)


class Beat(Enum):
    """The state of an open page's login, as its turn found it."""

    HOLDS = "holds"
    ENDED = "ended"
    """Its login has ended or lacks the permission by now, or nobody could be asked: it has to come back."""


@dataclass(frozen=True, eq=False, slots=True)
class OpenStream:
    """The login or token by which a stream was opened, the permission that it needs, and where it listens."""

    secret: str
    permission: Permission
    queue: Inbox[Happened | Beat]
    is_program: bool = False


class Pulse:
    """One for each process. Its thread runs for as long as any page is open."""

    def __init__(self, app: Flask) -> None:
        """Nothing runs until a page is open."""
        self._app = app
        self._lock = Lock()
        self._running = False
        self._turns: list[set[OpenStream]] = [set() for _ in range(TURNS)]
        self._turn = 0

    @contextmanager
    def beating(self, page: OpenStream) -> Iterator[None]:
        """Put a beat into the page's queue every ten seconds while nothing else is there, as long as the block runs."""
        with self._lock:
            pages = self._turns[self._turn]  # which was the last one, and is the tenth from now
            pages.add(page)
            if not self._running:
                self._running = True
                Thread(target=self._run, name="kiosk-pulse", daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                pages.discard(page)

    def count(self, secret: str) -> int:
        """Count the streams that are open by this secret."""
        with self._lock:
            return sum(page.secret == secret for pages in self._turns for page in pages)

    def _run(self) -> None:
        while self._goes_on():
            sleep(HEARTBEAT_S / TURNS)
            with self._lock:
                self._turn = (self._turn + 1) % TURNS
                pages = list(self._turns[self._turn])
            if pages:
                self._beat(pages)

    def _goes_on(self) -> bool:
        with self._lock:
            self._running = any(self._turns)
            return self._running

    def _beat(self, pages: Collection[OpenStream]) -> None:
        try:
            with self._app.app_context():
                actors = _actors(pages)
        except NotSaved as refusal:
            log.warning("Open pages have to come back, as their logins could not be looked up: %s", refusal.detail)
            actors = {}
        except Exception:
            log.exception("Open pages have to come back, as their logins could not be looked up.")
            actors = {}
        for page in pages:
            actor = actors.get(page.secret)
            if actor is None or not may(actor, page.permission):
                page.queue.put(Beat.ENDED)
            elif page.queue.empty():  # else it is about to be sent something, or takes nothing at present
                page.queue.put(Beat.HOLDS)


def _actors(pages: Collection[OpenStream]) -> dict[str, Actor]:
    logins = {page.secret for page in pages if not page.is_program}
    tokens = {page.secret for page in pages if page.is_program}
    found: dict[str, Actor] = {}
    if logins:
        found.update(those_logged_in(logins, clock.now()))
    if tokens:
        found.update(those_with_tokens(tokens, clock.now()))
    return found


def pulse() -> Pulse:
    """The running app's."""
    return pulse_of(current_app)


def pulse_of(app: Flask) -> Pulse:
    """The app's."""
    found = app.extensions[EXTENSION]
    if not isinstance(found, Pulse):
        raise TypeError("The app was made without its pulse: use create_app.")
    return found
