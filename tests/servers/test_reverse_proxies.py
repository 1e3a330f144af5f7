"""The proxies of docs/operations.md before a real server: who is told to it, and what comes at once."""

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import Request, urlopen

import pytest

from tests.servers.visitors import HANGS_S, answers, ask, hidden, log_in
from tests.support.practice import make_cast
from tests.support.servers import ENDS_WITHIN_S, Server, free_port, wait_until

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
NAME = "go.example.org"
PROXIES = ("nginx", "caddy")


def nginx(folder: Path, port: int, upstream: int) -> list[str]:
    """As in the file, without encryption: a certificate for that name is not to be had here."""
    server = re.findall(r"^server \{.*?^\}", (DEPLOY / "nginx.conf").read_text("utf-8"), re.DOTALL | re.MULTILINE)[1]
    server = re.sub(r"^ +(listen|ssl)\w* .*\n", "", server, flags=re.MULTILINE)
    server = server.replace("server {", f"server {{\nlisten 127.0.0.1:{port};").replace(":8000", f":{upstream}")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}}\nhttp {{ {temporary}\n{server}\n}}"
    )
    return ["-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, port: int, upstream: int) -> list[str]:
    site = (DEPLOY / "Caddyfile").read_text("utf-8").replace(":8000", f":{upstream}")
    site = site.replace(f"{NAME} {{", f"http://:{port} {{\n\tbind 127.0.0.1")
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{site}")
    return ["run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@contextmanager
def before(name: str, folder: Path, upstream: int) -> Iterator[int]:
    """The port on which that proxy listens, before a server on this one."""
    program, port = shutil.which(name), free_port()
    if program is None:
        pytest.skip(f"{name} is not installed here")
    folder.mkdir()
    words = {"nginx": nginx, "caddy": caddy}[name](folder, port, upstream)
    environ = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([program, *words], env=environ, stdout=said, stderr=said)
    try:
        wait_until(lambda: _accepts(port) or process.poll() is not None, f"{name} listens")
        assert process.poll() is None, (folder / "said").read_text()
        yield port
    finally:
        process.terminate()
        process.wait(ENDS_WITHIN_S)


def _accepts(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=30):
        return True
    return False


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that it was sent."""

    def do_GET(self) -> None:
        body = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def open_page(port: int, cookie: str) -> Iterator[Iterator[str]]:
    """The events that a page of the staff hears, line by line."""
    connection = HTTPConnection("127.0.0.1", port, timeout=HANGS_S)
    connection.request("GET", "/events", headers={"Cookie": cookie, "Accept": "text/event-stream"})
    response = connection.getresponse()
    assert response.status == 200
    yield (line.decode().strip() for line in response)
    connection.close()
    response.close()


@pytest.mark.parametrize("name", PROXIES)
def test_the_server_is_told_the_name_and_who_came_whatever_a_browser_claims(name: str, tmp_path: Path) -> None:
    echo = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=echo.serve_forever, daemon=True).start()
    with before(name, tmp_path / name, echo.server_port) as port:
        forged = {"Host": NAME, "X-Forwarded-For": "203.0.113.9, 203.0.113.8", "X-Forwarded-Proto": "https"}
        with urlopen(Request(f"http://127.0.0.1:{port}/", headers=forged), timeout=60) as answer:
            told = json.load(answer)
    echo.shutdown()
    echo.server_close()
    assert (told["Host"], told["X-Forwarded-For"], told["X-Forwarded-Proto"]) == (NAME, "127.0.0.1", "http")


@pytest.mark.parametrize("name", PROXIES)
def test_an_answer_goes_through_it_and_is_told_on_an_open_page_at_once(name: str, tmp_path: Path) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()), public_url=f"https://{NAME}", trusted_proxies="1")
    with Server(cast.environ, workers=1) as server, before(name, tmp_path / name, server.port) as port:
        outside = Server(cast.environ | {"KIOSK_PORT": str(port)}, host="127.0.0.1")
        via = {"Host": NAME}
        waiting = cast.begin("C-001")
        page = ask(outside, waiting.path, headers=via)
        assert page.status == 200
        cookie = log_in(outside, cast, cast.alice)
        with open_page(port, cookie) as lines:
            assert next(line for line in lines if line.startswith("data:"))
            assert ask(outside, waiting.path, answers(hidden(page, "key")), headers=via).status == 303
            assert waiting.visit in next(line for line in lines if "visit" in line)
