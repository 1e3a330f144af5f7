"""A network between a phone and the server that loses, answers for itself, or is not there, as a test wishes."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Literal

from tests.browser.chromium import LAN_ADDRESS
from tests.support.servers import Server

Fate = Literal["passes", "is lost", "loses its reply", "meets a portal"]
"""The fate of one request."""
PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 71\r\nConnection: close\r\n\r\n"
    b"<title>Hotel</title><main><h1>Thank you for choosing us</h1>Log in</main>"
)


class Network:
    """Every request through it has the fate that the test says; by default it passes."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.fate: Callable[[str, str], Fate] = lambda _method, _path: "passes"
        self.seen: list[tuple[str, str, Fate]] = []

    def carry(self, phone: socket.socket) -> None:
        """One request, and its answer if there is to be one."""
        request = _whole_request(phone)
        if not request:
            return
        method, path = request.split(b" ", 2)[:2]
        fate = self.fate(method.decode(), path.decode())
        self.seen.append((method.decode(), path.decode(), fate))
        if fate == "meets a portal":
            phone.sendall(PORTAL)
        if fate in {"passes", "loses its reply"}:
            reply = self._asked(request)
            phone.sendall(reply if fate == "passes" else b"")

    def _asked(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection((self._server.host, self._server.port)) as server:
            server.sendall(b"\r\n".join([*kept, b"Connection: close", b"", body]))
            return b"".join(iter(lambda: server.recv(65_536), b""))


def _whole_request(phone: socket.socket) -> bytes:
    """Up to the end of its body; empty when the phone only tried the door."""
    request = b""
    while b"\r\n\r\n" not in request:
        more = phone.recv(65_536)
        if not more:
            return b""
        request += more
    head, _, body = request.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    length = int(lengths[0]) if lengths else 0
    while len(body) < length:
        body += phone.recv(65_536)
    return head + b"\r\n\r\n" + body


@contextmanager
def network(server: Server) -> Iterator[tuple[Network, str]]:
    """The network, and the address by which the server is reached through it."""
    between = Network(server)

    class Carrier(BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                between.carry(self.request)

    ThreadingTCPServer.allow_reuse_address = True
    with ThreadingTCPServer((LAN_ADDRESS, 0), Carrier) as listening:
        listening.daemon_threads = True
        Thread(target=listening.serve_forever, daemon=True).start()
        yield between, f"http://{LAN_ADDRESS}:{listening.server_address[1]}"
        listening.shutdown()
