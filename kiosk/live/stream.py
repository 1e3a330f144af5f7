"""One person's stream: what was missed, then what happens, and a heartbeat when nothing does."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty

from flask import Flask

from kiosk.live import sse
from kiosk.live.feed import feed
from kiosk.storage import events
from kiosk.storage.db import reading
from kiosk.storage.events import Happened

HEARTBEAT_S = 10


def stream(app: Flask, person_id: int, last: int | None, *, still_allowed: Callable[[], bool]) -> Iterator[bytes]:
    """Bytes for an open page, from the event after `last` on, until the person is logged out.

    The queue is listened to before the backlog is read, so that nothing falls between; what comes twice is passed
    over by its number. No database connection is held while waiting.
    """
    with app.app_context():
        following = feed()
    with following.listening(("person", person_id)) as queue:
        with app.app_context():
            newest = events.newest(reading())
        sent = newest if last is None or last > newest else last  # a restored database counts from further down
        yield sse.hello(sent)
        while missed := _after(app, sent, person_id):
            for one in missed:
                sent = one.id
                yield sse.message(one)
        beat = time.monotonic() + HEARTBEAT_S
        while True:
            if time.monotonic() >= beat:
                with app.app_context():
                    if not still_allowed():
                        return
                beat = time.monotonic() + HEARTBEAT_S
                yield sse.HEARTBEAT
            with suppress(Empty):
                happened = queue.get(timeout=max(0.001, beat - time.monotonic()))
                if happened.id > sent:
                    sent = happened.id
                    yield sse.message(happened)


def _after(app: Flask, last: int, person_id: int) -> Sequence[Happened]:
    with app.app_context():
        return events.after(reading(), last, person_id)
