"""Follows the events table and hands each event to the open pages of the person, and the tablet, it is for."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Lock, Thread
from typing import Literal

from flask import Flask, current_app

from kiosk.live.wakeup import commits
from kiosk.storage import events
from kiosk.storage.db import database_file, reading
from kiosk.storage.events import Happened

log = logging.getLogger(__name__)

Ear = tuple[Literal["person", "tablet"], int]
"""Who listens: a person or a tablet, by number."""


class Feed:
    """One for each process, begun by its first listener: a thread started before the fork would not be there after."""

    def __init__(self, app: Flask) -> None:
        """Nothing runs until somebody listens."""
        self._app = app
        self._lock = Lock()
        self._running = False
        self._last = 0
        self._queues: defaultdict[Ear, set[Queue[Happened]]] = defaultdict(set)

    @contextmanager
    def listening(self, ear: Ear) -> Iterator[Queue[Happened]]:
        """A queue that receives the events of this person or tablet for as long as the block runs."""
        self._start()
        queue: Queue[Happened] = Queue()
        self._queues[ear].add(queue)
        try:
            yield queue
        finally:
            self._queues[ear].discard(queue)
            if not self._queues[ear]:
                del self._queues[ear]

    def _start(self) -> None:
        with self._lock:
            if not self._running:
                self._last = self._with_app(self._newest)
                self._running = True
                Thread(target=self._follow, name="kiosk-feed", daemon=True).start()

    def _follow(self) -> None:
        for _ in commits(database_file(self._app.config["SQLALCHEMY_DATABASE_URI"])):
            try:
                while self._with_app(self._hand_out) == events.BACKLOG:
                    pass
            except Exception:
                log.exception("The feed could not read the events this time; it looks again at the next commit.")

    def _hand_out(self) -> int:
        happened = events.after(reading(), self._last)
        for one in happened:
            ears: tuple[Ear, ...] = ("person", one.person_id), ("tablet", one.tablet_id or 0)
            for queue in [queue for ear in ears for queue in self._queues.get(ear, ())]:
                queue.put(one)
            self._last = one.id
        return len(happened)

    @staticmethod
    def _newest() -> int:
        return events.newest(reading())

    def _with_app(self, act: Callable[[], int]) -> int:
        with self._app.app_context():
            return act()


def feed() -> Feed:
    """The running app's."""
    found = current_app.extensions["kiosk-feed"]
    if not isinstance(found, Feed):
        raise TypeError("The app was made without its feed: use create_app.")
    return found
