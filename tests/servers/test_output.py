"""Nothing by which anybody could be found or let in: in the server's log, and in the heads of its answers."""

import json
from pathlib import Path

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
