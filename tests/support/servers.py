"""Real servers: gunicorn with its workers on loopback, started, watched and ended by their own process."""

import os
import socket
import subprocess
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Self

from kiosk.serving import command

READY_WITHIN_S = 30
ENDS_WITHIN_S = 15


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class Server:
    """One gunicorn, as `kiosk serve` runs it."""

    def __init__(self, environ: Mapping[str, str], host: str = "127.0.0.1", workers: int = 2) -> None:
        self.host, self.port = host, int(environ["KIOSK_PORT"])
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
        self._environ = kept | dict(environ) | {"KIOSK_HOST": host, "KIOSK_WORKERS": str(workers)}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def workers(self) -> list[int]:
        """The processes that answer, by their parent's own list of children."""
        with open(f"/proc/{self.pid}/task/{self.pid}/children") as children:  # noqa: PTH123 -- not a file to keep
            return [int(pid) for pid in children.read().split()]

    def start(self) -> Self:
        self._process = subprocess.Popen(command(self._environ), env=self._environ)
        self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        ends = time.monotonic() + READY_WITHIN_S
        while not self.is_well():
            assert self._process is not None
            assert self._process.poll() is None, "the server ended by itself"
            assert time.monotonic() < ends, "the server did not answer in time"

    def is_well(self) -> bool:
        connection = HTTPConnection(self.host, self.port, timeout=5)
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
