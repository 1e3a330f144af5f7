"""Real servers: gunicorn with its workers on loopback, started, watched, hurt and ended by their own process ids."""

import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Self

from kiosk.serving import command

READY_WITHIN_S = 60
ENDS_WITHIN_S = 30
PAUSE_S = 0.02
UNLIMITED = resource.RLIM_INFINITY


_RESERVED: list[socket.socket] = []
"""Bound for as long as the tests run, and never listening: a server that also reuses addresses can bind beside them."""


def free_port(host: str = "127.0.0.1") -> int:
    """A port for one server of this test. Nobody else is given it, also before that server starts or starts again."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind((host, 0))
    _RESERVED.append(place)
    return int(place.getsockname()[1])


def wait_until(holds: Callable[[], bool], what: str | Callable[[], str], within_s: float = READY_WITHIN_S) -> None:
    """Looks again and again; the bound only guards against hanging for ever. `what` can be asked for in the end."""
    ends = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < ends, f"still waiting until {what if isinstance(what, str) else what()}"
        time.sleep(PAUSE_S)


class Server:
    """One gunicorn, as `kiosk serve` runs it."""

    def __init__(self, environ: Mapping[str, str], host: str = "127.0.0.1", workers: int = 2) -> None:
        self.host, self.port = host, int(environ["KIOSK_PORT"])
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
        self._environ = kept | dict(environ) | {"KIOSK_HOST": host, "KIOSK_WORKERS": str(workers)}
        self._process: subprocess.Popen[bytes] | None = None
        self._said = Path(environ["KIOSK_INSTANCE"]).parent / f"server-{self.port}.log"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def output(self) -> str:
        """All that master and workers have said so far."""
        return self._said.read_text(errors="replace")

    def workers(self) -> list[int]:
        """The processes that answer, by their parent's own list of children."""
        return [pid for pid in children(self.pid) if not runs_jobs(pid)]

    def processes(self) -> list[int]:
        """The master and all that it has started."""
        return [self.pid, *children(self.pid)]

    def jobs_process(self) -> int:
        """The process that runs jobs, once there is one."""
        found: list[int] = []

        def is_there() -> bool:
            found.extend(pid for pid in children(self.pid) if runs_jobs(pid))
            return bool(found)

        wait_until(is_there, "the process that runs jobs is there")
        return found[0]

    def wait_until_all_accept(self) -> None:
        """The first worker to be ready would otherwise get all that comes while the others still begin."""
        accepting: set[int] = set()

        def all_do() -> bool:
            connection = HTTPConnection(self.host, self.port, timeout=READY_WITHIN_S)
            try:
                connection.request("GET", "/healthz")
                accepting.add(self.holder(connection))
                return accepting >= set(self.workers())
            finally:
                connection.close()

        wait_until(all_do, "every worker accepts connections")

    def holder(self, connection: HTTPConnection) -> int:
        """The worker that accepts this connection. Something was sent on it: a silent one is soon ended."""
        assert connection.sock is not None
        ours = connection.sock.getsockname()[1]
        found: list[int] = []

        def accepted() -> bool:
            inode = _inode(ours=ours, theirs=self.port)
            found.extend(worker for worker in self.workers() if inode in _sockets(worker))
            return bool(found)

        wait_until(accepted, "a worker accepts the connection")
        return found[0]

    def start(self) -> Self:
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(
                command(self._environ), env=self._environ, stdout=said, stderr=subprocess.STDOUT
            )
        self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        def ready() -> bool:
            assert self._process is not None
            assert self._process.poll() is None, f"the server ended by itself: {self.output()}"
            return len(self.workers()) >= int(self._environ["KIOSK_WORKERS"]) and self.is_well()

        wait_until(ready, "the server answers, and every worker was started")

    def connection(self) -> HTTPConnection:
        return HTTPConnection(self.host, self.port, timeout=60)

    def is_well(self) -> bool:
        connection = self.connection()
        try:
            connection.request("GET", "/healthz", headers={"Host": f"127.0.0.1:{self.port}"})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(ENDS_WITHIN_S)

    def reload(self) -> set[int]:
        """SIGHUP, as for a new certificate: until other workers have begun. Those before them end in their own time."""
        before = set(self.workers())
        os.kill(self.pid, signal.SIGHUP)
        wait_until(lambda: len(set(self.workers()) - before) >= len(before), "other workers have begun")
        return before

    def wait_until_ended(self, workers: set[int]) -> None:
        wait_until(lambda: not workers & set(self.workers()), "the former workers have ended")

    def end(self) -> None:
        """At once, as a power cut would: for whoever has seen what there was to see."""
        if self._process is not None and self._process.poll() is None:
            left = children(self.pid)
            self._process.kill()
            self._process.wait(ENDS_WITHIN_S)
            for child in left:
                kill(child)

    def kill_workers(self, how_many: int = 1) -> None:
        """SIGKILL, without a word of warning; the master starts others."""
        for worker in self.workers()[:how_many]:
            kill(worker)

    def kill_master(self) -> None:
        """SIGKILL the master. Its orphans see it and end by themselves, which this waits for."""
        assert self._process is not None
        orphans = children(self.pid)
        self._process.kill()
        self._process.wait(ENDS_WITHIN_S)
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in orphans), "the orphans have ended")

    def limit_files(self, most_bytes: int) -> None:
        """No worker can write beyond that many bytes of any file: for them the disk is full. Can be lifted again."""
        for worker in self.workers():
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (most_bytes, UNLIMITED))


def kill(pid: int) -> None:
    """SIGKILL, unless it is gone already."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """The processes that it has started and that are there."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def runs_jobs(pid: int) -> bool:
    """Return whether it was started to run jobs; False for one that is gone."""
    with suppress(OSError):
        return b"kiosk.jobs" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _inode(*, ours: int, theirs: int) -> str:
    """The number of the server's end of a connection, from the kernel's table of connections."""
    ends = (f":{theirs:04X}", f":{ours:04X}")
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        fields = line.split()
        if (fields[1][-5:], fields[2][-5:]) == ends:
            return fields[9]
    return "none"


def _sockets(pid: int) -> set[str]:
    found = set()
    with suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/fd"):  # noqa: PTH208 -- names alone, many times
            with suppress(OSError):
                found.add(os.readlink(f"/proc/{pid}/fd/{name}").removeprefix("socket:[").removesuffix("]"))  # noqa: PTH115
    return found
