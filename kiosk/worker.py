"""gunicorn's gevent worker: no tracebacks for Ctrl+C or for connections that end early, no `Server` header."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import gevent
from gevent import monkey
from gevent import socket as cooperative
from gevent.server import StreamServer
from gunicorn.http import wsgi
from gunicorn.workers import base
from gunicorn.workers.ggevent import GeventWorker

if TYPE_CHECKING:
    # Not while it runs: gevent patches what is imported after this module.
    from socket import socket

    from gevent.pool import Pool


class Response(wsgi.Response):
    def default_headers(self) -> list[str]:
        """Omits `Server`: the name helps only attackers, and its bytes cost a slow phone time."""
        return [header for header in super().default_headers() if not header.startswith("Server:")]


wsgi.Response = Response  # type: ignore[misc]  # gunicorn has no setting for it


class Worker(GeventWorker):
    is_running = False
    """True while the loop that looks once a second goes on."""

    def patch(self) -> None:
        """Patch what the master left as it was (see `kiosk.master.import_app`), and the sockets that it gave."""
        monkey.patch_os()
        monkey.patch_queue()
        monkey.patch_signal()
        monkey.patch_subprocess()
        given = [(each.FAMILY, each.sock.detach()) for each in self.sockets]
        self.sockets = [cooperative.socket(family, fileno=number) for family, number in given]

    def server_class(self, listener: socket, *, spawn: Pool, ssl_context: Any = None, **_: object) -> StreamServer:  # noqa: ANN401 -- gunicorn's own
        """Called by gunicorn for each socket that the worker listens on."""
        encryption = {"ssl_context": ssl_context} if ssl_context else {}
        server = Listener(listener, partial(self.handle, listener), spawn=spawn, **encryption)
        server.log = self.log
        if self.cfg.workers > 1:
            server.max_accept = 1
        return server

    def run(self) -> None:
        self.is_running = True
        try:
            super().run()
        finally:
            self.is_running = False

    def handle_quit(self, sig: int, frame: object) -> None:
        """End the worker on Ctrl+C. A terminal interrupts it beside its master, which then tells it as well."""
        gevent.spawn(self._quit, sig, frame)

    def _quit(self, sig: int, frame: object) -> None:
        """Exit a tenth of a second later, as gunicorn does, unless the worker has ended by then, and Python with it."""
        try:
            base.Worker.handle_quit(self, sig, frame)
        except SystemExit:
            if self.is_running:
                raise


class Listener(StreamServer):
    """Accepts connections, and encrypts them where there is a certificate."""

    log: Any

    def wrap_socket_and_handle(self, client_socket: socket, address: object) -> object:
        """As gevent does it. A connection that ends here carried no request: browsers open spare ones, and leave."""
        try:
            wrap: Any = vars(self)["wrap_socket"]  # gevent sets a function on each instance
            encrypted = wrap(client_socket, **self.ssl_args or {})
        except OSError as error:
            self.log.info("A connection ended before it was encrypted: %s", error)
            return None
        with closing(encrypted):
            return self.handle(encrypted, address)
