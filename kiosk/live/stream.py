"""One person's stream: what was missed, then what happens, and a heartbeat when nothing does."""

from collections.abc import Iterator, Sequence

from flask import Flask

from kiosk.domain.actors import Staff
from kiosk.domain.permissions import Permission
from kiosk.live import sse
from kiosk.live.feed import feed
from kiosk.live.pulse import Beat, OpenPage, pulse
from kiosk.live.sse import EventId
from kiosk.storage import epochs, events
from kiosk.storage.db import reading
from kiosk.storage.events import Happened


def stream(app: Flask, person: Staff, last: EventId | None, *, secret: str, permission: Permission) -> Iterator[bytes]:
    """Bytes for an open page, from the event after `last` on, until the login of that secret lacks the permission.

    A `last` of another epoch, or of an event that is not there, was heard from another database, such as before an
    older copy was put back: the page is told, and hears what happens from now on.
    The queue is listened to before the backlog is read, so that nothing falls between; what comes twice is passed
    over by its number. No database connection is held while waiting.
    """
    with app.app_context():
        following, beats = feed(), pulse()
    with (
        following.listening(("person", person.person_id), person.practice_id) as queue,
        beats.beating(OpenPage(secret, permission, queue)),
    ):
        with app.app_context():
            epoch = epochs.present(reading())
            begin = EventId.after(epoch, events.last(reading(), person.practice_id))
            follows = last is None or last == EventId.after(epoch, events.one(reading(), last.number))
        if last and follows:
            begin = last
        sent = begin.number
        yield sse.hello(begin, follows=follows)
        while missed := _after(app, sent, person.person_id):
            for one in missed:
                sent = one.id
                yield sse.message(epoch, one)
        while True:
            match queue.get():
                case Beat.HOLDS:
                    yield sse.HEARTBEAT
                case Beat.ENDED:
                    return
                case Happened() as happened if happened.id > sent:
                    sent = happened.id
                    yield sse.message(epoch, happened)


def _after(app: Flask, last: int, person_id: int) -> Sequence[Happened]:
    with app.app_context():
        return events.after_of(reading(), last, person_id)
