"""However many devices send at the same moment, one check-in gets one response."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from tests.servers.conftest import House
from tests.servers.ledger import tally
from tests.servers.visitors import HANGS_S, announce_on, answers, send_on
from tests.support.servers import Server
from tests.support.sqlite_file import is_sound

AT_ONCE = 50
LEAST_EACH = 15
MOST_CONNECTIONS = 300


@contextmanager
def announced(
    server: Server, path: str, forms: Sequence[Mapping[str, str]], headers: Mapping[str, str] | None = None
) -> Iterator[list[HTTPConnection]]:
    """A connection for each form: a worker has the head of its sending and waits for the rest; none has only a few."""
    (size,) = {len(urlencode(form)) for form in forms}
    server.wait_until_all_accept()
    with ExitStack() as stack:
        held: dict[int, list[HTTPConnection]] = {worker: [] for worker in server.workers()}
        for _ in range(MOST_CONNECTIONS):
            connection = HTTPConnection(server.host, server.port, timeout=HANGS_S)
            stack.callback(connection.close)
            announce_on(connection, path, size, headers)
            held[server.holder(connection)].append(connection)
            if sum(map(len, held.values())) >= len(forms) and all(len(mine) >= LEAST_EACH for mine in held.values()):
                break
        assert all(len(mine) >= LEAST_EACH for mine in held.values()), "one worker took nearly all connections"
        evenly = sorted((place, worker) for worker, mine in held.items() for place in range(len(mine)))
        yield [held[worker][place] for place, worker in evenly][: len(forms)]


@pytest.mark.parametrize(("how_many_keys", "accepted"), [(1, 50), (10, 5), (50, 1)])
def test_fifty_sendings_at_once_to_two_workers_store_one_response(
    shared_house: House, how_many_keys: int, accepted: int
) -> None:
    cast, server = shared_house.cast, shared_house.server
    waiting = cast.begin()
    keys = [cast.key(waiting) for _ in range(how_many_keys)] * (AT_ONCE // how_many_keys)
    forms = [answers(key) for key in keys]
    with announced(server, waiting.path, forms) as connections, ThreadPoolExecutor(AT_ONCE) as together:
        replies = list(together.map(send_on, connections, forms))
    assert Counter(reply.status for reply in replies) == Counter({303: accepted, 410: AT_ONCE - accepted})
    assert len({key for key, reply in zip(keys, replies, strict=True) if reply.status == 303}) == 1
    assert len({(reply.headers["location"], reply.body) for reply in replies if reply.status == 303}) == 1
    assert tally(cast, [waiting]) == {(1, 1): 1}
    assert is_sound(cast)


def test_a_script_that_sends_the_same_twice_is_told_the_same_twice(shared_house: House) -> None:
    cast, server = shared_house.cast, shared_house.server
    waiting = cast.begin()
    forms = [answers(cast.key(waiting))] * LEAST_EACH * 2
    with announced(server, waiting.path, forms, {"Accept": "application/json"}) as connections:
        told = {send_on(connection, form).body for connection, form in zip(connections, forms, strict=True)}
    assert len(told) == 1
    assert tally(cast, [waiting]) == {(1, 1): 1}
