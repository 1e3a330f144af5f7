"""From an empty machine to a practice: `kiosk init`, `kiosk serve`, and a link that works once."""

import sqlite3
from contextlib import closing
from pathlib import Path
from stat import S_IMODE
from urllib.parse import urlsplit

import pytest

from tests.servers.program import answers_at, run, running
from tests.servers.visitors import Reply, ask, hidden
from tests.support.practice import PASSWORD, make_instance
from tests.support.servers import Server, free_port, wait_until

ALICE = {"practice": "Lindenhof", "name": "Alice", "email": "alice@example.org", "password": PASSWORD}


def link_in(said: str) -> str:
    """The path of the set-up link that was printed."""
    return urlsplit(said.splitlines()[-1].split()[-1]).path


def set_up(server: Server, link: str) -> Reply:
    page = ask(server, link)
    return ask(server, link, ALICE | {"csrf_token": hidden(page, "csrf_token")}, {"Cookie": page.cookies})


def test_init_makes_a_folder_and_files_that_are_nobody_elses_business(tmp_path: Path) -> None:
    instance = tmp_path / "new" / "instance"
    done = run("init", instance=str(instance))
    assert done.returncode == 0, done.stderr
    modes = {file.relative_to(instance).as_posix(): S_IMODE(file.stat().st_mode) for file in instance.rglob("*")}
    assert (S_IMODE(instance.stat().st_mode), set(modes.values())) == (0o700, {0o600}), modes
    assert {"kiosk.db", "secret.key"} <= modes.keys()


def test_what_the_server_adds_to_the_folder_is_private_too(tmp_path: Path) -> None:
    environ = make_instance(tmp_path / "instance", port=str(free_port()))
    with Server(environ) as server:
        ask(server, "/c/nobody/seen", {"state": "opened"})
        ask(server, "/join", {"code": "wrong"})
        modes = {file.name: S_IMODE(file.stat().st_mode) for file in (tmp_path / "instance").iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_the_set_up_link_makes_the_first_person_once(tmp_path: Path) -> None:
    instance, port = str(tmp_path / "instance"), free_port()
    link = link_in(run("init", instance=instance).stdout)
    with Server({"KIOSK_INSTANCE": instance, "KIOSK_PORT": str(port)}) as server:
        first = set_up(server, link)
        day = ask(server, "/", headers={"Cookie": first.cookies})
        again = [ask(server, link), ask(server, link, ALICE)]
    assert (first.status, day.status, "Alice" in day.body) == (303, 200, True)
    assert {reply.status for reply in again} <= {400, 410}
    assert again[0].status == 410


def test_a_second_init_keeps_the_key_and_whoever_is_logged_in(tmp_path: Path) -> None:
    folder, port = tmp_path / "instance", free_port()
    link = link_in(run("init", instance=str(folder)).stdout)
    key = (folder / "secret.key").read_bytes()
    with Server({"KIOSK_INSTANCE": str(folder), "KIOSK_PORT": str(port)}) as server:
        cookie = set_up(server, link).cookies
        again = run("init", instance=str(folder))
        day = ask(server, "/", headers={"Cookie": cookie})
    assert (again.returncode, again.stderr, day.status) == (0, "", 200)
    assert (folder / "secret.key").read_bytes() == key


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_serve_answers_at_its_address_and_nowhere_else(tmp_path: Path, host: str) -> None:
    make_instance(tmp_path / "instance")
    port, other = free_port(host), {"127.0.0.1": "127.0.0.2", "127.0.0.2": "127.0.0.1"}[host]
    with running("serve", "--host", host, "--port", str(port), instance=str(tmp_path / "instance")) as program:
        wait_until(lambda: answers_at(port, host), "it serves")
        assert not answers_at(port, other)
        family = program.family()
    assert len(family) == 3
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), "all of it has ended")


def test_a_network_without_encryption_is_served_when_asked_for_and_said_on_the_page(tmp_path: Path) -> None:
    make_instance(tmp_path / "instance")
    port = free_port("127.0.0.2")
    options = ("--host", "127.0.0.2", "--port", str(port), "--insecure-lan")
    with running("serve", *options, instance=str(tmp_path / "instance")):
        wait_until(lambda: answers_at(port, "127.0.0.2"), "it serves")
        page = ask(Server({"KIOSK_INSTANCE": str(tmp_path), "KIOSK_PORT": str(port)}, "127.0.0.2"), "/login")
    assert "not encrypted" in page.body


def test_a_second_init_makes_no_second_practice(tmp_path: Path) -> None:
    folder, port = tmp_path / "instance", free_port()
    first, second = (link_in(run("init", instance=str(folder)).stdout) for _ in range(2))
    with Server({"KIOSK_INSTANCE": str(folder), "KIOSK_PORT": str(port)}) as server:
        statuses = [ask(server, link).status for link in (first, second)]
        set_up(server, second)
        statuses.append(ask(server, first).status)
    said = run("init", instance=str(folder)).stdout
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        practices = database.execute("SELECT name FROM practices").fetchall()
    assert (practices, "/set-up/" in said) == ([("Lindenhof",)], False)
    assert statuses == [200, 200, 410]


def test_what_the_file_says_of_host_and_port_holds(tmp_path: Path) -> None:
    make_instance(tmp_path / "instance")
    port = free_port("127.0.0.2")
    (tmp_path / "instance" / "kiosk.toml").write_text(f'host = "127.0.0.2"\nport = {port}\nworkers = 1\n')
    with running("serve", instance=str(tmp_path / "instance")) as program:
        wait_until(lambda: answers_at(port, "127.0.0.2"), "it serves")
        assert len(program.family()) == 2
