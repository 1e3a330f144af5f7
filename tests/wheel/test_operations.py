"""The commands of docs/operations.md, run as they stand there: with other folders, and stand-ins for Debian's own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.support.practice import PASSWORD
from tests.support.servers import free_port, wait_until
from tests.wheel.outside import ROOT, outside

GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")
TEN_MINUTES_S = 600
PLACES = ("/opt/", "/var/lib/", "/usr/local/", "/etc/")
"""Folders of a machine that commands and files name; here each is below another one."""
STAND_INS = {
    "apt-get": "",
    "adduser": "",
    "runuser": 'shift 3; exec "$@"',
    # Nobody here is called kiosk.
    "install": """for word; do
    shift
    case "$word" in
    -o | -g) leave=1 ;;
    *) if [ "$leave" ]; then leave=; else set -- "$@" "$word"; fi ;;
    esac
done
exec /usr/bin/install "$@"
""",
    # Of a unit, ExecStart alone: as many processes as it starts, and none that it did not start.
    "systemctl": """case "$*" in
*stop* | *disable*)
    kill "$(cat MACHINE/pid)"
    while grep -qs '^State:.[^Z]' "/proc/$(cat MACHINE/pid)/status"; do sleep 0.05; done
    ;;
*start* | *enable*)
    setsid $(sed -n 's/^ExecStart=//p' MACHINE/etc/systemd/system/kiosk.service) >> MACHINE/said 2>&1 &
    echo $! > MACHINE/pid
    ;;
