"""gunicorn's master process, which makes the app once for all workers, and starts one more child: for jobs.

`python -m kiosk.master` takes the options of gunicorn.
"""

import gc
import os
import subprocess
import sys
import time
from importlib import import_module
from typing import Any

from gevent import monkey
from gunicorn.app import base
from gunicorn.app.wsgiapp import run
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from kiosk.config import load
from kiosk.refusals import Refusal
from kiosk.serving import check_certificate

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
ENDS_WITHIN_S = 2.0


class JobsProcess:
    """The process that runs jobs: started, started again when it has ended, and ended."""

    def __init__(self, log: Logger) -> None:
        """Nothing is started yet."""
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._pause_s = FIRST_PAUSE_S
        self._start_at = self._started_at = 0.0

    def keep_running(self) -> None:
        """Called once a second: start it where it does not run, after a pause that doubles while it keeps ending."""
        now = time.monotonic()
        if self._process is not None:
            if self._process.poll() is None:
                return
            self._note_end(now)
        if now >= self._start_at:
            self._start(now)

    def end(self) -> None:
        """Has it end now, and with it what it runs."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process = None

    def _start(self, now: float) -> None:
        try:
            config = load(os.environ)  # as they are now, which may not be as the server started with
            words = [str(os.getpid()), str(config.instance), str(config.database_folder or "")]
            command = [sys.executable, "-m", "kiosk.jobs", *words]
            # A session of its own: Ctrl+C in the terminal reaches the master alone, which ends it once it is ready to.
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        except (Refusal, OSError) as fault:
            self._log.error("The process that runs jobs cannot be started: %s", fault)
            self._wait(now)
            return
        self._started_at = now

    def _note_end(self, now: float) -> None:
        self._process = None
        if now - self._started_at > LONGEST_PAUSE_S:
            self._pause_s = FIRST_PAUSE_S
        self._log.error("The process that runs jobs has ended. It is started again in %.0f seconds.", self._pause_s)
        self._wait(now)

    def _wait(self, now: float) -> None:
        """Start it after a pause that doubles each time."""
        self._start_at = now + self._pause_s
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)


class Master(Arbiter):
    def __init__(self, app: Any) -> None:  # noqa: ANN401 -- gunicorn's own
        super().__init__(app)
        self.jobs = JobsProcess(self.log)
        app.callable = app.load()
        gc.freeze()

    def manage_workers(self) -> None:
        """Called by gunicorn once a second, and whenever a child has ended."""
        super().manage_workers()
        self.jobs.keep_running()

    def reload(self) -> None:
        """Called by gunicorn on SIGHUP. New workers get an app by the settings as they are now, if they can be used."""
        gc.unfreeze()
        try:
            if self.cfg.certfile:
                check_certificate(self.cfg.certfile, self.cfg.keyfile)
            self.app.callable = self.app.load()
        except Refusal as fault:
            self.log.error("The server was not reloaded, and goes on as before: %s", fault)  # noqa: TRY400 -- a sentence
            return
        except Exception:
            self.log.exception("The server was not reloaded, and goes on as before.")
            return
        finally:
            gc.collect()
            gc.freeze()
        super().reload()

    def stop(self, graceful: bool = True) -> None:  # noqa: FBT001, FBT002 -- gunicorn's signature
        self.jobs.end()
        super().stop(graceful)


def import_app() -> None:
    """Import what every worker needs, so that each begins with it: a start takes half the time, a worker a tenth.

    Workers share this memory for as long as nobody writes to it, so the garbage collector leaves it alone, and what is
    imported later is written between it. gevent has to patch before the import. What the master itself needs as it is,
    a worker patches when it begins.
    """
    monkey.patch_all(os=False, queue=False, signal=False, subprocess=False)
    gc.disable()
    for module in ("kiosk.app", "gevent.os", "gevent.queue", "gevent.signal", "gevent.subprocess"):
        import_module(module)
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    import_app()
    base.Arbiter = Master  # type: ignore[misc]  # gunicorn has no setting for it
    run(prog="gunicorn")
