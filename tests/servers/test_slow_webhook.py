"""Webhooks whose receivers never answer, while clients send: nobody waits for them. Measured under `make soak`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from socket import create_server, socket
from statistics import median
from threading import Thread

import pytest

from kiosk import clock
from kiosk.actions.accounts.webhooks import WantedWebhook, make_webhook
from kiosk.domain.webhooks import Cause
from tests.servers.conftest import House
from tests.servers.visitors import in_figures, sent_in
from tests.support.practice import make_cast
from tests.support.servers import Server, free_port, wait_until

WEBHOOKS = 5


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    cast = make_cast(tmp_path / "instance", port=str(free_port()), private_networks="127.0.0.0/8")
    with Server(cast.environ, workers=2) as server:
        yield House(cast, server)


@dataclass
class Receiver:
    """A server that takes messages, and says so at once, or never."""

    port: int
    is_silent: bool = False
    came: int = 0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with create_server(("127.0.0.1", 0), backlog=200) as listening:
        made, held = Receiver(listening.getsockname()[1]), list[socket]()

        def listen() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                connection.recv(65_536)
                made.came += 1
                if made.is_silent:
                    held.append(connection)
                else:
                    connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
                    connection.close()

        Thread(target=listen, daemon=True).start()
        yield made


@pytest.mark.soak
def test_receivers_that_never_answer_slow_nobody_who_sends(
    house: House, receiver: Receiver, times: Callable[[int, int], int], record_property: Callable[[str, object], None]
) -> None:
    sends = times(0, 60)
    if not sends:
        pytest.skip("It is measured under make soak: the messages have tests of their own.")
    cast, coming, took = house.cast, map("C-{}".format, count()), dict[bool, list[float]]()
    with cast.on_stage():
        actor, allowed = cast.actor(cast.alice), cast.app.extensions["kiosk-config"].private_networks
        for number in range(WEBHOOKS):
            wanted = WantedWebhook(f"Desk {number}", f"http://127.0.0.1:{receiver.port}/in", [Cause.SENT])
            make_webhook(actor, wanted, allowed, clock.now())
    for is_silent in (False, True):
        receiver.is_silent, before = is_silent, receiver.came
        sent_in(house.server, cast.begin(next(coming)))
        wait_until(lambda before=before: receiver.came >= before + WEBHOOKS, "a message at each receiver", 60)  # type: ignore[misc]  # bound at once
        took[is_silent] = [sent_in(house.server, cast.begin(next(coming))) for _ in range(sends)]
        record_property("silent" if is_silent else "answering", in_figures(took[is_silent]))
    assert median(took[True]) < 1.5 * median(took[False]) + 0.05
