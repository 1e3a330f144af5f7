"""One table of what the server costs, beside a floor that is measured in the same run. Nothing here fails by time.

`python -m tests.bench [--small]`: on each database system that is installed here. A small one takes seconds, on SQLite
alone, and its figures say little.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from tests.bench import reference
from tests.bench.first_visit import first_visit
from tests.bench.gauges import percentile, pss_mb
from tests.bench.load import Cost, cost_of, journey, send, with_therapist
from tests.bench.push import PER_SECOND, idle_share, opened, sent_to
from tests.servers.visitors import log_in
from tests.support import databases
from tests.support.practice import Cast, Waiting, make_cast
from tests.support.servers import Server, free_port
from tests.support.statements import counted

Line = tuple[str, str, str]
"""A figure's name, the figure, and what is to be reached."""


@dataclass(frozen=True)
class Scale:
    """The size of a run: visits of each kind in all, rounds that they come in, open screens, seconds of pushing."""

    visits: int
    rounds: int
    screens: int
    push_s: int


WHOLE: Final = Scale(visits=400, rounds=4, screens=1_000, push_s=10)
SMALL: Final = Scale(visits=4, rounds=1, screens=10, push_s=1)


class Reference(Server):
    """The bare app, by as many workers of the same kind."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__({"KIOSK_INSTANCE": str(folder / "x"), "KIOSK_PORT": str(free_port())})
        self._url = url

    def start(self) -> "Reference":
        reference.make_table(self._url)
        bind = [
            "--bind",
            f"{self.host}:{self.port}",
            "--workers",
            "2",
            "--worker-class",
            "gevent",
            "--no-control-socket",
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *bind, "--log-level", "warning", "tests.bench.reference:app"],
            env=os.environ | {reference.DATABASE: self._url},
        )
        self.wait_until_ready()
        return self


@contextmanager
def both(system: str) -> Iterator[tuple[Cast, Server, Server]]:
    """Our server and the bare one, over databases of their own on that system."""
    with tempfile.TemporaryDirectory() as folder, databases_on(system, Path(folder)) as (settings, bare_database):
        cast = make_cast(Path(folder) / "instance", port=str(free_port()), **settings)
        with Server(cast.environ) as ours, Reference(Path(folder), bare_database) as bare:
            yield cast, ours, bare


@contextmanager
def databases_on(system: str, folder: Path) -> Iterator[tuple[Mapping[str, str], str]]:
    """The settings that lead to our database, and the address of the bare app's; both outlast a power cut."""
    if system == "sqlite":
        yield {}, f"sqlite:///{folder / 'reference.db'}"
        return
    with databases.cluster(durable=True) as made:
        yield {"database_url": databases.new_database(made.url)}, databases.new_database(made.url)


_NUMBERS = count()


def some_forms(cast: Cast, how_many: int) -> tuple[list[Waiting], list[str]]:
    """Check-ins that wait, each of a client of its own, and the keys of forms that are shown."""
    forms = [cast.begin(f"C-{next(_NUMBERS)}") for _ in range(how_many)]
    return forms, [cast.key(waiting) for waiting in forms]


def show(lines: Iterable[Line]) -> None:
    """Print them as they are found: a whole run takes minutes."""
    for name, figure, to_reach in lines:
        print(f"{name:<60}  {figure:<25}  {to_reach}".rstrip(), flush=True)  # noqa: T201


def costs(cast: Cast, ours: Server, bare: Server, scale: Scale) -> list[Line]:
    """In turns, so that all meet the same machine."""
    beside = with_therapist(log_in(ours, cast, cast.alice))
    kinds = ((ours, send), (bare, send), (ours, journey), (ours, beside))
    each = scale.visits // scale.rounds
    rounds = [
        [cost_of(server, visit, *some_forms(cast, each)) for server, visit in kinds] for _ in range(1 + scale.rounds)
    ]
    submit, floor, whole, seen = (total([one[place] for one in rounds[1:]]) for place in range(4))
    return [
        ("server CPU per sending", f"{submit.cpu_ms_each:.2f} ms", ""),
        ("  the bare one", f"{floor.cpu_ms_each:.2f} ms", ""),
        ("  times the bare one", f"{submit.cpu_ms_each / floor.cpu_ms_each:.2f}", "2.0"),
        ("server CPU per check-in", f"{whole.cpu_ms_each:.2f} ms", ""),
        ("  with the therapist's page", f"{seen.cpu_ms_each:.2f} ms", "10 ms"),
        ("check-ins per second, 8 clients", f"{whole.per_second:.0f}", "150"),
        ("sendings per second, 8 clients", f"{submit.per_second:.0f}", ""),
        ("  the bare one", f"{floor.per_second:.0f}", ""),
    ]


def total(parts: Sequence[Cost]) -> Cost:
    return Cost(sum(one.visits for one in parts), sum(one.seconds for one in parts), sum(one.cpu_s for one in parts))


def statements(cast: Cast) -> list[Line]:
    """As the app in this process sends them."""
    phone, waiting = cast.app.test_client(), cast.begin("counted")
    fields = {"item-understood": "9", "marked": "buttons", "key": cast.key(waiting)}
    with counted(cast) as of_form:
        phone.get(waiting.path)
    with counted(cast) as of_seen:
        phone.post(f"{waiting.path}/seen", data={"state": "opened"})
    with counted(cast) as of_sending:
        phone.post(waiting.path, data=fields)
    found = ", ".join(str(len(each)) for each in (of_form, of_seen, of_sending))
    return [("statements of form, seen, sending", found, "4, 3, 9")]


def push(cast: Cast, ours: Server, scale: Scale) -> list[Line]:
    with opened(ours, cast, scale.screens) as screens:
        idle = idle_share(ours, scale.push_s)
        heard = sent_to(screens, ours, cast, PER_SECOND * scale.push_s)
        memory = pss_mb(ours.processes())
    shares = " / ".join(f"{percentile(heard.delays_ms, share):.0f}" for share in (0.5, 0.99))
    return [
        (f"from sending to the therapist's pages, {scale.screens} open, p50 / p99", f"{shares} ms", "p99 100 ms"),
        ("  events that never came", str(heard.lost), "0"),
        ("  one core's share for pages that wait", f"{100 * idle:.1f} %", "5 %"),
        ("  memory of all processes (PSS)", f"{memory:.0f} MB", "200 MB"),
    ]


def first_visits(cast: Cast, ours: Server) -> Iterator[Line]:
    for name in ("gzip", "gzip, br"):
        requests, size = first_visit(ours, cast.begin().path, name)
        yield f"first visit, {name}", f"{requests} requests, {size:,} bytes", "3, under 12,000"


def main(scale: Scale, systems: Iterable[str]) -> None:
    for system in systems:
        with both(system) as (cast, ours, bare):
            show([(system, "here", "to reach")])
            show(first_visits(cast, ours))
            show(statements(cast))
            show(costs(cast, ours, bare, scale))
            show(push(cast, ours, scale))


if __name__ == "__main__":
    is_small = "--small" in sys.argv
    main(SMALL if is_small else WHOLE, ["sqlite"] if is_small else databases.found())
