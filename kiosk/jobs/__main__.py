"""The process beside the workers: sleeps until a job is due, and has it run in a process that can be ended.

Each lane has such a process of its own, so that a message or a calendar never waits for a long import.

It also writes down, every few seconds, that this machine serves the database's file.

`python -m kiosk.jobs PARENT INSTANCE FOLDER`; no folder where a server keeps the database. It ends when the server that
started it is gone. It imports next to nothing: it is there all the time.
"""

import logging
import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from kiosk import served_by
from kiosk.domain import jobs
from kiosk.logs import set_up_logs

FIRST_LOOK_S = {jobs.Lane.QUICK: 30.0, jobs.Lane.LONG: 90.0}
"""After the start, which the workers need for themselves; a job that is added meanwhile does not wait for it."""
STALE_S = 60.0
"""A bell rung longer before the start than this is left to the first look."""
LOOK_EVERY_S = 1.0
"""At the clock, at a file's time, and for the server: no question to the database."""
SHARED_LOOK_EVERY_S = 300.0
"""At a database that several machines serve: the one that added a job may be gone before it runs."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 300.0
HOLDER_BYTES = 8
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
log = logging.getLogger("kiosk.jobs")


class LaneRunner:
    """Has the due jobs of one lane run, in one process at a time."""

    def __init__(self, kind: jobs.Lane, bell: Path, *, is_shared: bool) -> None:
        """`bell`: the file whose time changes when a job was added; `is_shared`: several machines may add one."""
        self._kind, self._bell, self._is_shared = kind, bell, is_shared
        self._holder = secrets.token_hex(HOLDER_BYTES)
        rang = self._bell_time()
        self._rung = rang if time.time() - rang / 1e9 > STALE_S else 0
        self._look_at: float | None = time.monotonic() + FIRST_LOOK_S[kind]
        self._failures = 0
        self._process: subprocess.Popen[bytes] | None = None

    def look(self) -> None:
        """Start a process where a job may be due, and hear what the one that has ended said."""
        if self._process is not None:
            if self._process.poll() is None:
                return
            self._plan(self._process.returncode, self._process.communicate()[0])
            self._process = None
        rung = self._bell_time()
        if rung != self._rung or (self._look_at is not None and time.monotonic() >= self._look_at):
            self._rung = rung
            words = [sys.executable, "-m", "kiosk.jobs.due", self._kind, self._holder]
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)  # noqa: S603 -- our own

    def end(self) -> None:
        """End what runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _bell_time(self) -> int:
        return self._bell.stat().st_mtime_ns if self._bell.exists() else 0

    def _plan(self, status: int, said: bytes) -> None:
        """Look again when the jobs have said; after a process that failed, soon, and then less and less often."""
        if status == 0:
            self._failures = 0
            self._look_at = self._next_look(float(said) if said else None)
            return
        pause = min(FIRST_PAUSE_S * 2 ** min(self._failures, 10), LONGEST_PAUSE_S)
        self._failures += 1
        self._look_at = time.monotonic() + pause
        why = "at its time limit" if status == -signal.SIGALRM else f"with status {status}"
        log.error("The process that ran jobs ended %s. Another one looks after them in %.0f seconds.", why, pause)

    def _next_look(self, in_s: float | None) -> float | None:
        if self._is_shared:
            in_s = SHARED_LOOK_EVERY_S if in_s is None else min(in_s, SHARED_LOOK_EVERY_S)
        return None if in_s is None else time.monotonic() + in_s


class Waiter:
    """Has due jobs run for one server, those of each lane beside the others."""

    def __init__(self, parent: int, instance: Path, folder: Path | None) -> None:
        """`parent`: the process to end with; `instance`: the folder with the bells.

        `folder`: that of the database's file; None where several machines share the database.
        """
        self._folder, self._beat_at, self._has_beaten = folder, 0.0, False
        self._parent = parent
        self._lanes = [LaneRunner(kind, instance / kind.bell, is_shared=folder is None) for kind in jobs.Lane]

    def run(self) -> None:
        """Go on until the server is gone."""
        try:
            while os.getppid() == self._parent:
                for lane in self._lanes:
                    lane.look()
                self._beat()
                time.sleep(LOOK_EVERY_S)
        finally:
            for lane in self._lanes:
                lane.end()

    def _beat(self) -> None:
        """Write down who serves the database. A full disk is told of by others."""
        if self._folder is None or time.monotonic() < self._beat_at:
            return
        self._beat_at = time.monotonic() + served_by.BEAT_S
        with suppress(OSError):
            other = served_by.beat(self._folder)
            if other and self._has_beaten:
                log.error("%s serves this database too. Two machines cannot share one SQLite file: stop one.", other)
            self._has_beaten = True


def end(*_: object) -> None:
    """End on a signal, and with it what runs a job. A further signal, as it ends, interrupts nothing."""
    for each in ENDING:
        signal.signal(each, go_on)
    sys.exit()


def go_on(*_: object) -> None:
    """Do nothing on a signal. With SIG_IGN, Python prints an error about one that came just before it was set."""


if __name__ == "__main__":
    set_up_logs("warning")
    for each in ENDING:
        if signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, end)
    Waiter(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3] else None).run()
