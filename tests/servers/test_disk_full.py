"""A full disk: said plainly, nothing half-stored, and it goes on when there is room again."""

from collections import Counter

from tests.servers.conftest import House
from tests.servers.ledger import tally
from tests.servers.visitors import answers, ask, log_in
from tests.support.practice import Waiting
from tests.support.servers import UNLIMITED
from tests.support.sqlite_file import is_sound

ROOM = 256 * 1024
FORMS = 40


def send_all(house: House, forms: list[Waiting], keys: list[str]) -> list[int]:
    return [ask(house.server, waiting.path, answers(key)).status for waiting, key in zip(forms, keys, strict=True)]


def test_a_full_disk_stores_nothing_by_halves_and_all_of_it_once_there_is_room(house: House) -> None:
    cast, server = house.cast, house.server
    forms = [cast.begin(f"C-{number}") for number in range(FORMS)]
    keys = [cast.key(waiting) for waiting in forms]
    server.limit_files(ROOM)
    statuses = send_all(house, forms, keys)
    thanked = statuses.count(303)
    assert set(statuses) <= {303, 503}
    assert statuses[-1] == 503, "the disk never became full"
    assert tally(cast, forms) == Counter({(1, 1): thanked, (0, 0): FORMS - thanked})
    assert is_sound(cast)


def test_without_room_it_says_not_saved_yet_and_pages_can_still_be_read(house: House) -> None:
    cast, server = house.cast, house.server
    cookie = log_in(server, cast, cast.alice)
    waiting = cast.begin()
    server.limit_files(1)
    reply = ask(server, waiting.path, answers(cast.key(waiting), "my own words"))
    assert (reply.status, "Not saved yet" in reply.body, "my own words" in reply.body) == (503, True, True)
    assert int(reply.headers["retry-after"]) > 0
    assert ask(server, "/", headers={"Cookie": cookie}).status == 200
    assert tally(cast, [waiting]) == {(0, 0): 1}


def test_when_there_is_room_again_the_same_sendings_work_without_a_restart_and_after_one(house: House) -> None:
    cast, server = house.cast, house.server
    forms = [cast.begin(f"C-{number}") for number in range(6)]
    keys = [cast.key(waiting) for waiting in forms]
    server.limit_files(1)
    assert set(send_all(house, forms, keys)) == {503}
    server.limit_files(UNLIMITED)
    assert set(send_all(house, forms[:3], keys[:3])) == {303}
    server.limit_files(1)
    assert set(send_all(house, forms[3:], keys[3:])) == {503}
    server.stop()
    server.start()
    assert set(send_all(house, forms, keys)) == {303}
    assert tally(cast, forms) == {(1, 1): 6}
    assert is_sound(cast)
