"""The cost of each request of a check-in in one process, by turns with the bare one, so that all meet the same machine.

`python -m tests.bench.requests [TIMES] [SYSTEM]`: milliseconds of CPU (the tenth percentile), and calls of functions,
which are the same however busy the machine is. Those of the test's own client are counted on both sides.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.bench import reference
from tests.bench.__main__ import databases_on
from tests.bench.gauges import percentile
from tests.servers.visitors import answers
from tests.support.practice import Cast, make_cast
from tests.web.browsing import Desk, log_in

TIMES, WARM = 100, 10
BARE, SENDING, PART = "the bare one", "sending", "part of the therapist's page"
CLIENTS = "form", "form is open", "form is being answered", SENDING, "thanks"


@dataclass
class Costs:
    """Milliseconds and calls of each request, by its name."""

    milliseconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[str, int] = field(default_factory=dict)
    is_counting: bool = False
    """True in the last turn, which counts calls: they take time themselves."""

    def of(self, name: str, status: int, ask: Callable[[], TestResponse]) -> TestResponse:
        """Note what a request costs, and give its response."""
        if self.is_counting:
            with _counted() as calls:
                response = ask()
            self.calls[name] = calls[0]
        else:
            began = time.thread_time()
            response = ask()
            self.milliseconds[name].append((time.thread_time() - began) * 1000)
        assert response.status_code == status, (name, response.status)
        return response


@contextmanager
def _counted() -> Iterator[list[int]]:
    calls = [0]

    def count(_frame: FrameType, event: str, _about: object) -> None:
        calls[0] += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def take_turn(cast: Cast, desk: Desk, bare: FlaskClient, costs: Costs, code: str) -> None:
    """One check-in with the therapist's part after it, and one bare sending."""
    waiting, phone = cast.begin(code), cast.app.test_client()
    fields = answers(cast.key(waiting), "It went well.")
    costs.of("form", 200, lambda: phone.get(waiting.path))
    costs.of("form is open", 204, lambda: phone.post(f"{waiting.path}/seen", data={"state": "opened"}))
    costs.of("form is being answered", 204, lambda: phone.post(f"{waiting.path}/seen", data={"state": "answering"}))
    sent = costs.of(SENDING, 303, lambda: phone.post(waiting.path, data=fields))
    costs.of(BARE, 303, lambda: bare.post("/c/token", data=fields))
    costs.of("thanks", 200, lambda: phone.get(sent.headers["Location"]))
    costs.of(PART, 200, lambda: desk.get(f"/visits/{waiting.visit}/live", headers={"X-Asked-By": "page"}))


def _show(what: str, found: Mapping[str, float], digits: int) -> None:
    together = sum(found[name] for name in CLIENTS)
    whole = {"the client's five": together, "with the therapist's part": together + found[PART]}
    for name, figure in {**found, **whole}.items():
        print(f"{what:8}{name:<32}{figure:>12,.{digits}f}")  # noqa: T201
    print(f"{what:8}{'sending, times the bare one':<32}{found[SENDING] / found[BARE]:>12.2f}", flush=True)  # noqa: T201


def main(times: int, system: str) -> None:
    """Print both; the first turns are not counted."""
    with tempfile.TemporaryDirectory() as folder, databases_on(system, Path(folder)) as (settings, bare_database):
        reference.make_table(bare_database)
        bare = reference.make_app(bare_database).test_client()
        cast, costs = make_cast(Path(folder) / "instance", **settings), Costs()
        desk = log_in(cast, cast.alice)
        for turn in range(WARM + times):
            if turn == WARM:
                costs.milliseconds.clear()
            take_turn(cast, desk, bare, costs, f"C-{turn}")
        costs.is_counting = True
        take_turn(cast, desk, bare, costs, "counted")
    _show("CPU ms", {name: percentile(all_of, 0.1) for name, all_of in costs.milliseconds.items()}, 2)
    _show("calls", costs.calls, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES, sys.argv[2] if len(sys.argv) > 2 else "sqlite")
