"""A thank-you means the answer is on disk: kill -9 at any moment loses none and doubles none."""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from threading import Lock

import pytest
from sqlalchemy import select

from kiosk.config import load
from kiosk.storage.backends import backend_for
from kiosk.storage.db import reading
from kiosk.storage.tables import Response
from tests.servers.conftest import House
from tests.servers.ledger import tally
from tests.servers.visitors import answers, ask
from tests.support.practice import Cast, Waiting
from tests.support.servers import Server
from tests.support.sqlite_file import is_sound

SEED = "seven quiet lamps"
CLIENTS = 8
FORMS_TO_A_KILL = 3
"""Of each client."""
MOST_TRIES = 200


@dataclass
class Executioner:
    """Kills one worker or both after a number of thank-yous that follows from the seed, in the midst of the others."""

    server: Server
    most: int
    kills: int = 0
    _thanked: int = 0
    _lock: Lock = field(default_factory=Lock)

    def thanked(self) -> None:
        """Somebody was thanked; now and then it is too much."""
        with self._lock:
            self._thanked += 1
            draw = hashlib.sha256(f"{SEED} {self.kills}".encode()).digest()
            if self.kills < self.most and self._thanked > 8 + draw[0] % 20:
                self.server.kill_workers(1 + draw[1] % 2)
                self.kills, self._thanked = self.kills + 1, 0


@dataclass(frozen=True)
class Sent:
    """One form until it was acknowledged."""

    waiting: Waiting
    words: str
    tries: int


def send_until_thanked(server: Server, cast: Cast, waiting: Waiting, words: str) -> Sent:
    """The same key each time, as the page of a client does it."""
    fields = answers(cast.key(waiting), words)
    for tries in count(1):
        try:
            reply = ask(server, waiting.path, fields)
        except (OSError, HTTPException):
            assert tries < MOST_TRIES, "no worker came back"
            continue
        if reply.status == 303:
            return Sent(waiting, words, tries)
        assert reply.status == 503, reply.body
    raise AssertionError


def words_of(cast: Cast, sent: Sequence[Sent]) -> dict[str, str]:
    """The words stored with these, unsealed."""
    wanted = {one.waiting.check_in for one in sent}
    with cast.on_stage():
        return {
            one.check_in.public_id: one.words
            for one in reading().scalars(select(Response))
            if one.check_in.public_id in wanted
        }


@pytest.mark.soak
def test_kills_of_the_workers_under_load_lose_nothing_and_double_nothing(
    either_house: House, times: Callable[[int, int], int]
) -> None:
    house, kills = either_house, times(3, 100)
    cast, executioner = house.cast, Executioner(house.server, kills)
    each = range(FORMS_TO_A_KILL * kills)
    forms = [[cast.begin(f"C-{client}-{number}") for number in each] for client in range(CLIENTS)]

    def one_client(mine: list[Waiting]) -> list[Sent]:
        done = []
        for waiting in mine:
            done.append(send_until_thanked(house.server, cast, waiting, f"words of {waiting.check_in}"))
            executioner.thanked()
        return done

    with ThreadPoolExecutor(CLIENTS) as together:
        sent = [one for done in together.map(one_client, forms) for one in done]
    assert executioner.kills == kills
    assert sum(one.tries > 1 for one in sent) > 0, "no kill met anybody in the midst of sending"
    assert tally(cast, [one.waiting for one in sent]) == {(1, 1): CLIENTS * len(each)}
    assert words_of(cast, sent) == {one.waiting.check_in: one.words for one in sent}
    assert backend_for(load(cast.environ).database_url).faults() == []


def test_a_killed_master_takes_no_acknowledged_answer_with_it(house: House) -> None:
    cast, server = house.cast, house.server
    forms = [cast.begin(f"C-{number}") for number in range(30)]
    sent = [send_until_thanked(server, cast, waiting, "kept") for waiting in forms[:20]]
    server.kill_master()
    server.start()
    sent += [send_until_thanked(server, cast, waiting, "kept") for waiting in forms[20:]]
    assert tally(cast, forms) == {(1, 1): 30}
    assert set(words_of(cast, sent).values()) == {"kept"}
    assert is_sound(cast)
