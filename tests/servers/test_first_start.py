"""From an empty machine to a practice: `kiosk init`, `kiosk serve`, and a link that works once."""

from pathlib import Path
from stat import S_IMODE
from tomllib import loads
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from kiosk.storage.tables import Practice
from tests.servers.program import answers_at, but_for_jobs, run, running
from tests.servers.visitors import Reply, ask, hidden
from tests.support.practice import PASSWORD, make_instance
from tests.support.servers import Server, free_port, wait_until

ALICE = {
    "practice": "Lindenhof",
    "name": "Alice",
    "email": "alice@example.org",
    "password": PASSWORD,
    "time_zone": "Europe/Berlin",
}


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
        wait_until(lambda: len(program.family()) > len(but_for_jobs(program.family())), "it runs jobs")
        family = program.family()
        assert len(but_for_jobs(family)) == 3 < len(family)
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
    engine = create_engine(f"sqlite:///{folder / 'kiosk.db'}")
    with Session(engine) as session:
        practices = session.scalars(select(Practice.name)).all()
    engine.dispose()
    assert (practices, "/set-up/" in said) == (["Lindenhof"], False)
    assert statuses == [410, 200, 410]


def test_what_the_file_says_of_host_and_port_holds(tmp_path: Path) -> None:
    make_instance(tmp_path / "instance")
    port = free_port("127.0.0.2")
    (tmp_path / "instance" / "kiosk.toml").write_text(f'host = "127.0.0.2"\nport = {port}\nworkers = 1\n')
    with running("serve", instance=str(tmp_path / "instance")) as program:
        wait_until(lambda: answers_at(port, "127.0.0.2"), "it serves")
        assert len(but_for_jobs(program.family())) == 2


def test_init_writes_down_the_port_that_its_link_names(tmp_path: Path) -> None:
    port = free_port()
    done = run("init", instance=str(tmp_path / "instance"), port=str(port))
    written = loads((tmp_path / "instance" / "kiosk.toml").read_text("utf-8"))
    assert (urlsplit(done.stdout.split()[-1]).port, written) == (port, {"port": port})


@pytest.mark.parametrize("before", ["port = 8123\n", 'public_url = "https://go.example.org"\n'])
def test_init_leaves_alone_what_is_written(tmp_path: Path, before: str) -> None:
    (tmp_path / "kiosk.toml").write_text(before)
    assert run("init", instance=str(tmp_path)).returncode == 0
    assert (tmp_path / "kiosk.toml").read_text() == before


def test_init_adds_the_port_to_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('workers = 1\nlanguage = "de"')
    assert "http://127.0.0.1:8000/set-up/" in run("init", instance=str(tmp_path)).stdout
    assert loads((tmp_path / "kiosk.toml").read_text()) == {"workers": 1, "language": "de", "port": 8000}


def test_serve_says_where_it_listens_and_where_to_open_it(tmp_path: Path) -> None:
    make_instance(tmp_path / "instance")
    port = str(free_port())
    with running("serve", "--port", port, instance=str(tmp_path / "instance")) as program:
        assert program.heard("Listening on ").startswith(f"127.0.0.1, port {port}.")
        assert program.heard("Open it at: ") == f"http://127.0.0.1:{port}"
        assert "http://127.0.0.1:8000." in program.heard("Other commands print links that begin with ")
        wait_until(lambda: answers_at(int(port)), "it serves")


def test_serve_names_the_public_address(tmp_path: Path) -> None:
    make_instance(tmp_path / "instance")
    url = "https://go.example.org"
    with running("serve", instance=str(tmp_path / "instance"), port=str(free_port()), public_url=url) as program:
        assert program.heard("Open it at: ") == url
        assert not any(line.startswith("Other commands") for line in program.said)


def test_init_closes_the_folder_of_a_checkout_which_holds_a_readme_alone(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    (folder / "README.md").write_text("What lives here.")
    assert run("init", instance=str(folder)).returncode == 0
    assert S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "README.md").read_text() == "What lives here."
    assert "closed to others" in run("doctor", instance=str(folder)).stdout