esac
""",
}


def commands(heading: str, which: int = 0) -> str:
    """A block of commands below a heading of the guide."""
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    assert section, heading
    return str(re.findall(r"^```sh\n(.*?)^```", section[1], re.MULTILINE | re.DOTALL)[which])


@dataclass
class Machine:
    """A machine with folders of its own; what it keeps of the time that commands took is for the guide."""

    root: Path
    release: Path
    port: int
    seconds: float = 0
    cookies: dict[str, str] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """The text with the folders of this machine."""
        return re.sub(rf"(?<![\w/])({'|'.join(PLACES)})", rf"{self.root}\1", text)

    def run(self, script: str, typed: str = "") -> str:
        """Run commands in the folder of the release, in a session without a terminal; gives what they say."""
        environ = outside() | {"PATH": f"{self.root}/stand-ins:{self.root}/usr/local/bin:{os.environ['PATH']}"}
        environ |= {"KIOSK_PORT": str(self.port), "KIOSK_WORKERS": "1"}
        begun = time.monotonic()
        done = subprocess.run(
            ["/bin/sh", "-eu", "-c", self.here(script)],
            cwd=self.release,
            env=environ,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=TEN_MINUTES_S,
            start_new_session=True,
        )
        self.seconds += time.monotonic() - begun
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    def refuses(self, command: str) -> str:
        """Run a command that has to fail; gives what it says."""
        return self.run(f"! {command} 2>&1")

    def ask(self, address: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask as the proxy does, for a browser that keeps cookies."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": "go.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": "https://go.example.org/"}
        body = None if fields is None else urlencode(fields)
        connection.request("GET" if body is None else "POST", urlsplit(address).path, body, headers)
        response = connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        text = response.read().decode()
        connection.close()
        return response.status, text

    def answers(self) -> bool:
        with suppress(OSError, HTTPException):
            return self.ask("/healthz")[0] == 200
        return False

    def wait_until_it_answers(self) -> None:
        begun = time.monotonic()
        wait_until(self.answers, (self.root / "said").read_text)
        self.seconds += time.monotonic() - begun

    def send(self, link: str, **fields: str) -> None:
        """Fill in the form behind a link."""
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.ask(link)[1])
        assert token, self.ask(link)
        assert self.ask(link, fields | {"csrf_token": token[1]})[0] == 303

    def lose(self) -> None:
        """Lose everything but the program, as if on another machine."""
        for folder in ("var", "usr", "etc"):
            shutil.rmtree(self.root / folder)
        self._make_folders()
        self.cookies.clear()

    def _make_folders(self) -> None:
        for folder in (*PLACES, "/etc/systemd/system", "/usr/local/bin", "/etc/cron.d", "/var/lib/kiosk"):
            Path(f"{self.root}{folder}").mkdir(parents=True, exist_ok=True)

    def set_up(self, wheel: Path) -> None:
        """Make the folders of an empty Debian, its stand-ins, and the folder that `make wheel` fills."""
        self._make_folders()
        for name, script in STAND_INS.items():
            file = self.root / "stand-ins" / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"#!/bin/sh\nleave=\n{script.replace('MACHINE', str(self.root))}")
            file.chmod(0o755)
        self.release.mkdir()
        shutil.copy(wheel, self.release)
        shutil.copy(ROOT / "requirements" / "run.txt", self.release / "requirements.txt")
        for name in ("kiosk.sh", "kiosk.service"):
            (self.release / name).write_text(self.here((ROOT / "docs" / "deploy" / name).read_text("utf-8")))


@pytest.fixture
def machine(wheel: Path, tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path / "machine", tmp_path / "dist", free_port())
    made.set_up(wheel)
    yield made
    with suppress(OSError, ValueError):
        os.killpg(int((made.root / "pid").read_text()), signal.SIGKILL)


def after(said: str, beginning: str) -> str:
    """The first word behind this beginning."""
    return said.partition(beginning)[2].split()[0]


def test_install_begin_back_up_upgrade_lose_all_and_start_again(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.run(commands("Install"))
    install_s = machine.seconds
    said = machine.run(commands("Begin"))
    recovery_key, link = after(said, "it alone opens backups."), after(said, "once, within a day: ")
    assert link.startswith("https://go.example.org/set-up/")
    machine.wait_until_it_answers()
    alice = {"practice": "Lindenhof", "name": "Alice", "email": "alice@lindenhof.example", "time_zone": "Europe/Berlin"}
    machine.send(link, password=PASSWORD, **alice)
    assert "Alice" in machine.ask("/")[1]

    assert "read again, and whole" in machine.run(commands("Back up"))
    assert (machine.root / "etc" / "cron.d" / "kiosk").read_text().count("\n") == 1
    assert "All is as it was stored" in machine.run(commands("Verify"))
    machine.run(commands("Upgrade"))
    machine.wait_until_it_answers()
    assert "Alice" in machine.ask("/")[1], "an upgrade ends no login"

    assert "read again, and whole" in machine.run(commands("Move to another machine"))
    night = max((machine.root / "var" / "lib" / "kiosk" / "backups").glob("*.age"))
    kept = shutil.copy(night, machine.release.with_name(night.name))
    stale = dict(machine.cookies)
    machine.lose()
    machine.seconds = install_s
    machine.run("install -m 0755 kiosk.sh /usr/local/bin/kiosk\n" + commands("Install").splitlines()[-2])
    (machine.root / "var" / "lib" / "kiosk" / "backups").mkdir()
    shutil.copy(kept, machine.root / "var" / "lib" / "kiosk" / "backups")
    assert "Everybody is logged out" in machine.run(commands("Restore"), typed=f"{recovery_key}\n")
    machine.wait_until_it_answers()
    anew = machine.run(commands("Restore", 1)).strip()
    machine.send(anew, password="another long and winding phrase")
    assert "Alice" in machine.ask("/")[1]
    with capsys.disabled():
        sys.stdout.write(f"From an empty machine to a login: {machine.seconds:.0f} s, packages {install_s:.0f} s\n")
    machine.cookies = stale
    assert machine.ask("/clients")[0] in {303, 401}, "what was out before opens nothing"

    made = machine.run(commands("A lost key"))
    machine.run("rm /var/lib/kiosk/instance/secret.key")
    assert "is missing or cannot be read" in machine.refuses("kiosk serve")
    machine.run(commands("A lost key", 1))
    nights = sorted((machine.root / "var" / "lib" / "kiosk" / "backups").glob("*.age"))
    for backup in nights[:-1]:
        backup.unlink()
    other_key = after(made, "it alone opens backups.")
    machine.run(commands("Restore"), typed=f"{other_key}\n")
    machine.wait_until_it_answers()
    assert "The server key is another one" in machine.run(commands("A lost key", 2))
    machine.wait_until_it_answers()
    assert machine.run(commands("A lost laptop")).startswith("https://go.example.org/open/")
