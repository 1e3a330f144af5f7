"""The wheel works by itself: installed in an environment of its own, away from the checkout, beside its lock."""

import signal
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import headless_settings
from tests.support.practice import PASSWORD
from tests.support.servers import ENDS_WITHIN_S, free_port, wait_until
from tests.wheel.outside import ROOT, outside, pip_in, run


def files(folder: str, below: str) -> set[str]:
    paths = (ROOT / folder).rglob("*")
    return {f"{below}{path.relative_to(ROOT).as_posix()}" for path in paths if path.is_file()}


def test_the_wheel_holds_every_template_static_file_and_measure(wheel: Path) -> None:
    inside = set(ZipFile(wheel).namelist())
    wanted = files("templates", "kiosk/_assets/") | files("static", "kiosk/_assets/")
    measures = {name for name in files("kiosk/catalogue", "") if name.endswith(".toml")}
    assert measures
    assert (wanted | measures) - inside == set()


def test_the_wheel_holds_the_program_and_nothing_beside_it(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kiosk"}


def test_what_the_wheel_asks_for_is_what_the_lock_installs(elsewhere: Path) -> None:
    assert pip_in(elsewhere, "check") == "No broken requirements found."


def test_the_installed_command_says_its_version(elsewhere: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version in run(elsewhere / "bin" / "kiosk", "--version", cwd=elsewhere)


def test_the_installed_program_reads_its_own_templates_not_the_checkouts(elsewhere: Path) -> None:
    found = run(
        elsewhere / "bin" / "python",
        "-c",
        "import kiosk.assets as a; print(a.checkout(), a.PACKED); assert (a.PACKED / 'templates').is_dir()",
        cwd=elsewhere,
    )
    assert found.startswith(f"None {elsewhere}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | headless_settings()


@contextmanager
def serving(command: list[str | Path], cwd: Path, settings: Mapping[str, str]) -> Iterator[Path]:
    """The server while it runs, with the file of all that it says; ended as by Ctrl+C."""
    said = cwd / "said.txt"
    with said.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=cwd, env=outside() | dict(settings), stdout=output, stderr=output, process_group=0
        )
    try:
        wait_until(lambda: "Open it at: " in said.read_text() or server.poll() is not None, "it says where it listens")
        assert server.poll() is None, said.read_text()
        yield said
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(ENDS_WITHIN_S)


ALICE = {
    "practice": "Lindenhof",
    "name": "Alice",
    "email": "alice@lindenhof.example",
    "password": PASSWORD,
    "time_zone": "Europe/Berlin",
}

ROUTES: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "nothing named": ((), {}, "instance"),
    "a whole path as option": (("--instance", "{here}/practice"), {}, "practice"),
    "a relative path as option": (("--instance", "in/practice"), {}, "in/practice"),
    "a whole path as variable": ((), {"KIOSK_INSTANCE": "{here}/practice"}, "practice"),
    "a relative path as variable": ((), {"KIOSK_INSTANCE": "practice"}, "practice"),
}
"""Options, variables, and the instance folder that they mean, below the folder one stands in."""


@pytest.mark.one_in(3, "route")
@pytest.mark.parametrize("route", ROUTES)
def test_from_an_empty_folder_to_the_first_login_as_readme_says(
    elsewhere: Path, tmp_path: Path, browser: Browser, route: str
) -> None:
    words, variables, folder = ROUTES[route]
    kiosk: list[str | Path] = [elsewhere / "bin" / "kiosk", *(word.format(here=tmp_path) for word in words)]
    settings = {name: value.format(here=tmp_path) for name, value in variables.items()}
    port = free_port()

    said = run(*kiosk, "init", cwd=tmp_path, settings=settings | {"KIOSK_PORT": str(port)})
    assert said.startswith(f"The instance folder is ready: {tmp_path}/{folder}\n")
    link = said.split()[-1]
    assert link.startswith(f"http://127.0.0.1:{port}/set-up/")

    with serving([*kiosk, "serve"], tmp_path, settings) as output:
        page = browser.new_page()
        page.goto(link)
        for name, value in ALICE.items():
            page.fill(f"[name={name}]", value)
        page.get_by_role("button", name="Set up").click()
        expect(page).to_have_url(f"http://127.0.0.1:{port}/")
        page.close()
    assert f"Open it at: http://127.0.0.1:{port}\n" in output.read_text()
    assert "Traceback" not in output.read_text()
    assert {file.name for file in (tmp_path / folder).iterdir()} >= {"kiosk.db", "kiosk.toml", "secret.key"}
