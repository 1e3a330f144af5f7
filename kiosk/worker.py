"""gunicorn's gevent worker: no tracebacks for Ctrl+C or for connections that end early, no `Server` header."""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import gevent
from gevent import monkey
from gevent import socket as cooperative
from gevent.server import StreamServer
from gunicorn import util
from gunicorn.http import wsgi
from gunicorn.workers import base
from gunicorn.workers.ggevent import GeventWorker

from kiosk.unfinished import BODY_LIMIT, HANDSHAKE_S, MOST, Unfinished, read_body

if TYPE_CHECKING:
    # Not while it runs: gevent patches what is imported after this module.
    from collections.abc import Iterable
    from socket import socket
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from gevent.pool import Pool


class Response(wsgi.Response):
    def default_headers(self) -> list[str]:
        """Omits `Server`: the name helps only attackers, and its bytes cost a slow phone time."""
        return [header for header in super().default_headers() if not header.startswith("Server:")]

    def send_headers(self) -> None:
        """Forget them once they are sent: an open stream would have them for hours."""
        super().send_headers()
        self.headers.clear()


EVENT_STREAM = "text/event-stream"
UNREAD = "That could not be read. Nothing was stored.\n"
FAILED = "Something went wrong on the server. Look whether it was stored before you try again.\n"


def write_error(sock: Any, status: int, reason: str, message: str) -> None:  # noqa: ANN401 -- gunicorn's own
    """Answer what is no request that the app could see, with the headers of every page, and nothing of what it was."""
    del message  # it tells of settings, and repeats what was sent
    from kiosk.web.shared.headers import A_YEAR, FIXED  # noqa: PLC0415 -- gevent patches what is imported later

    body = UNREAD if status != HTTPStatus.INTERNAL_SERVER_ERROR else FAILED
    is_encrypted = hasattr(sock, "selected_alpn_protocol")
    headers = {
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": f"{len(body)}",
        "Cache-Control": "no-store",
        **FIXED,
        **({"Strict-Transport-Security": A_YEAR} if is_encrypted else {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    util.write_nonblock(sock, f"HTTP/1.1 {status} {reason}\r\n{head}\r\n{body}".encode("latin1"))


wsgi.Response = Response  # type: ignore[misc]  # gunicorn has no setting for it
util.write_error = write_error


def answer(app: WSGIApplication, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Call the app; where a stream is asked for, aside: what it takes to begin one is much deeper than what goes on."""
    from kiosk.live.aside import aside  # noqa: PLC0415 -- gevent patches what is imported later

    if EVENT_STREAM in environ.get("HTTP_ACCEPT", ""):
        return aside(app, environ, start_response)
    return app(environ, start_response)


class Worker(GeventWorker):
    is_running = False
    """True while the loop that looks once a second goes on."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Nobody has come yet."""
        super().__init__(*args, **kwargs)
        behind_proxy = int(os.environ.get("KIOSK_TRUSTED_PROXIES") or 0)
        self.unfinished = Unfinished(0 if behind_proxy else MOST)
        self._heads: dict[int, str] = {}

    def patch(self) -> None:
        """Patch what the master left as it was (see `kiosk.master.import_app`), and the sockets that it gave."""
        monkey.patch_os()
        monkey.patch_queue()
        monkey.patch_signal()
        monkey.patch_subprocess()
        given = [(each.FAMILY, each.sock.detach()) for each in self.sockets]
        self.sockets = [cooperative.socket(family, fileno=number) for family, number in given]

    def load_wsgi(self) -> None:
        """Called by gunicorn in the new process. From the start, so that the database is seen to be served."""
        from kiosk.live.feed import feed_of  # noqa: PLC0415 -- gevent patches what is imported after this module

        super().load_wsgi()
        feed_of(self.wsgi).start()
        self.wsgi = partial(answer, self.wsgi)

    def server_class(self, listener: socket, *, spawn: Pool, ssl_context: Any = None, **_: object) -> StreamServer:  # noqa: ANN401 -- gunicorn's own
        """Called by gunicorn for each socket that the worker listens on."""
        encryption = {"ssl_context": ssl_context} if ssl_context else {}
        server = Listener(listener, partial(self.handle, listener), spawn=spawn, **encryption)
        server.log, server.unfinished = self.log, self.unfinished
        if self.cfg.workers > 1:
            server.max_accept = 1
        return server

    def run(self) -> None:
        self.is_running = True
        try:
            super().run()
        finally:
            self.is_running = False

    def handle(self, listener: object, client: Any, addr: object) -> None:  # noqa: ANN401 -- gunicorn's own
        """Handle a connection, unless its network has too many that are not whole yet."""
        network = self.unfinished.begin(addr)
        if network is None:
            client.close()
            return
        self._heads[id(client)] = network
        try:
            super().handle(listener, client, addr)
        finally:
            self._head_came(client)

    def handle_request(self, listener_name: object, req: Any, sock: Any, addr: object) -> object:  # noqa: ANN401 -- gunicorn's own
        """Answer a request once it has come whole; one that takes too long ends its connection."""
        self._head_came(sock)
        network = self.unfinished.begin(addr)
        if network is None:
            raise StopIteration
        try:
            came = read_body(req, sock, BODY_LIMIT + 1)
        finally:
            self.unfinished.end(network)
        if not came:
            raise StopIteration
        return super().handle_request(listener_name, req, sock, addr)

    def _head_came(self, client: object) -> None:
        if (network := self._heads.pop(id(client), None)) is not None:
            self.unfinished.end(network)

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
    unfinished: Unfinished

    def wrap_socket_and_handle(self, client_socket: socket, address: object) -> object:
        """As gevent does it. A connection that ends here carried no request: browsers open spare ones, and leave."""
        network = self.unfinished.begin(address)
        if network is None:
            client_socket.close()
            return None
        try:
            with gevent.Timeout(HANDSHAKE_S, TimeoutError("it took too long")):
                wrap: Any = vars(self)["wrap_socket"]  # gevent sets a function on each instance
                encrypted = wrap(client_socket, **self.ssl_args or {})
        except OSError as error:
            self.log.info("A connection ended before it was encrypted: %s", error)
            client_socket.close()
            return None
        finally:
            self.unfinished.end(network)
        with closing(encrypted):
            return self.handle(encrypted, address)
