"""The stream of one person or program: what was missed, then what happens, and a heartbeat when nothing does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flask import Flask

from kiosk.domain.actors import ByToken, Staff
from kiosk.domain.permissions import Permission
from kiosk.live import sse
from kiosk.live.aside import aside
from kiosk.live.feed import feed_of
from kiosk.live.pulse import Beat, OpenStream, pulse_of
from kiosk.live.sse import EventId
from kiosk.storage import epochs, events
from kiosk.storage.db import reading
from kiosk.storage.events import Happened

Message: TypeAlias = Callable[[str, Happened], bytes]
"""Makes the bytes of one event of that epoch; `sse.NOTHING` for one that is not told here."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A page with the secret of its login, or a program with its token, for as long as that has the permission."""

    actor: Staff | ByToken
    secret: str
    permission: Permission

    @property
    def person_id(self) -> int:
        """The person whose events these are."""
        return self.actor.owner_id if isinstance(self.actor, ByToken) else self.actor.person_id


def stream(app: Flask, to: Listener, last: EventId | None, message: Message = sse.message) -> Iterator[bytes]:
    """Bytes for a listener, from the event after `last` on, until the login or token lacks the permission.

    A `last` of another epoch, or of an event that is not there, was heard from another database, such as before an
    older copy was put back: the page is told, and hears what happens from now on.
    The queue is listened to before the backlog is read, so that nothing falls between; what comes twice is passed
    over by its number. No database connection is held while waiting, and no stack of what asks the database.
    """
    following, beats = feed_of(app), pulse_of(app)
    with (
        following.listening(("person", to.person_id), to.actor.practice_id) as queue,
        beats.beating(OpenStream(to.secret, to.permission, queue, is_program=isinstance(to.actor, ByToken))),
    ):
        begin, follows = aside(_begin, app, to, last)
        epoch = begin.epoch
        if last and follows:
            begin = last
        sent = begin.number
        yield sse.hello(begin, follows=follows)
        while missed := aside(_after, app, sent, to.person_id):
            for one in missed:
                sent = one.id
                yield aside(message, epoch, one)
        while True:
            match queue.get():
                case Beat.HOLDS:
                    yield sse.HEARTBEAT
                case Beat.ENDED:
                    return
                case Happened() as happened if happened.id > sent:
                    sent = happened.id
                    yield aside(message, epoch, happened)


def _begin(app: Flask, to: Listener, last: EventId | None) -> tuple[EventId, bool]:
    with app.app_context():
        epoch = epochs.present(reading())
        begin = EventId.after(epoch, events.last(reading(), to.actor.practice_id))
        return begin, last is None or last == EventId.after(epoch, events.one(reading(), last.number))


def _after(app: Flask, last: int, person_id: int) -> Sequence[Happened]:
    with app.app_context():
        return events.after_of(reading(), last, person_id)
