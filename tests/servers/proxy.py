"""A network between a server and its database that carries everything, until it swallows all of it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

BLOCK = 65_536


class Network:
    """Carries bytes both ways while it is open; what comes in between is carried later, as a stuck network does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open = Event()
        self._open.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Nobody is let in any more."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    @contextmanager
    def swallowing(self) -> Iterator[None]:
        """Within it nothing is carried, and nobody is told."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        """Nobody there: closed at once, as a machine does whose port nobody listens on."""
        self._open.wait()
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._port)) as far:
            back = Thread(target=self._carry, args=(far, near), daemon=True)
            back.start()
            self._carry(near, far)
            back.join()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while some := one.recv(BLOCK):
                self._open.wait()
                other.sendall(some)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
