"""The time of an event from the client's sending to the therapist's open pages, and the cost of waiting pages."""

import re
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Thread

from kiosk import clock
from kiosk.actions.accounts.log_in import begin_login
from kiosk.actions.accounts.manage_people import add_person
from kiosk.domain.actors import CommandLine
from kiosk.storage.work import unit_of_work
from tests.bench.gauges import cpu_s
from tests.bench.load import send
from tests.servers.visitors import begin_for
from tests.support.practice import Cast
from tests.support.servers import Server

PAGES_EACH = 5
PER_SECOND = 50
LAST_ONES_WITHIN_S = 5
SENT = re.compile(rb'"kind":"sent","visit":"(\w+)"')


@dataclass(frozen=True)
class Screens:
    """The open pages of many therapists, who have them open in several windows each."""

    therapists: Sequence[int]
    streams: Sequence[socket.socket]


@dataclass(frozen=True)
class Heard:
    """The milliseconds from each sending to each page that heard of it, and how many never came."""

    delays_ms: Sequence[float]
    lost: int


@contextmanager
def opened(server: Server, cast: Cast, how_many: int) -> Iterator[Screens]:
    """Open so many screens, all of which have been greeted."""
    people = [_add_therapist(cast, number) for number in range(max(1, how_many // PAGES_EACH))]
    with ExitStack() as stack:
        streams = [
            stack.enter_context(_opened(server, cookie)) for _, cookie in people for _ in range(how_many // len(people))
        ]
        yield Screens([person for person, _ in people], streams)


def _add_therapist(cast: Cast, number: int) -> tuple[int, str]:
    """One more therapist of the first practice, and the cookie of their login."""
    now = clock.now()
    with cast.on_stage():
        practice = cast.actor(cast.alice).practice_id
        with unit_of_work(CommandLine(), now) as work:
            person = add_person(work, practice, f"Therapist {number}", f"therapist-{number}@example.org", "")
            login = {"login": begin_login(work, person), "active": int(now.timestamp())}
    serializer = cast.app.session_interface.get_signing_serializer(cast.app)  # type: ignore[attr-defined]  # Flask's own kind
    return person.id, f"{cast.app.config['SESSION_COOKIE_NAME']}={serializer.dumps(login)}"


def _opened(server: Server, cookie: str) -> socket.socket:
    stream = socket.create_connection((server.host, server.port))
    request = f"GET /events HTTP/1.1\r\nHost: {server.host}\r\nCookie: {cookie}\r\nAccept: text/event-stream\r\n\r\n"
    stream.sendall(request.encode())
    said = b""
    while b"event: hello" not in said:
        said += stream.recv(65_536)
    return stream


def idle_share(server: Server, for_s: float) -> float:
    """The share of one processor core that the workers use while nothing happens."""
    before, began = cpu_s(server.workers()), time.monotonic()
    time.sleep(for_s)
    return (cpu_s(server.workers()) - before) / (time.monotonic() - began)


def sent_to(screens: Screens, server: Server, cast: Cast, how_many: int) -> Heard:
    """Send so many forms of these therapists' clients at an even pace."""
    people = screens.therapists
    forms = [begin_for(cast, people[number % len(people)], f"P-{number}") for number in range(how_many)]
    keys = [cast.key(waiting) for waiting in forms]
    expected = how_many * len(screens.streams) // len(people)
    heard_at: list[tuple[str, float]] = []
    sent_at: dict[str, float] = {}
    listener = Thread(target=_listen, args=(screens.streams, heard_at, expected))
    listener.start()
    connection = HTTPConnection(server.host, server.port, timeout=60)
    began = time.monotonic()
    for number, (waiting, key) in enumerate(zip(forms, keys, strict=True)):
        time.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        sent_at[waiting.visit] = time.monotonic()
        send(connection, waiting, key)
    connection.close()
    listener.join()
    return Heard([(at - sent_at[visit]) * 1000 for visit, at in heard_at], expected - len(heard_at))


def _listen(streams: Sequence[socket.socket], heard_at: list[tuple[str, float]], expected: int) -> None:
    """Until all is heard, or nothing comes any more."""
    listening = selectors.DefaultSelector()
    for stream in streams:
        listening.register(stream, selectors.EVENT_READ)
    last = time.monotonic()
    while len(heard_at) < expected and time.monotonic() < last + LAST_ONES_WITHIN_S:
        for key, _ in listening.select(timeout=LAST_ONES_WITHIN_S):
            assert isinstance(key.fileobj, socket.socket)
            found, now = SENT.findall(key.fileobj.recv(65_536)), time.monotonic()
            heard_at.extend((visit.decode(), now) for visit in found)
            last = now if found else last
