"""While another process holds the database, nobody's page stands still, and nobody is thanked too early."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

from sqlalchemy import func, select

from kiosk.storage.db import reading
from kiosk.storage.tables import Response
from tests.servers.conftest import House
from tests.servers.ledger import tally
from tests.servers.visitors import Reply, answers, ask
from tests.support.practice import Cast, Waiting
from tests.support.sqlite_file import database, is_sound

A_WHILE_S, BREATH_S = 1.5, 0.02
"""75 rounds at most: after a hundred links that open nothing, whoever asks is slowed down."""
HOLDER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
database.execute("ROLLBACK")
"""


@contextmanager
def another_process_writes(cast: Cast) -> Iterator[None]:
    """A backup, or somebody with a database browser: holds the write lock for as long as the block runs."""
    holding = [sys.executable, "-c", HOLDER, str(database(cast))]
    with subprocess.Popen(holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        try:
            assert holder.stdout.readline() == b"held\n"
            yield
        finally:
            holder.stdin.close()


def look_around(house: House, waiting: Waiting, posted: "Future[Reply]", for_s: float) -> list[tuple[int, bool]]:
    """Other pages of the same worker, asked for meanwhile: the status, and whether the sending still waited then."""
    seen, ends = [], monotonic() + for_s
    while monotonic() < ends:
        replies = [ask(house.server, path) for path in (waiting.path, "/login", "/healthz", "/c/nobody")]
        seen += [(reply.status, not posted.done()) for reply in replies]
        sleep(BREATH_S)
    return seen


def test_a_sending_waits_for_its_turn_and_no_other_page_waits_with_it(small_house: House) -> None:
    cast = small_house.cast
    waiting, other = cast.begin("C-1"), cast.begin("C-2")
    with ThreadPoolExecutor(1) as aside:
        with another_process_writes(cast):
            posted = aside.submit(ask, small_house.server, waiting.path, answers(cast.key(waiting)))
            seen = look_around(small_house, other, posted, A_WHILE_S)
        assert posted.result().status == 303
    assert set(seen) == {(200, True), (410, True)}
    assert tally(cast, [waiting, other]) == {(1, 1): 1, (0, 0): 1}


def test_a_database_held_too_long_says_not_saved_yet_and_the_same_sending_works_later(small_house: House) -> None:
    cast, server = small_house.cast, small_house.server
    forms = [cast.begin(f"C-{number}") for number in range(8)]
    sendings = [(waiting.path, answers(cast.key(waiting), "my own words")) for waiting in forms]
    with another_process_writes(cast), ThreadPoolExecutor(len(forms)) as together:
        refused = list(together.map(lambda sending: ask(server, *sending), sendings))
    assert {reply.status for reply in refused} == {503}
    assert all(int(reply.headers["retry-after"]) > 0 and "Not saved yet" in reply.body for reply in refused)
    assert all("my own words" in reply.body for reply in refused)
    assert tally(cast, forms) == {(0, 0): 8}
    assert {ask(server, *sending).status for sending in sendings} == {303}
    assert tally(cast, forms) == {(1, 1): 8}
    assert is_sound(cast)


def test_a_script_is_told_the_same_in_json(small_house: House) -> None:
    cast = small_house.cast
    waiting = cast.begin()
    with another_process_writes(cast):
        reply = ask(small_house.server, waiting.path, answers(cast.key(waiting)), {"Accept": "application/json"})
    assert (reply.status, "Not saved yet" in reply.body, reply.headers["content-type"]) == (
        503,
        True,
        "application/json",
    )


def test_a_long_reader_is_in_nobodys_way(small_house: House) -> None:
    cast = small_house.cast
    waiting = cast.begin()
    responses = select(func.count()).select_from(Response)
    with cast.on_stage():
        before = reading().scalars(responses).one()
        reply = ask(small_house.server, waiting.path, answers(cast.key(waiting)))
        after = reading().scalars(responses).one()
    assert (reply.status, before, after) == (303, 0, 0)
    assert tally(cast, [waiting]) == {(1, 1): 1}
