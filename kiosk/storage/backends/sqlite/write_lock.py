"""The lock that a writer takes: one at a time on this machine, and nobody's worker stands still for it.

SQLite's own busy timeout blocks the whole process, and with it every greenlet of the worker. So writers take turns
before they reach SQLite: a lock between greenlets, then a lock file shared by the processes, both tried again after a
sleep that lets the other greenlets run.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from kiosk.domain.refusals import NotSaved
from kiosk.storage.backends.protocol import PATIENCE_S, PAUSE_S


class WriteLock:
    """The right to write, for one process."""

    def __init__(self, lock_file: Path) -> None:
        """The lock file is made when the first turn is taken."""
        self._lock_file = lock_file
        self._lock = Lock()
        self._handle: int | None = None

    @contextmanager
    def taken(self, patience_s: float = PATIENCE_S) -> Iterator[float]:
        """Holds the turn and gives the moment (monotonic) at which patience ends. Raises NotSaved then."""
        ends = time.monotonic() + patience_s
        if not self._lock.acquire(timeout=patience_s):
            raise NotSaved(f"Others were writing for longer than {patience_s:g} seconds.")
        try:
            handle = self._open()
            self._await_others(handle, ends, patience_s)
            try:
                yield ends
            finally:
                fcntl.flock(handle, fcntl.LOCK_UN)
        finally:
            self._lock.release()

    def _open(self) -> int:
        if self._handle is None:
            try:
                self._handle = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError as fault:
                raise NotSaved(f"The lock file cannot be opened: {fault}.") from fault
        return self._handle

    @staticmethod
    def _await_others(handle: int, ends: float, patience_s: float) -> None:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > ends:
                    raise NotSaved(f"Another process was writing for longer than {patience_s:g} seconds.") from None
                time.sleep(PAUSE_S)
            except OSError as fault:
                raise NotSaved(f"The lock file cannot be locked: {fault}.") from fault
            else:
                return
