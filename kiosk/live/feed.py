"""Follows the events table and hands each event to the open pages of the person, and the tablet, it is for."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock, Thread
from typing import Literal, TypeAlias

from flask import Flask, current_app

from kiosk.domain.refusals import NotSaved
from kiosk.live.inbox import Inbox
from kiosk.live.pulse import Beat
from kiosk.storage import events
from kiosk.storage.db import backend, reading
from kiosk.storage.events import Happened

log = logging.getLogger(__name__)

Ear = tuple[Literal["person", "tablet"], int]
"""A listener: a person or a tablet, by number."""
Heard: TypeAlias = Happened | Beat


class Feed:
    """The events of one process, read from its first listener on: a thread from before the fork would be lost."""

    def __init__(self, app: Flask) -> None:
        """Nothing runs until somebody listens."""
        self._app = app
        self._lock = Lock()
        self._running = False
        self._followed: dict[int, int] = {}
        self._listeners = Counter[int]()
        self._queues: defaultdict[Ear, set[Inbox[Heard]]] = defaultdict(set)

    @contextmanager
    def listening(self, ear: Ear, practice_id: int) -> Iterator[Inbox[Heard]]:
        """A queue that receives the events of this person or tablet of a practice for as long as the block runs."""
        self.start()
        queue = Inbox[Heard]()
        self._follow(practice_id)
        self._queues[ear].add(queue)
        try:
            yield queue
        finally:
            self._queues[ear].discard(queue)
            if not self._queues[ear]:
                del self._queues[ear]
            self._leave(practice_id)

    def start(self) -> None:
        """Wait for commits from here on, in a thread; a second call changes nothing."""
        with self._lock:
            if not self._running:
                self._running = True
                Thread(target=self._wait, name="kiosk-feed", daemon=True).start()

    def stop(self) -> None:
        """End at the next commit, or the next time that none came."""
        self._running = False

    def _follow(self, practice_id: int) -> None:
        """Have this practice's events read. In each practice, and not in all, numbers are in the order of commits."""
        with self._lock:
            if practice_id not in self._followed:
                self._followed[practice_id] = self._with_app(partial(self._newest, practice_id))
            self._listeners[practice_id] += 1

    def _leave(self, practice_id: int) -> None:
        """Stop reading them once nobody listens any more."""
        with self._lock:
            self._listeners[practice_id] -= 1
            if not self._listeners[practice_id]:
                del self._listeners[practice_id], self._followed[practice_id]

    def _wait(self) -> None:
        with self._app.app_context():
            commits = backend().commits()
        for named in commits:
            if not self._running:
                return
            try:
                self._look(named)
            except NotSaved as refusal:
                log.warning("The feed could not read the events: %s It looks again.", refusal.detail)
            except Exception:
                log.exception("The feed could not read the events this time; it looks again at the next commit.")

    def _look(self, named: Collection[int]) -> None:
        """Read the new events of the practices named, or of all that are followed."""
        for practice_id in list(self._followed):
            if not named or practice_id in named:
                while self._with_app(partial(self._hand_out, practice_id)) == events.BACKLOG:
                    pass

    def _hand_out(self, practice_id: int) -> int:
        last = self._followed.get(practice_id)
        happened = [] if last is None else events.after(reading(), last, practice_id)
        for one in happened:
            ears: tuple[Ear, ...] = ("person", one.person_id), ("tablet", one.tablet_id or 0)
            for queue in [queue for ear in ears for queue in self._queues.get(ear, ())]:
                queue.put(one)
        if happened and practice_id in self._followed:
            self._followed[practice_id] = happened[-1].id
        return len(happened)

    @staticmethod
    def _newest(practice_id: int) -> int:
        newest = events.last(reading(), practice_id)
        return newest.id if newest else 0

    def _with_app(self, act: Callable[[], int]) -> int:
        with self._app.app_context():
            return act()


def feed() -> Feed:
    """The running app's."""
    return feed_of(current_app)


def feed_of(app: Flask) -> Feed:
    """The app's."""
    found = app.extensions["kiosk-feed"]
    if not isinstance(found, Feed):
        raise TypeError("The app was made without its feed: use create_app.")
    return found
