"""Clients that come all at once, each on a connection of its own."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection

from tests.bench.gauges import cpu_s
from tests.servers.visitors import answers, ask_on, hidden
from tests.support.practice import Waiting
from tests.support.servers import Server

CLIENTS = 8
Visit = Callable[[HTTPConnection, Waiting, str], None]


@dataclass(frozen=True)
class Cost:
    """The time that so many visits took: of the clock, and of the server's processors."""

    visits: int
    seconds: float
    cpu_s: float

    @property
    def cpu_ms_each(self) -> float:
        return self.cpu_s * 1000 / self.visits

    @property
    def per_second(self) -> float:
        return self.visits / self.seconds


def send(connection: HTTPConnection, waiting: Waiting, key: str) -> None:
    """The one request that stores something."""
    assert ask_on(connection, waiting.path, answers(key, "It went well.")).status == 303


def journey(connection: HTTPConnection, waiting: Waiting, _key: str) -> None:
    """All that a client's phone asks for while style and script are in its cache."""
    page = ask_on(connection, waiting.path)
    ask_on(connection, f"{waiting.path}/seen", {"state": "opened"})
    ask_on(connection, f"{waiting.path}/seen", {"state": "answering"})
    sent = ask_on(connection, waiting.path, answers(hidden(page, "key"), "It went well."))
    thanks = ask_on(connection, sent.headers["location"], headers={"Cookie": sent.cookies})
    assert (page.status, sent.status, thanks.status) == (200, 303, 200)


def with_therapist(cookie: str) -> Visit:
    """The same, and the part of the therapist's page that is fetched once it was sent."""

    def visit(connection: HTTPConnection, waiting: Waiting, key: str) -> None:
        journey(connection, waiting, key)
        headers = {"Cookie": cookie, "X-Asked-By": "page"}
        assert ask_on(connection, f"/visits/{waiting.visit}/live", headers=headers).status == 200

    return visit


def cost_of(server: Server, visit: Visit, forms: Sequence[Waiting], keys: Sequence[str]) -> Cost:
    """All of these visits, by several clients at the same time."""

    def one_client(number: int) -> None:
        connection = HTTPConnection(server.host, server.port, timeout=60)
        for place in range(number, len(forms), CLIENTS):
            visit(connection, forms[place], keys[place])
        connection.close()

    workers = server.workers()
    before, began = cpu_s(workers), time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as together:
        list(together.map(one_client, range(CLIENTS)))
    return Cost(len(forms), time.monotonic() - began, cpu_s(workers) - before)
