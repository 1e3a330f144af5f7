"""However a browser ends a connection, the log has no traceback of it: a traceback there means a fault."""

import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.servers.certificate import TRUSTING, Encrypted, make_certificate
from tests.servers.visitors import log_in
from tests.support.practice import make_cast
from tests.support.servers import READY_WITHIN_S, Server, free_port, wait_until

AT_ONCE = struct.pack("ii", 1, 0)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server, and the cookie of somebody who is logged in."""
    cast = make_cast(tmp_path_factory.mktemp("plain") / "instance", port=str(free_port()))
    with Server(cast.environ) as server:
        yield server, log_in(server, cast, cast.alice)


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("encrypted")
    cast = make_cast(folder / "instance", port=str(free_port()), **make_certificate(folder))
    with Encrypted(cast.environ) as server:
        yield server


def connect(server: Server) -> socket.socket:
    return socket.create_connection((server.host, server.port), READY_WITHIN_S)


def connect_encrypted(server: Server) -> socket.socket:
    return TRUSTING.wrap_socket(connect(server))


def reset(connection: socket.socket) -> None:
    """Ends it without a goodbye, as a lost network or a killed browser does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    connection.close()


def get(path: str, *fields: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *fields, "", ""]).encode()


POST = b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
SENT = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "a request": get("/login"),
    "many requests at once": get("/static/css/staff.css") * 20,
    "half a body": POST + b"Content-Length: 5000\r\n\r\ncode=1",
    "half a part of a body": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nco",
}
ENDS: dict[str, Callable[[socket.socket], None]] = {"closed": socket.socket.close, "reset": reset}


def check_quiet(server: Server) -> None:
    """It still answers, after whatever came before, and has said nothing of a fault."""
    assert server.is_well()
    assert "Traceback" not in server.output()
    assert '"level": "error"' not in server.output()


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("what", SENT)
def test_a_connection_ends_after(plain: tuple[Server, str], what: str, end: str) -> None:
    server, _ = plain
    connection = connect(server)
    connection.sendall(SENT[what])
    ENDS[end](connection)
    check_quiet(server)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("what", SENT)
def test_an_encrypted_connection_ends_after(encrypted: Server, what: str, end: str) -> None:
    connection = connect_encrypted(encrypted)
    connection.sendall(SENT[what])
    ENDS[end](connection)
    check_quiet(encrypted)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("said", [b"", b"\x16\x03\x01\x02\x00", get("/login")], ids=["nothing", "half", "plain http"])
def test_a_connection_ends_before_it_is_encrypted(encrypted: Server, said: bytes, end: str) -> None:
    connection = connect(encrypted)
    connection.sendall(said)
    ENDS[end](connection)
    check_quiet(encrypted)


def test_a_browser_that_does_not_trust_the_certificate_leaves(encrypted: Server) -> None:
    with connect(encrypted) as connection, pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(connection, server_hostname="localhost")
    check_quiet(encrypted)


@pytest.mark.parametrize("end", ENDS)
def test_an_open_page_is_closed(plain: tuple[Server, str], end: str) -> None:
    server, cookie = plain
    connection = connect(server)
    connection.sendall(get("/events", f"Cookie: {cookie}"))
    assert connection.recv(12) == b"HTTP/1.1 200"
    ENDS[end](connection)
    check_quiet(server)


def test_workers_are_renewed_while_pages_are_open(tmp_path: Path) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()))
    with Server(cast.environ, workers=1) as server:
        cookie = log_in(server, cast, cast.alice)
        page, kept, half = connect(server), HTTPConnection(server.host, server.port, READY_WITHIN_S), connect(server)
        page.sendall(get("/events", f"Cookie: {cookie}"))
        assert page.recv(12) == b"HTTP/1.1 200"
        kept.request("GET", "/login")
        kept.getresponse().read()
        half.sendall(SENT["half a line"])
        server.wait_until_ended(server.reload())
        for connection in (page, kept, half):
            with suppress(OSError):
                connection.close()
        wait_until(server.is_well, "the new worker answers")
        server.stop()
        assert "Traceback" not in server.output()
