"""Connections whose request has not come whole yet: so many of one network, and for so long, then they are closed."""

from collections import Counter
from contextlib import suppress
from typing import Any, Final, Protocol

import gevent

from kiosk.network import network_of

BODY_LIMIT: Final = 64 * 1024
"""Bytes that a request may have behind its head."""
HANDSHAKE_S: Final = 10
"""Seconds for a connection to become encrypted."""
BODY_S: Final = 60
"""Seconds from the head of a request to the end of its body: a form of 64 KiB at ten kbit a second."""
MOST: Final = 400
"""Of one network at a time, in one worker, which has room for five times as many."""
TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class _TooSlow(Exception):
    """The body did not come in time."""


class Socket(Protocol):
    def sendall(self, data: bytes, /) -> object: ...


class Unfinished:
    """The count of one worker, by network; a server behind a proxy counts nobody, since all come from that one."""

    def __init__(self, most: int = MOST) -> None:
        """Nobody has come yet."""
        self._most = most
        self._counted: Counter[str] = Counter()

    def begin(self, address: object) -> str | None:
        """Count one more, and give its network; None where that has too many already."""
        network = network_of(str(address[0])) if isinstance(address, tuple) else ""
        if self._most and self._counted[network] >= self._most:
            return None
        self._counted[network] += 1
        return network

    def end(self, network: str) -> None:
        """It has come whole, or is gone."""
        self._counted[network] -= 1
        if not self._counted[network]:
            del self._counted[network]


def read_body(request: Any, connection: Socket, most: int) -> bool:  # noqa: ANN401 -- gunicorn's own
    """Have the body of a request at hand, up to `most` bytes of it; False where it took too long, which is answered."""
    if request._expected_100_continue:  # noqa: SLF001 -- gunicorn would say so only once the app is called
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        request._expected_100_continue = False  # noqa: SLF001 -- the same
    with suppress(_TooSlow), gevent.Timeout(BODY_S, _TooSlow()):
        came = request.body.read(most)
        request.body.buf.write(came)  # only now: reading has put another buffer into its place
        return True
    with suppress(OSError):
        connection.sendall(TOO_SLOW)
    return False
