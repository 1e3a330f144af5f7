"""Requests to other servers: encrypted, to no private network, connected to what was looked up, and bounded."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from threading import Thread

import pytest

from kiosk.outgoing import Outgoing, RequestFault, RequestRefused, fault_in, receive, send

HERE = (ip_network("127.0.0.0/8"),)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://hooks.example.org/in?key=1", None),
        ("http://hooks.example.org/in", RequestFault.UNENCRYPTED),
        ("https://127.0.0.1/", RequestFault.PRIVATE),
        ("https://10.0.0.8/", RequestFault.PRIVATE),
        ("https://169.254.169.254/latest/meta-data", RequestFault.PRIVATE),
        ("https://[::1]/", RequestFault.PRIVATE),
        ("https://[::ffff:10.0.0.8]/", RequestFault.PRIVATE),
        ("https://[fd00::1]/", RequestFault.PRIVATE),
        ("https://[64:ff9b::7f00:1]/", RequestFault.PRIVATE),
        ("https://[64:ff9b::808:808]/", None),
        ("https://[2002:a00:8::]/", RequestFault.PRIVATE),
        ("https://[::10.0.0.8]/", RequestFault.PRIVATE),
        ("https://[2606:4700::1111]/", None),
        ("https://224.0.0.1/", RequestFault.PRIVATE),
        ("https://a:b@hooks.example.org/", RequestFault.ADDRESS),
        ("ftp://hooks.example.org/", RequestFault.ADDRESS),
        ("file:///etc/passwd", RequestFault.ADDRESS),
        ("https://", RequestFault.ADDRESS),
        ("https://[", RequestFault.ADDRESS),
        ("https://hooks.example.org:99999/", RequestFault.ADDRESS),
    ],
)
def test_an_address_is_judged_as_it_is_written(url: str, fault: RequestFault | None) -> None:
    assert fault_in(url) is fault


def looked_up(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names lead to these addresses, each time to the next; gives the names that were looked up."""
    asked, rest = list[str](), iter(answers)

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(rest)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def refusal(request: Outgoing) -> RequestFault:
    with pytest.raises(RequestRefused) as refused:
        send(request)
    return refused.value.fault


@pytest.mark.parametrize("found", [["10.0.0.8"], ["8.8.8.8", "127.0.0.1"], ["0.0.0.0"]])  # noqa: S104 -- nobody binds to it
def test_a_name_that_leads_into_a_private_network_is_refused(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    looked_up(monkeypatch, found)
    assert refusal(Outgoing("POST", "https://hooks.example.org/")) is RequestFault.PRIVATE


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[int]:
    """A server on this machine; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        do_POST = do_GET  # noqa: N815 -- named by the library

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_port
        running.shutdown()


def test_connected_to_is_what_was_looked_up_though_the_name_points_elsewhere_a_moment_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hosts = list[str]()

    def answer(request: BaseHTTPRequestHandler) -> None:
        hosts.append(request.headers["Host"])
        request.send_response(204)
        request.end_headers()

    with server(answer) as port:
        original = socket.create_connection
        asked = looked_up(monkeypatch, ["127.0.0.1"], ["10.0.0.8"], ["10.0.0.8"])

        def connect(address: tuple[str, int], *args: object, **others: object) -> socket.socket:
            assert address[0] == "127.0.0.1"
            del args, others
            monkeypatch.undo()
            return original(address)

        monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
        assert send(Outgoing("POST", f"http://hooks.example.org:{port}/in", HERE, body=b"{}")).status == 204
    assert (asked, hosts) == (["hooks.example.org"], [f"hooks.example.org:{port}"])


def test_a_redirect_is_not_followed_and_a_large_answer_is_not_read_to_its_end() -> None:
    def redirect(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", "http://127.0.0.1:1/secret")
        request.end_headers()

    with server(redirect) as port:
        found = send(Outgoing("GET", f"http://127.0.0.1:{port}/", HERE, most=10))
    assert (found.status, found.location) == (302, "http://127.0.0.1:1/secret")

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(b"x" * 65_536)
        except OSError:
            return

    with server(endless) as port:
        assert refusal(Outgoing("GET", f"http://127.0.0.1:{port}/", HERE, most=1_000_000)) is RequestFault.LARGE


def test_nobody_there_and_no_certificate_are_told_apart() -> None:
    with server(lambda _: None) as port:
        assert refusal(Outgoing("GET", f"http://127.0.0.1:{port}/", HERE, most=10)) is RequestFault.SILENT
        assert refusal(Outgoing("GET", f"https://127.0.0.1:{port}/", HERE, most=10)) is RequestFault.CERTIFICATE
    assert refusal(Outgoing("GET", f"http://127.0.0.1:{port}/", HERE, most=10)) is RequestFault.SILENT


def test_what_is_received_is_handed_on_as_it_comes_and_a_redirect_is_judged_like_the_first_address() -> None:
    places = {"/": "/again", "/again": "/calendar", "/out": "http://10.0.0.8/", "/round": "/round"}

    def answer(request: BaseHTTPRequestHandler) -> None:
        place = places.get(request.path)
        request.send_response(302 if place else 200)
        if place:
            request.send_header("Location", place)
        request.send_header("ETag", '"one"')
        request.end_headers()
        request.wfile.write(b"moved" if place else b"x" * 200_000)

    with server(answer) as port:
        came = list[bytes]()
        here = f"http://127.0.0.1:{port}"
        found = receive(Outgoing("GET", f"{here}/", HERE, most=1_000_000), came.append)
        assert (found.status, found.etag, b"".join(came)) == (200, '"one"', b"x" * 200_000)
        assert len(came) > 1
        with pytest.raises(RequestRefused) as refused:
            receive(Outgoing("GET", f"{here}/out", HERE, most=10), came.append)
        assert refused.value.fault is RequestFault.PRIVATE
        assert receive(Outgoing("GET", f"{here}/round", HERE, most=10), came.append).status == 302
