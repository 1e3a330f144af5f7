"""One table of what the server costs, beside a floor that is measured in the same run. Nothing here fails by time."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.first_visit import first_visit
from tests.bench.gauges import percentile, pss_mb
from tests.bench.load import Cost, cost_of, journey, send
from tests.bench.push import PER_SECOND, STREAMS, delays_ms
from tests.support.practice import Cast, Waiting, make_cast
from tests.support.servers import Server, free_port

VISITS = 400
ROUNDS = 4
PUSH_FOR_S = 10
CLIENTS_OF_ALICE = 80


class Reference(Server):
    """The bare app, by as many workers of the same kind."""

    def __init__(self, folder: Path) -> None:
        super().__init__({"KIOSK_INSTANCE": str(folder / "x"), "KIOSK_PORT": str(free_port())})
        self._database = str(folder / "reference.db")

    def start(self) -> "Reference":
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
            env=os.environ | {"REFERENCE_DATABASE": self._database},
        )
        self.wait_until_ready()
        return self


@contextmanager
def both() -> Iterator[tuple[Cast, Server, Server]]:
    """Our server and the bare one, over files of their own."""
    with tempfile.TemporaryDirectory() as folder:
        cast = make_cast(Path(folder) / "instance", port=str(free_port()))
        with Server(cast.environ) as ours, Reference(Path(folder)) as bare:
            yield cast, ours, bare


def some_forms(cast: Cast, how_many: int) -> tuple[list[Waiting], list[str]]:
    """Check-ins that wait, a handful for each client, with the keys of forms that are shown."""
    forms = [cast.begin(f"C-{number % CLIENTS_OF_ALICE}") for number in range(how_many)]
    return forms, [cast.key(waiting) for waiting in forms]


def table(lines: Sequence[tuple[str, str, str]]) -> None:
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    for line in lines:
        print("  ".join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip())  # noqa: T201


def costs(cast: Cast, ours: Server, bare: Server) -> list[tuple[str, str, str]]:
    """In turns, so that both meet the same machine."""
    for server in (ours, bare):
        cost_of(server, send, *some_forms(cast, 40))
    rounds = [
        [cost_of(server, send, *some_forms(cast, VISITS // ROUNDS)) for server in (ours, bare)] for _ in range(ROUNDS)
    ]
    submit, floor = (total([one[place] for one in rounds]) for place in (0, 1))
    whole = cost_of(ours, journey, *some_forms(cast, VISITS))
    return [
        ("server CPU per sending", f"{submit.cpu_ms_each:.2f} ms", "1.5 x the bare one"),
        ("  the bare one", f"{floor.cpu_ms_each:.2f} ms", ""),
        ("  times the bare one", f"{submit.cpu_ms_each / floor.cpu_ms_each:.2f}", "1.5"),
        ("server CPU per completed check-in", f"{whole.cpu_ms_each:.2f} ms", "10 ms"),
        ("completed per second, 8 clients", f"{whole.per_second:.0f}", "150"),
        ("sendings per second, 8 clients", f"{submit.per_second:.0f}", ""),
        ("  the bare one", f"{floor.per_second:.0f}", ""),
    ]


def total(parts: Sequence[Cost]) -> Cost:
    return Cost(sum(one.visits for one in parts), sum(one.seconds for one in parts), sum(one.cpu_s for one in parts))


def push(cast: Cast, ours: Server) -> list[tuple[str, str, str]]:
    delays, lost = delays_ms(ours, cast, *some_forms(cast, PER_SECOND * PUSH_FOR_S))
    shares = " / ".join(f"{percentile(delays, share):.0f}" for share in (0.5, 0.99))
    return [
        (f"from sending to {STREAMS} open pages, p50 / p99", f"{shares} ms", "p99 100 ms"),
        ("  events that never came", str(lost), "0"),
    ]


def main() -> None:
    with both() as (cast, ours, bare):
        waiting = cast.begin()
        visits = {name: first_visit(ours, waiting.path, name) for name in ("gzip", "gzip, br")}
        lines = [("", "here", "to reach"), *costs(cast, ours, bare), *push(cast, ours)]
        lines.append(("memory of all processes (PSS)", f"{pss_mb([ours.pid, *ours.workers()]):.0f} MB", "200 MB"))
        for name, (requests, size) in visits.items():
            lines.append((f"first visit, {name}", f"{requests} requests, {size:,} bytes", "3, under 12,000"))
    table(lines)


if __name__ == "__main__":
    main()
