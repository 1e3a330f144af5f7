"""The keys of clients that a process has opened: each practice's are read once, and none is kept for long."""

from collections.abc import Mapping

import pytest

from kiosk.keys import ClientKey, Keys, Unopened, named_in
from kiosk.storage import ring as module
from kiosk.storage.ring import KEPT_S, MISSED_S, Ring

ONE, OTHER, NOBODY = "0a" * 16, "0b" * 16, "ff" * 16
ABOUT = "goals.words:1"


class Database:
    """Two keys of one practice; it counts how often they are read."""

    def __init__(self) -> None:
        self.stored, self.reads = {ONE: b"1" * 32, OTHER: b"2" * 32}, 0
        self.now = 1000.0

    def read(self, name: str) -> Mapping[str, bytes]:
        self.reads += 1
        return dict(self.stored) if name in self.stored else {}


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    made = Database()
    monkeypatch.setattr(module, "monotonic", lambda: made.now)
    return made


@pytest.fixture
def ring(database: Database) -> Ring:
    return Ring(Keys(b"k" * 32), database.read, lambda _, name, stored: ClientKey(name, stored))


def test_what_a_client_s_key_seals_names_it_and_opens_with_it_in_its_place_alone() -> None:
    key = ClientKey.new(ONE)
    sealed = key.seal(ABOUT, b"the yellow door")
    assert (named_in(sealed), key.open(ABOUT, sealed)) == (ONE, b"the yellow door")
    assert named_in(Keys(b"k" * 32).seal("words", ABOUT, b"the yellow door")) is None
    for other, about, value in (
        (ClientKey.new(ONE), ABOUT, sealed),
        (key, "goals.words:2", sealed),
        (key, ABOUT, sealed[:-1]),
        (key, ABOUT, sealed[:20]),
    ):
        with pytest.raises(Unopened):
            other.open(about, value)


def test_one_reading_finds_every_key_of_a_practice(ring: Ring, database: Database) -> None:
    assert [ring.key(name) is not None for name in (ONE, OTHER, ONE)] == [True, True, True]
    assert database.reads == 1


def test_a_key_that_is_not_there_is_asked_for_once_a_second_and_found_once_it_is(
    ring: Ring, database: Database
) -> None:
    assert [ring.key(NOBODY) for _ in range(80)] == [None] * 80
    assert database.reads == 1
    database.stored[NOBODY] = b"3" * 32
    database.now += 2 * MISSED_S
    assert ring.key(NOBODY) == ClientKey(NOBODY, b"3" * 32)


def test_a_key_that_another_process_makes_is_found(ring: Ring, database: Database) -> None:
    ring.key(ONE)
    database.stored[NOBODY] = b"3" * 32
    assert ring.key(NOBODY) is not None
    assert database.reads == 2


def test_a_key_that_another_process_erases_is_forgotten_in_time(ring: Ring, database: Database) -> None:
    ring.key(ONE)
    del database.stored[ONE]
    for _ in range(2):
        database.now += KEPT_S + 1
        ring.key(OTHER)
    assert ring.key(ONE) is None


def test_a_key_that_is_erased_here_is_forgotten_at_once(ring: Ring, database: Database) -> None:
    ring.key(ONE)
    del database.stored[ONE]
    ring.drop([ONE])
    assert ring.key(ONE) is None
    assert ring.key(OTHER) is not None


def test_a_key_that_is_not_committed_yet_stays_while_others_are_read_anew(ring: Ring, database: Database) -> None:
    made = ClientKey.new(NOBODY)
    ring.add(made)
    database.now += KEPT_S + 1
    assert ring.key(NOBODY) == made


def test_it_does_not_grow_without_end(ring: Ring, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    for name in (ONE, OTHER, ONE, OTHER):
        assert ring.key(name) is not None
    assert len(vars(ring)["_opened"]) + len(vars(ring)["_former"]) <= 4
    assert database.reads == 4, "two are read, which is more than are kept"
