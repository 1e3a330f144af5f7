"""`kiosk demo`: from one command to two addresses that work, and nothing left when it ends."""

import hashlib
import os
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.network import lan_address
from tests.servers.program import Running, answers_at, run, running
from tests.servers.visitors import Reply, ask, hidden
from tests.support.practice import make_cast
from tests.support.servers import ENDS_WITHIN_S, Server, free_port, wait_until


@dataclass(frozen=True)
class Demo:
    """A demo that has said what it has to say."""

    program: Running
    server: Server
    therapist: str
    form: str
    tablet: str
    password: str
    temporary: Path


def begun(program: Running, port: int, temporary: Path) -> Demo:
    therapist, form, tablet = (program.heard(f"{name}: ") for name in ("Therapist", "Client form", "Tablet"))
    password = program.heard("Dana’s password, for what asks for it once more: ")  # noqa: RUF001 -- as printed
    program.heard("Ready")
    where = Server({"KIOSK_INSTANCE": str(temporary / "x"), "KIOSK_PORT": str(port)})
    return Demo(program, where, therapist, form, tablet, password, temporary)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """One for the tests that only look."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, running("demo", "--no-open", "--port", str(port)) as program:
        yield begun(program, port, Path(folder))


def press(server: Server, link: str, host: str) -> Reply:
    """The one button of a one-time link, and the page behind it."""
    page = ask(server, link, headers={"Host": host})
    button = {"csrf_token": hidden(page, "csrf_token")}
    pressed = ask(server, link, button, {"Cookie": page.cookies, "Host": host})
    return ask(server, "/", headers={"Cookie": pressed.cookies, "Host": host})


def test_both_addresses_open_without_a_password_and_on_this_machine_alone(demo: Demo) -> None:
    therapist, form = urlsplit(demo.therapist), urlsplit(demo.form)
    assert {therapist.netloc, form.netloc} == {f"127.0.0.1:{demo.server.port}"}
    assert not answers_at(demo.server.port, "127.0.0.2")
    assert ask(demo.server, form.path).status == 200
    day = press(demo.server, therapist.path, therapist.netloc)
    assert (day.status, "C-014" in day.body) == (200, True)


def test_the_password_that_it_says_is_danas(demo: Demo) -> None:
    host = {"Host": urlsplit(demo.therapist).netloc}
    page = ask(demo.server, "/login", headers=host)
    fields = {"csrf_token": hidden(page, "csrf_token"), "email": "dana@lindenhof.example", "password": demo.password}
    answer = ask(demo.server, "/login", fields, host | {"Cookie": page.cookies})
    assert (answer.status, answer.headers["location"]) == (303, "/")


def test_the_tablets_link_has_one_button_and_works_once(demo: Demo) -> None:
    link = urlsplit(demo.tablet)
    host = {"Host": link.netloc}
    assert "Open the tablet" in ask(demo.server, link.path, headers=host).body
    pressed = ask(demo.server, link.path, {"press": "yes"}, host)
    screen = ask(demo.server, "/tablet", headers=host | {"Cookie": pressed.cookies})
    assert ("Lindenhof Practice" in screen.body, "Room 2" in screen.body) == (True, True)
    again = ask(demo.server, link.path, {"press": "yes"}, host)
    assert (again.status, "This link was used already." in again.body) == (410, True)


def test_a_second_demo_on_the_same_port_is_refused_in_a_sentence(demo: Demo) -> None:
    done = run("demo", "--no-open", "--port", str(demo.server.port))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr.startswith(f"kiosk: Port {demo.server.port} ")


@pytest.mark.one_in(3, "how")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_ended_as_a_terminal_does_leaves_no_process_and_no_file(
    tmp_path: Path, how: signal.Signals
) -> None:
    port = free_port()
    with running("demo", "--no-open", "--port", str(port), outside={"TMPDIR": str(tmp_path)}) as program:
        program.heard("Ready")
        family, left = program.family(), list(tmp_path.iterdir())
        os.killpg(program.process.pid, how)
        assert program.process.wait(ENDS_WITHIN_S) == 0
    assert "Traceback" not in "".join(program.said)
    assert len(family) >= 5  # the demo, the master, two workers, the process for jobs, perhaps one that runs them
    assert len(left) == 1
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), "all of it has ended")
    assert list(tmp_path.iterdir()) == []
    assert not answers_at(port)


@pytest.mark.one_in(3, "how")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_ended_while_it_starts_leaves_nothing_either(tmp_path: Path, how: signal.Signals) -> None:
    command = ("demo", "--no-open", "--port", str(free_port()))
    with running(*command, outside={"TMPDIR": str(tmp_path)}) as program:
        wait_until(lambda: len(program.family()) > 1, "it has begun its server")
        family = program.family()
        for _ in range(2):  # somebody in a hurry
            os.killpg(program.process.pid, how)
        assert program.process.wait(ENDS_WITHIN_S) == 0
    assert "Traceback" not in "".join(program.said)
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), "all of it has ended")
    assert list(tmp_path.iterdir()) == []


def test_a_real_practice_in_the_settings_is_not_touched(tmp_path: Path) -> None:
    instance, port = tmp_path / "instance", free_port()
    make_cast(instance)
    before = contents(instance)
    command = ("demo", "--no-open", "--port", str(port))
    with running(*command, instance=str(instance), measure="felt-understood") as program:
        demo = begun(program, port, tmp_path)
        day = press(demo.server, urlsplit(demo.therapist).path, f"127.0.0.1:{port}")
    assert "Alice" not in day.body
    assert contents(instance) == before


def contents(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_opened_to_the_network_it_names_its_address_there_and_says_so_on_every_page(tmp_path: Path) -> None:
    port, address = free_port(), lan_address()
    if not address:
        done = run("demo", "--no-open", "--lan", "--port", str(port))
        assert done.stderr == "kiosk: This machine is on no network now. Join one, or leave --lan away.\n"
        return
    with running("demo", "--no-open", "--lan", "--port", str(port)) as program:
        demo = begun(program, port, tmp_path)
        therapist, form = urlsplit(demo.therapist), urlsplit(demo.form)
        host = {"Host": form.netloc}
        day = press(demo.server, therapist.path, therapist.netloc)
        pages = [day, *(ask(demo.server, path, headers=host) for path in (form.path, "/join", "/login", "/nowhere"))]
    assert {therapist.netloc, form.netloc} == {f"{address}:{port}"}
    assert [page.status for page in pages] == [200, 200, 200, 200, 404]
    assert all("without encryption" in page.body for page in pages)


def test_a_name_that_is_not_the_demos_is_refused(demo: Demo) -> None:
    assert ask(demo.server, "/login", headers={"Host": "evil.example"}).status == 400
