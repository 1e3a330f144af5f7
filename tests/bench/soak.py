"""Hours of ordinary work: memory and open files must stay flat. `python -m tests.bench.soak [MINUTES]`."""

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.gauges import pss_mb
from tests.bench.load import journey
from tests.servers.visitors import Stream, log_in
from tests.support.practice import Cast, make_cast
from tests.support.servers import Server, free_port

MINUTES = 120.0
STREAMS = 20
PER_SECOND = 5
CLIENTS = 40
LOOKS = 12
GROWS_BY = 1.1
"""The most that memory may be at the end, compared with the first look."""


def open_files(server: Server) -> int:
    return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in server.workers())  # noqa: PTH208 -- names alone


def work(server: Server, cast: Cast, for_s: float) -> int:
    """Check-ins at an even pace; gives how many."""
    began, done = time.monotonic(), 0
    while time.monotonic() < began + for_s:
        connection = HTTPConnection(server.host, server.port, timeout=60)
        journey(connection, cast.begin(f"C-{done % CLIENTS}"), "")
        connection.close()
        done += 1
        time.sleep(max(0.0, began + done / PER_SECOND - time.monotonic()))
    return done


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    with tempfile.TemporaryDirectory() as folder:
        cast = make_cast(Path(folder) / "instance", port=str(free_port()))
        with Server(cast.environ) as server, ExitStack() as stack:
            cookie = log_in(server, cast, cast.alice)
            work(server, cast, 10)
            print("minutes  check-ins  PSS MB  open files  WAL kB")  # noqa: T201
            first, memory = 0.0, 0.0
            done, wal = 0, Path(folder) / "instance" / "kiosk.db-wal"
            for look in range(1, LOOKS + 1):
                streams = [stack.enter_context(Stream(server, cookie)) for _ in range(STREAMS)]
                done += work(server, cast, minutes * 60 / LOOKS)
                memory, files = pss_mb(server.processes()), open_files(server)
                first = first or memory
                for stream in streams:
                    stream.close()
                at, size = minutes * look / LOOKS, wal.stat().st_size / 1000
                print(f"{at:7.1f}  {done:9}  {memory:6.1f}  {files:10}  {size:6.0f}")  # noqa: T201
            if memory > first * GROWS_BY:
                sys.exit(f"Memory grew from {first:.1f} to {memory:.1f} MB.")


if __name__ == "__main__":
    main()
