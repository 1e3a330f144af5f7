"""Nothing by which anybody could be found or let in: in the server's log, and in the heads of its answers."""

import json
import socket
from pathlib import Path

from kiosk.web.shared.headers import FIXED
from tests.servers.visitors import answers, ask, log_in
from tests.support.practice import make_cast
from tests.support.servers import Server, free_port


def test_no_link_code_password_or_word_reaches_the_log(tmp_path: Path) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()), log="debug")
    waiting, late, gone = cast.begin("C-SECRET"), cast.begin(), "A" * 22
    link = cast.one_time_link(cast.bob)
    with Server(cast.environ) as server:
        cookie = log_in(server, cast, cast.alice)
        fields = answers(cast.key(waiting), "sentinel words\r\nforged line")
        script = {"Accept": "application/json"}
        for path in (waiting.path, f"/c/{gone}", link, f"/nowhere/{waiting.token}", "/join", "/%0d%0aforged"):
            ask(server, path, headers={"Cookie": cookie})
        ask(server, waiting.path, fields | {"key": "no key"})
        ask(server, waiting.path, fields | {"item-overall": "11"}, script)
        ask(server, waiting.path, fields)
        ask(server, waiting.path, fields | {"words": "x" * 70_000})
        ask(server, f"{waiting.path}/seen", {"state": "opened"})
        ask(server, "/join", {"code": "KX4M-729T"})
        ask(server, "/login", {"email": "alice@example.org", "password": "sentinel password"})
        server.kill_workers(2)
        server.wait_until_ready()
        server.limit_files(1)
        ask(server, late.path, answers(cast.key(late), "sentinel words"))
    said = server.output()
    secrets = [waiting.token, late.token, gone, link.rpartition("/")[2], cookie[-20:]]
    secrets += ["KX4M", "sentinel", "C-SECRET", "forged"]
    assert not [secret for secret in secrets if secret in said], said
    assert all(json.loads(line)["event"] for line in said.splitlines() if line.startswith("{"))


def test_no_answer_names_the_server_that_gives_it(tmp_path: Path) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()))
    with Server(cast.environ) as server:
        replies = [ask(server, path) for path in ("/healthz", "/login", "/nowhere", cast.begin().path)]
    assert [reply.headers["server"] for reply in replies if "server" in reply.headers] == []


NO_REQUESTS = (
    b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nSecret\x00: sentinel\r\n\r\n",
    b"sentinel\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: sentinel\r\n\r\n",
)
"""Bytes that never reach the app."""
FORGED = {"SCRIPT_NAME": "/x"}, {"X-Forwarded-Proto": "https"}
"""Heads that a proxy may send, where one is configured."""


def test_what_is_no_request_is_answered_with_the_headers_of_every_page_and_with_nothing_of_itself(
    tmp_path: Path,
) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()))
    with Server(cast.environ) as server:
        answers = [_said(server, sent) for sent in NO_REQUESTS]
        forged = [ask(server, "/login", headers=head) for head in FORGED]
    for answer in answers:
        head = answer.partition("\r\n\r\n")[0]
        assert int(head.split()[1]) in range(400, 502), answer
        assert [name for name, value in FIXED.items() if f"{name}: {value}" not in head] == []
        assert [word for word in ("sentinel", "aaaa", "Server:") if word in answer] == []
    assert [reply.status for reply in forged] == [200, 200]
    assert [reply for reply in forged if "strict-transport-security" in reply.headers] == []


def _said(server: Server, sent: bytes) -> str:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall(sent)
        return b"".join(iter(lambda: line.recv(4096), b"")).decode("latin1")
