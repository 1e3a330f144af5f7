"""Many slow or silent visitors cost a worker nothing that others would miss."""

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from http.client import HTTPConnection

import pytest

from tests.bench.gauges import percentile
from tests.servers.conftest import House
from tests.servers.ledger import tally
from tests.servers.visitors import HANGS_S, Stream, answers, ask, ask_on, log_in
from tests.support.servers import Server

HALF_SENT = 500
STREAMS = 100
SOON_S = 0.5
PUSHED_WITHIN_S = 1.0
SENT_WITHIN_S = 0.3
FLOOD = 1_000
"""More than one network may have in both workers."""
HALF = b"POST /c/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
CUT_OFF = (b"Content-Le", b"Content-Length: 500\r\n\r\nmarked=line&item-under")


@pytest.mark.soak
def test_five_hundred_half_sent_requests_and_a_hundred_streams_stop_nobody(
    house: House, times: Callable[[int, int], int]
) -> None:
    cast, server = house.cast, house.server
    cookie, waiting, slow = log_in(server, cast, cast.alice), cast.begin("C-1"), cast.begin("C-2")
    with ExitStack() as stack:
        for number in range(HALF_SENT):
            visitor = stack.enter_context(socket.create_connection((server.host, server.port)))
            visitor.sendall(HALF % slow.token.encode() + CUT_OFF[number % 2])
        streams = [stack.enter_context(Stream(server, cookie)) for _ in range(STREAMS)]
        looked = [timed(server, path, cookie) for path in ("/", waiting.path, "/healthz") * 4]
        sent = ask(server, waiting.path, answers(cast.key(waiting))).status
        heard = [stream.take(1)[0].data for stream in streams]
    assert ({status for status, _ in looked}, sent) == ({200}, 303)
    if times(0, 1):  # a machine that is busy with other tests is slow by itself
        assert percentile([took for _, took in looked], 0.95) < SOON_S
    assert heard == [f'{{"kind":"sent","visit":"{waiting.visit}"}}'] * STREAMS
    assert tally(cast, [slow]) == {(0, 0): 1}


def timed(server: Server, path: str, cookie: str) -> tuple[int, float]:
    """The status of a page, and the seconds that it took."""
    began = time.monotonic()
    return ask(server, path, headers={"Cookie": cookie}).status, time.monotonic() - began


@pytest.mark.soak
def test_fifty_sendings_within_ten_seconds_are_thanked_and_told_of_soon(
    house: House, times: Callable[[int, int], int]
) -> None:
    if not times(0, 1):
        pytest.skip("it measures time, and wants the machine to itself: for make soak alone")
    cast, server = house.cast, house.server
    forms = [cast.begin(f"C-{number}") for number in range(50)]
    keys, sent, told = [cast.key(one) for one in forms], list[float](), list[float]()
    with Stream(server, log_in(server, cast, cast.alice)) as stream:
        for number, one in enumerate(forms):
            began = time.monotonic()
            assert ask(server, one.path, answers(keys[number])).status == 303
            sent.append(time.monotonic() - began)
            assert stream.take(1)[0].data == f'{{"kind":"sent","visit":"{one.visit}"}}'
            told.append(time.monotonic() - began)
            time.sleep(max(0.0, 0.2 - told[-1]))
    assert (percentile(sent, 0.95) < SENT_WITHIN_S, percentile(told, 0.95) < PUSHED_WITHIN_S) == (True, True), sent


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
