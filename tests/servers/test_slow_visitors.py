"""Many slow or silent visitors cost a worker nothing that others would miss."""

import socket
from contextlib import ExitStack, suppress
from http.client import HTTPConnection

from tests.servers.conftest import House
from tests.servers.ledger import tally
from tests.servers.visitors import HANGS_S, Stream, answers, ask, ask_on, log_in

HALF_SENT = 200
STREAMS = 50
FLOOD = 1_000
"""More than one network may have in both workers."""
HALF = b"POST /c/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
CUT_OFF = (b"Content-Le", b"Content-Length: 500\r\n\r\nmarked=line&item-under")


def test_two_hundred_half_sent_requests_and_fifty_streams_stop_nobody(house: House) -> None:
    cast, server = house.cast, house.server
    cookie, waiting, slow = log_in(server, cast, cast.alice), cast.begin("C-1"), cast.begin("C-2")
    with ExitStack() as stack:
        for number in range(HALF_SENT):
            visitor = stack.enter_context(socket.create_connection((server.host, server.port)))
            visitor.sendall(HALF % slow.token.encode() + CUT_OFF[number % 2])
        streams = [stack.enter_context(Stream(server, cookie)) for _ in range(STREAMS)]
        pages = [ask(server, path, headers={"Cookie": cookie}).status for path in ("/", waiting.path, "/healthz") * 4]
        sent = ask(server, waiting.path, answers(cast.key(waiting))).status
        heard = [stream.take(1)[0].data for stream in streams]
    assert (set(pages), sent) == ({200}, 303)
    assert heard == [f'{{"kind":"sent","visit":"{waiting.visit}"}}'] * STREAMS
    assert tally(cast, [slow]) == {(0, 0): 1}


def test_half_sent_bodies_of_one_machine_stop_no_other(house: House) -> None:
    cast, server = house.cast, house.server
    waiting, slow = cast.begin("C-1"), cast.begin("C-2")
    with ExitStack() as stack:
        for _ in range(FLOOD):
            visitor = stack.enter_context(socket.create_connection((server.host, server.port)))
            with suppress(OSError):
                visitor.sendall(HALF % slow.token.encode() + CUT_OFF[1])
        other = HTTPConnection(server.host, server.port, timeout=HANGS_S, source_address=("127.0.0.2", 0))
        stack.callback(other.close)
        assert ask_on(other, waiting.path).status == 200
        assert ask_on(other, waiting.path, answers(cast.key(waiting))).status == 303
