"""The memory of each process of a server: once started, after check-ins, and with 1,000 open pages.

`python -m tests.bench.memory [CHECK_INS] [PAGES] [SYSTEM]`: megabytes (PSS), and how many of them each has to itself.
What two workers share is what neither has written to since it was forked; each page that is shown for the first time
makes it less.
"""

import sys
import tempfile
from pathlib import Path

from tests.bench.__main__ import databases_on, some_forms
from tests.bench.gauges import memory_mb
from tests.bench.load import cost_of, with_therapist
from tests.bench.push import opened
from tests.servers.visitors import log_in
from tests.support.practice import make_cast
from tests.support.servers import Server, free_port

CHECK_INS, PAGES = 140, 1_000


def tell(server: Server, when: str) -> None:
    """Print the master first, then its children in the order of their start."""
    found = [memory_mb(pid) for pid in server.processes()]
    each = ", ".join(f"{one['Pss']:.0f} ({one['Private_Dirty']:.0f})" for one in found)
    print(f"{when:<24}{sum(one['Pss'] for one in found):>6.0f} MB: {each}", flush=True)  # noqa: T201


def main(check_ins: int, pages: int, system: str) -> None:
    """Print a line for each step."""
    with tempfile.TemporaryDirectory() as folder, databases_on(system, Path(folder)) as (settings, _):
        cast = make_cast(Path(folder) / "instance", port=str(free_port()), **settings)
        with Server(cast.environ) as server:
            server.jobs_process()
            tell(server, "started")
            if check_ins:
                cost_of(server, with_therapist(log_in(server, cast, cast.alice)), *some_forms(cast, check_ins))
                tell(server, f"{check_ins} check-ins")
            with opened(server, cast, pages):
                tell(server, f"{pages:,} open pages")


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    main(int(given.get(1, CHECK_INS)), int(given.get(2, PAGES)), given.get(3, "sqlite"))
