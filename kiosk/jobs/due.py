"""Runs the due jobs of a lane, and ends: `python -m kiosk.jobs.due LANE HOLDER`. Prints the seconds to the next look.

A process of its own, so that a job that crashes, hangs or takes much memory takes nothing else along.
"""

import logging
import os
import resource
import signal
import sys
from contextlib import suppress
from datetime import timedelta

from kiosk import clock
from kiosk.config import load
from kiosk.core import create_core
from kiosk.domain.jobs import Lane, kinds_in
from kiosk.logs import set_up_logs
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.refusals import Refusal
from kiosk.storage import schema

STARTS_WITHIN = timedelta(minutes=1)
MOST_MEMORY = 2 << 30
"""Bytes: some four times what the longest import and export were seen to take."""
log = logging.getLogger(__name__)


def end_after(limit: timedelta) -> None:
    """Have the kernel end this process once the time has passed, whatever it hangs in; each call begins anew."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limit.total_seconds())


def take_at_most(memory: int) -> None:
    """Have the kernel refuse this process more bytes: a job ends with MemoryError, and the server keeps its own."""
    with suppress(OSError, ValueError):  # where the system knows no such limit, or has a lower one
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def main(lane: Lane, holder: str) -> None:
    end_after(STARTS_WITHIN)
    take_at_most(MOST_MEMORY)
    set_up_logs("warning")
    try:
        config = load(os.environ)
        schema.check(config.database_url)
        set_up_logs(config.log)
        with create_core(config).app_context():
            look_at = run_due_jobs(holder, clock.now, end_after, kinds_in(lane))
    except Refusal as refusal:
        log.error("No job can be run: %s", refusal)  # noqa: TRY400 -- a sentence, not a stack of calls
        sys.exit(2)
    except Exception:
        log.exception("Jobs could not be run this time.")
        sys.exit(1)
    if look_at:
        with suppress(BrokenPipeError):  # whoever started this is gone; the next one asks again
            os.write(sys.stdout.fileno(), str((look_at - clock.now()).total_seconds()).encode())


if __name__ == "__main__":
    main(Lane(sys.argv[1]), sys.argv[2])
