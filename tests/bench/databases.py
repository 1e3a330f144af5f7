"""The same visits on each database system, in turns in one run, and the push: `python -m tests.bench.databases`."""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.__main__ import SMALL, WHOLE, Line, Scale, push, show, some_forms, total
from tests.bench.load import Cost, cost_of, journey, send
from tests.support import databases
from tests.support.practice import Cast, make_cast
from tests.support.servers import Server, free_port

VISITS = {"sending": send, "check-in": journey}


@contextmanager
def each_system() -> Iterator[Mapping[str, tuple[Cast, Server]]]:
    """A practice and its server on each that is installed here."""
    with ExitStack() as stack:
        yield {system: stack.enter_context(_on(system)) for system in databases.found()}


@contextmanager
def _on(system: str) -> Iterator[tuple[Cast, Server]]:
    with tempfile.TemporaryDirectory() as folder, databases.settings_on(system) as settings:
        cast = make_cast(Path(folder) / "instance", port=str(free_port()), **settings)
        with Server(cast.environ) as server:
            yield cast, server


def costs(systems: Mapping[str, tuple[Cast, Server]], scale: Scale) -> Iterator[Line]:
    """Of the server's own processes; those of a database server are not among them."""
    found: dict[tuple[str, str], list[Cost]] = {}
    for _ in range(1 + scale.rounds):
        for system, (cast, server) in systems.items():
            for name, visit in VISITS.items():
                cost = cost_of(server, visit, *some_forms(cast, scale.visits // scale.rounds))
                found.setdefault((name, system), []).append(cost)
    for name in VISITS:
        floor = total(found[name, databases.SYSTEMS[0]][1:])
        for system in systems:
            cost = total(found[name, system][1:])
            times = f"{cost.cpu_ms_each / floor.cpu_ms_each:.2f} times {databases.SYSTEMS[0]}"
            yield f"server CPU per {name}, {system}", f"{cost.cpu_ms_each:.2f} ms", times
            yield "  per second, 8 clients", f"{cost.per_second:.0f}", ""


def main(scale: Scale) -> None:
    """Raises AssertionError where an event never came to an open page."""
    with each_system() as systems:
        show(costs(systems, scale))
    for system in databases.found():
        with _on(system) as (cast, server):
            lines = push(cast, server, scale)
            show([(system, "", ""), *lines])
            assert ("  events that never came", "0", "0") in lines


if __name__ == "__main__":
    main(SMALL if "--small" in sys.argv else WHOLE)
