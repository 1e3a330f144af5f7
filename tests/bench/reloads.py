"""The server's workers are exchanged again and again under open pages: `python -m tests.bench.reloads [TIMES]`."""

import json
import sys
import tempfile
from pathlib import Path

from tests.servers.reloads import heard_through_reloads
from tests.support import databases
from tests.support.practice import make_cast
from tests.support.servers import Server, free_port

TIMES = 20
LISTENERS = 50
FORMS = 1_000


def main() -> None:
    """Raises AssertionError when a page missed an event, or heard one twice."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    for system in databases.found():
        print(f"{system}: {_reload(system, times)}", flush=True)  # noqa: T201


def _reload(system: str, times: int) -> str:
    with tempfile.TemporaryDirectory() as folder, databases.settings_on(system) as settings:
        cast = make_cast(Path(folder) / "instance", port=str(free_port()), **settings)
        forms = [cast.begin(f"C-{number}") for number in range(FORMS)]
        with Server(cast.environ) as server:
            pages = heard_through_reloads(server, cast, forms, listeners=LISTENERS, reloads=times)
    sent = [waiting.visit for part in range(times + 1) for waiting in forms[part :: times + 1]]
    assert all([json.loads(one.data)["visit"] for one in page.heard][:FORMS] == sent for page in pages)
    opened = sum(page.opened for page in pages)
    return (
        f"{times} reloads under {LISTENERS} open pages: all {FORMS} events came to each, once and in order;"
        f" {opened - LISTENERS} streams were opened anew"
    )


if __name__ == "__main__":
    main()
