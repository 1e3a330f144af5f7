"""A database server that stops, throws everybody out, is full, or cannot be reached: kept, told, and sent once."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.servers.ledger import tally
from tests.servers.proxy import Network
from tests.servers.reloads import Listener, send_until_taken
from tests.servers.visitors import Reply, answers, ask, log_in
from tests.support import databases
from tests.support.databases import Cluster
from tests.support.practice import Cast, Waiting, make_cast
from tests.support.servers import Server, free_port, wait_until

BACK_WITHIN_S = 30, 5
"""In an ordinary run, where other tests keep the machine busy, and in `make soak`."""
ROLE = "clinic"
THROW_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clinic'"


@dataclass(frozen=True)
class Clinic:
    """A practice, its server, the database server under it, and the network between the two."""

    cluster: Cluster
    cast: Cast
    server: Server
    network: Network

    def send(self, waiting: Waiting, words: str = "") -> Reply:
        return ask(self.server, waiting.path, answers(self.cast.key(waiting), words))

    def is_well(self) -> bool:
        return ask(self.server, "/healthz").status == 200


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """On a role of its own that owns its database and nothing else; tests write past the network."""
    port = free_port()
    with databases.cluster(port) as cluster:
        cluster.run(f"CREATE ROLE {ROLE} LOGIN")
        cluster.run(f"CREATE DATABASE {ROLE} OWNER {ROLE}")
        network, url = Network(port), f"postgresql://{ROLE}@127.0.0.1:{port}/{ROLE}"
        cast = make_cast(tmp_path_factory.mktemp("clinic") / "instance", port=str(free_port()), database_url=url)
        environ = cast.environ | {"KIOSK_DATABASE_URL": url.replace(str(port), str(network.port))}
        with Server(environ) as server:
            yield Clinic(cluster, cast, server, network)
        network.close()


def has_kept(reply: Reply, words: str) -> bool:
    """Return whether it says that nothing is saved yet, and keeps what was typed for the next try."""
    return reply.status == 503 and "Not saved yet" in reply.body and words in reply.body


@pytest.mark.soak
def test_a_database_server_that_crashes_and_comes_back_loses_and_doubles_nothing(
    clinic: Clinic, times: Callable[[int, int], int]
) -> None:
    cast, server = clinic.cast, clinic.server
    forms = [cast.begin(f"C-{number}") for number in range(40)]
    keys = {waiting.token: cast.key(waiting) for waiting in forms}
    page, over = Listener(server, log_in(server, cast, cast.alice)), Event()
    listening = Thread(target=page.listen, args=(over,))
    listening.start()
    wait_until(lambda: page.last is not None, "the page listens")

    def send_all() -> None:
        for each in forms:
            send_until_taken(server, each, keys[each.token])

    sending = Thread(target=send_all)
    sending.start()
    wait_until(lambda: len(page.heard) > 3, "some were sent")
    clinic.cluster.stop()
    assert has_kept(ask(server, forms[-1].path, answers(keys[forms[-1].token], "my own words")), "my own words")
    assert ask(server, "/healthz").status == 503
    clinic.cluster.start()
    back = time.monotonic()
    wait_until(clinic.is_well, "the server is well again")
    assert time.monotonic() - back < times(*BACK_WITHIN_S)
    sending.join()
    wait_until(lambda: len({one.data for one in page.heard}) >= len(forms), "the page has heard of all")
    over.set()
    cast.begin("C-LAST")
    listening.join()
    assert tally(cast, forms) == {(1, 1): len(forms)}
    assert [one.id for one in page.heard] == sorted({one.id for one in page.heard}, key=page_order)


def page_order(event_id: str) -> int:
    return int(event_id.split("-")[1])


def test_connections_that_are_cut_are_made_again_without_a_word(clinic: Clinic) -> None:
    forms = [clinic.cast.begin(f"C-CUT-{number}") for number in range(6)]
    assert [clinic.send(waiting).status for waiting in forms[:3]] == [303] * 3
    clinic.cluster.run(THROW_OUT)
    assert [clinic.send(waiting).status for waiting in forms[3:]] == [303] * 3
    assert tally(clinic.cast, forms) == {(1, 1): 6}


def test_without_a_connection_to_be_had_it_is_not_saved_yet_and_then_it_is(clinic: Clinic) -> None:
    waiting = clinic.cast.begin("C-NONE")
    key = clinic.cast.key(waiting)
    clinic.cluster.run(f"ALTER ROLE {ROLE} CONNECTION LIMIT 0")
    clinic.cluster.run(THROW_OUT)
    refused = ask(clinic.server, waiting.path, answers(key, "my own words"))
    clinic.cluster.run(f"ALTER ROLE {ROLE} CONNECTION LIMIT -1")
    assert has_kept(refused, "my own words")
    assert ask(clinic.server, waiting.path, answers(key)).status == 303
    assert tally(clinic.cast, [waiting]) == {(1, 1): 1}


@pytest.mark.soak
def test_a_standby_can_be_read_and_takes_answers_once_it_is_promoted(
    clinic: Clinic, times: Callable[[int, int], int]
) -> None:
    waiting = clinic.cast.begin("C-STANDBY")
    key, cookie = clinic.cast.key(waiting), log_in(clinic.server, clinic.cast, clinic.cast.alice)
    clinic.cluster.stop()
    standby = Path(clinic.cluster.folder, "data", "standby.signal")
    standby.touch()
    os.chown(standby, *_owner(standby.parent))
    clinic.cluster.start()
    wait_until(lambda: ask(clinic.server, "/", headers={"Cookie": cookie}).status == 200, "pages can be read")
    refused = ask(clinic.server, waiting.path, answers(key, "my own words"))
    assert has_kept(refused, "my own words")
    assert ask(clinic.server, "/healthz").status == 503
    clinic.cluster.run("SELECT pg_promote()")
    promoted = time.monotonic()
    send_until_taken(clinic.server, waiting, key)
    assert time.monotonic() - promoted < times(*BACK_WITHIN_S)
    assert tally(clinic.cast, [waiting]) == {(1, 1): 1}


def _owner(path: Path) -> tuple[int, int]:
    return path.stat().st_uid, path.stat().st_gid


@pytest.mark.soak
def test_a_network_that_swallows_everything_is_given_up_and_found_again(
    clinic: Clinic, times: Callable[[int, int], int]
) -> None:
    waiting = clinic.cast.begin("C-SWALLOWED")
    key = clinic.cast.key(waiting)
    with clinic.network.swallowing():
        refused = ask(clinic.server, waiting.path, answers(key, "my own words"))
    assert has_kept(refused, "my own words")
    back = time.monotonic()
    send_until_taken(clinic.server, waiting, key)
    assert time.monotonic() - back < times(*BACK_WITHIN_S)
    assert tally(clinic.cast, [waiting]) == {(1, 1): 1}


def test_nothing_of_a_row_is_ever_in_the_log(clinic: Clinic) -> None:
    waiting = clinic.cast.begin("C-LOGGED")
    clinic.cluster.run("ALTER TABLE responses ADD CONSTRAINT refused CHECK (marked <> 'line') NOT VALID", ROLE)
    broken = clinic.send(waiting, "words that nobody may read")
    clinic.cluster.run("ALTER TABLE responses DROP CONSTRAINT refused", ROLE)
    assert broken.status == 500
    assert "violates check constraint" in clinic.server.output()
    assert not [each for each in ("Failing row", "nobody may read", waiting.token) if each in clinic.server.output()]
    assert clinic.send(waiting).status == 303
