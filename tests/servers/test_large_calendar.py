"""A calendar of 50 MB, read by the process for jobs while clients send: nobody waits for it, and little is held of it.

Measured with two workers on two cores, under `make soak`; the sieve has a test of its own in `tests/unit`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select

from kiosk import clock
from kiosk.actions.visits.calendar import give_address
from kiosk.storage.db import reading
from kiosk.storage.tables import Calendar
from tests.servers.conftest import House
from tests.servers.visitors import in_figures, sent_in
from tests.support.practice import Cast, make_cast
from tests.support.servers import Server, children, free_port

MB = 1_000_000
NOT_SAVED_S = 5.0
"""After that long, a client is told that the answer is not saved yet."""
HELD_MB = 48
"""More memory than that, beside what the program takes anyway, would be held of the calendar."""
BEFORE = 30


def large(size: int) -> Iterator[bytes]:
    """Years of entries, each with a long description; one is of tomorrow."""
    yield b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    begins, sent, number = datetime(2012, 1, 2, 8), 0, 0  # noqa: DTZ001 -- of the calendar's own zone
    text = "\r\n ".join(["a description that is nobody's business here " * 2] * 6)
    while sent < size:
        at = begins + timedelta(minutes=45 * number)
        lines = (f"UID:{number}", f"DTSTART;TZID=Europe/Berlin:{at:%Y%m%dT%H%M%S}", f"DESCRIPTION:{text}")
        entry = "\r\n".join(["BEGIN:VEVENT", *lines, f"SUMMARY:C-{number % 900:03}", "END:VEVENT", ""]).encode()
        number, sent = number + 1, sent + len(entry)
        yield entry
    tomorrow = clock.now() + timedelta(days=1)
    yield f"BEGIN:VEVENT\r\nUID:x\r\nDTSTART:{tomorrow:%Y%m%dT%H%M00Z}\r\nSUMMARY:C-001\r\nEND:VEVENT\r\n".encode()
    yield b"END:VCALENDAR\r\n"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    cast = make_cast(tmp_path / "instance", port=str(free_port()), private_networks="127.0.0.0/8")
    with Server(cast.environ, workers=2) as server:
        yield House(cast, server)


@pytest.fixture
def address(times: Callable[[int, int], int]) -> Iterator[str]:
    size = times(0, 50)
    if not size:
        pytest.skip("The sieve's own test reads a sample.")
    pieces = list(large(size * MB))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            for place in range(0, len(pieces), 100):
                self.wfile.write(b"".join(pieces[place : place + 100]))

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/basic.ics"
        running.shutdown()


def is_read(cast: Cast) -> bool:
    with cast.on_stage():
        return any(reading().scalars(select(Calendar.look)))


def held_kb(pid: int) -> int:
    """The most memory that a process has had so far."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


@pytest.mark.soak
def test_a_large_calendar_slows_nobody_who_sends(
    house: House, address: str, record_property: Callable[[str, object], None]
) -> None:
    cast, jobs = house.cast, house.server.jobs_process()
    coming = map("C-{}".format, count())
    before = [sent_in(house.server, cast.begin(next(coming))) for _ in range(BEFORE)]
    with cast.on_stage():
        allowed = cast.app.extensions["kiosk-config"].private_networks
        give_address(cast.actor(cast.alice), address, allowed, clock.now())
    during, held = list[float](), 0
    while not is_read(cast):
        during.append(sent_in(house.server, cast.begin(next(coming))))
        held = max([held, *map(held_kb, children(jobs))])
    for name, times in (("before", before), ("during", during)):
        record_property(name, in_figures(times))
    record_property("memory", f"{held / 1000:.0f} MB")
    assert max(during) < NOT_SAVED_S
    assert held < 200_000 + HELD_MB * 1000
