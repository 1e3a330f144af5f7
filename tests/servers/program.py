"""The command `kiosk` as a person starts it: its own process, with no setting but those that are given."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread

from tests.support.servers import ENDS_WITHIN_S, runs_jobs, wait_until

KIOSK = Path(sys.executable).with_name("kiosk")
HANGS_S = 120
PLAIN_OWNER = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")
"""Before the command: root without the right to pass over modes, so that they hold as for anybody."""


def surroundings(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of whoever runs the tests, with these settings instead of theirs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    return kept | {f"KIOSK_{name.upper()}": value for name, value in settings.items()}


def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Runs it to its end. Settings are named without their KIOSK_."""
    before = PLAIN_OWNER if os.geteuid() == 0 else ()
    return subprocess.run(
        [*before, KIOSK, *words],
        env=surroundings(settings),
        capture_output=True,
        text=True,
        timeout=HANGS_S,
        check=False,
        cwd="/",
    )


def answers_at(port: int, host: str = "127.0.0.1", path: str = "/healthz") -> bool:
    """Return whether something answers there, and is well."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@dataclass
class Running:
    """The program while it runs, and what it has said so far."""

    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)

    def heard(self, beginning: str) -> str:
        """The rest of the line that begins so, once it was said."""

        def said() -> bool:
            assert self.process.poll() is None or self._find(beginning), f"it ended: {self.said}"
            return bool(self._find(beginning))

        wait_until(said, f"it says {beginning!r}", HANGS_S)
        return self._find(beginning)[0].removeprefix(beginning).strip()

    def _find(self, beginning: str) -> list[str]:
        return [line for line in self.said if line.startswith(beginning)]

    def family(self) -> list[int]:
        """The process and everything that it has started."""
        found = [self.process.pid]
        for pid in found:
            children = Path(f"/proc/{pid}/task/{pid}/children")
            found += [int(child) for child in children.read_text("ascii").split()] if children.exists() else []
        return found


def but_for_jobs(family: list[int]) -> list[int]:
    """Those of the processes that answer, and their master."""
    return [pid for pid in family if not runs_jobs(pid)]


@contextmanager
def running(*words: str, outside: Mapping[str, str] | None = None, **settings: str) -> Iterator[Running]:
    """Runs it beside the test, and ends it afterwards if it still runs. `outside`: variables that are no settings."""
    environ = surroundings(settings) | dict(outside or {})
    with subprocess.Popen(
        [KIOSK, *words],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        process_group=0,
    ) as process:
        program = Running(process)
        listener = Thread(target=lambda: program.said.extend(process.stdout or ()))
        listener.start()
        try:
            yield program
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(ENDS_WITHIN_S)
            listener.join(ENDS_WITHIN_S)
