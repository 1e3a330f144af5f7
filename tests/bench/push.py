"""How long an event takes from the client's sending to every open page."""

import re
import selectors
import socket
import time
from collections.abc import Sequence
from contextlib import ExitStack
from http.client import HTTPConnection
from threading import Thread

from tests.bench.load import send
from tests.servers.visitors import log_in
from tests.support.practice import Cast, Waiting
from tests.support.servers import Server

STREAMS = 50
PER_SECOND = 20
LAST_ONES_WITHIN_S = 5
SENT = re.compile(rb'"kind":"sent","visit":(\d+)')


def delays_ms(server: Server, cast: Cast, forms: Sequence[Waiting], keys: Sequence[str]) -> tuple[list[float], int]:
    """Of each event on each stream: how long after its sending began it was there; and how many never came."""
    cookie, sent_at, heard_at = log_in(server, cast, cast.alice), dict[int, float](), list[tuple[int, float]]()
    expected = len(forms) * STREAMS
    with ExitStack() as stack:
        listening = selectors.DefaultSelector()
        for _ in range(STREAMS):
            listening.register(stack.enter_context(_opened(server, cookie)), selectors.EVENT_READ)
        listener = Thread(target=_listen, args=(listening, heard_at, expected))
        listener.start()
        connection = HTTPConnection(server.host, server.port, timeout=60)
        began = time.monotonic()
        for number, (waiting, key) in enumerate(zip(forms, keys, strict=True)):
            time.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
            sent_at[waiting.visit] = time.monotonic()
            send(connection, waiting, key)
        connection.close()
        listener.join()
    return [(at - sent_at[visit]) * 1000 for visit, at in heard_at], expected - len(heard_at)


def _opened(server: Server, cookie: str) -> socket.socket:
    stream = socket.create_connection((server.host, server.port))
    request = f"GET /events HTTP/1.1\r\nHost: {server.host}\r\nCookie: {cookie}\r\nAccept: text/event-stream\r\n\r\n"
    stream.sendall(request.encode())
    said = b""
    while b"event: hello" not in said:
        said += stream.recv(65_536)
    return stream


def _listen(listening: selectors.BaseSelector, heard_at: list[tuple[int, float]], expected: int) -> None:
    """Until all is heard, or nothing comes any more."""
    while len(heard_at) < expected:
        ready = listening.select(timeout=LAST_ONES_WITHIN_S)
        if not ready:
            return
        for key, _ in ready:
            assert isinstance(key.fileobj, socket.socket)
            said, now = key.fileobj.recv(65_536), time.monotonic()
            heard_at.extend((int(visit), now) for visit in SENT.findall(said))
