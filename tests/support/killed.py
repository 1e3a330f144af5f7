"""A process that changes the schema and kills itself on the way, as a power cut or an impatient person would.

`python -m tests.support.killed ACT URL MOMENT`: dies by SIGKILL before its MOMENT-th statement, commit, or file that
it opens as a database, removes or renames; with 0 it lives, and prints how many such moments there are. For a
carry-over, the instance folder stands in place of the URL.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from kiosk import carry_over, clock
from kiosk.config import load
from kiosk.storage import schema, steps

LATER_VERSIONS = Path(__file__).parent / "later_versions"
OF_FILES = {"sqlite3.connect", "os.rename", "os.remove"}


class Moments:
    """Counts them, and ends this process at the one that was asked for."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.passed = fatal, 0
        self.first_commit = 0
        """The moment right before the first commit."""
        event.listen(Engine, "before_cursor_execute", self.reached)
        event.listen(Engine, "commit", self._commits)
        sys.addaudithook(lambda name, _: self.reached() if name in OF_FILES else None)

    def reached(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def _commits(self, *_: object) -> None:
        self.first_commit = self.first_commit or self.passed + 1
        self.reached()


def main() -> None:
    act, url, fatal = sys.argv[1:]
    moments = Moments(int(fatal))
    if act == "prepare":
        steps.prepare(url)
    elif act == "carry-over":
        carry_over.carry_over(load({"KIOSK_INSTANCE": url}), clock.now())
    else:
        steps.VERSIONS = (*steps.VERSIONS, str(LATER_VERSIONS))
        schema.STEPS = (*schema.STEPS, "invented")
        steps.migrate(url, clock.now())
    sys.stdout.write(f"{moments.passed}\n")


if __name__ == "__main__":
    main()
