"""Connections whose request has not come whole: so many of one network, and for so long."""

import io
from collections.abc import Callable

import gevent
import pytest

from kiosk import unfinished
from kiosk.unfinished import TOO_SLOW, Unfinished, read_body

HERE, NEXT_DOOR, ELSEWHERE = ("2001:db8::1", 5), ("2001:db8::2", 6), ("192.0.2.7", 7)


class Connection:
    """A connection that keeps what was sent on it."""

    def __init__(self) -> None:
        self.sent = b""

    def sendall(self, data: bytes) -> None:
        self.sent += data


class Body:
    """Comes as `read` says."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.buf, self.read = io.BytesIO(), read


class Request:
    def __init__(self, read: Callable[[int], bytes], *, asks_first: bool = False) -> None:
        self.body, self._expected_100_continue = Body(read), asks_first


def never(_: int) -> bytes:
    gevent.sleep(60)
    return b""


def test_one_network_has_so_many_and_others_have_room() -> None:
    counted = Unfinished(2)
    assert counted.begin(HERE) == counted.begin(NEXT_DOOR) == "2001:db8::/64"
    assert counted.begin(HERE) is None
    assert counted.begin(ELSEWHERE) == "192.0.2.7"
    counted.end("2001:db8::/64")
    assert counted.begin(NEXT_DOOR) == "2001:db8::/64"


def test_behind_a_proxy_nobody_is_counted() -> None:
    counted = Unfinished(0)
    assert None not in {counted.begin(HERE) for _ in range(1_000)}


def test_a_body_is_at_hand_for_the_app() -> None:
    request, connection = Request(lambda most: b"marked=line"[:most], asks_first=True), Connection()
    assert read_body(request, connection, 100)
    assert (request.body.buf.getvalue(), connection.sent[:12]) == (b"marked=line", b"HTTP/1.1 100")


def test_a_body_that_takes_too_long_ends_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "BODY_S", 0.01)
    connection = Connection()
    assert not read_body(Request(never), connection, 100)
    assert connection.sent == TOO_SLOW
