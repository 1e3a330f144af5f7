"""The client's own list: written together, in an order, each entry kept or crossed out."""

import pytest

from kiosk.storage.tables import Goal
from tests.support.practice import WELL, Cast
from tests.support.sqlite_file import raw_bytes
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk, read

LIST = {"priorities": "  To sleep again.\r\n\r\nTalking with my sister\r\nTo sleep again.\r\n"}


def add(desk: Desk, lines: str) -> int:
    return desk.post(f"{desk.client_path()}/priorities", {"priorities": lines}).status_code


def shown(desk: Desk) -> str:
    return read(desk.get(desk.client_path()))


def test_each_line_is_an_entry_in_its_order_kept_once(cast: Cast, alice: Desk) -> None:
    cast.begin()
    reply = alice.post(f"{alice.client_path()}/priorities", LIST)
    assert (reply.status_code, reply.location.partition("#")[2]) == (303, "priorities")
    assert add(alice, "Talking with my sister\nWork") == 303
    assert stored(cast, Goal.kind) == ["priority"] * 3
    page = shown(alice)
    assert page.index("1. To sleep again.") < page.index("2. Talking with my sister") < page.index("3. Work")


@pytest.mark.sqlite_file
def test_the_words_are_sealed(cast: Cast, alice: Desk) -> None:
    cast.begin()
    add(alice, "To sleep again.")
    assert b"sleep again" not in raw_bytes(cast)


def test_an_entry_moves_up_one_place_and_the_first_stays(cast: Cast, alice: Desk) -> None:
    cast.begin()
    add(alice, "One\nTwo\nThree")
    for place, order in ((3, ["One", "Three", "Two"]), (3, ["Three", "One", "Two"]), (3, ["Three", "One", "Two"])):
        assert alice.post(f"{alice.goal_path(place).replace('goals', 'priorities')}/up").status_code == 303
        words = shown(alice)
        assert sorted(order, key=lambda entry: words.index(f". {entry}")) == order


def test_it_is_crossed_out_and_can_be_taken_up_again(cast: Cast, alice: Desk) -> None:
    cast.begin()
    add(alice, "One\nTwo")
    reply = alice.post(f"{alice.goal_path(1)}/end", {"list": "yes"})
    assert reply.location.endswith("#priorities")
    page = shown(alice)
    assert "1. Two" in page
    assert "Crossed out One Crossed out on 3 June." in page
    assert alice.post(f"{alice.goal_path(1)}/take-back", {"list": "yes"}).status_code == 303
    assert "1. One" in shown(alice)


def test_a_new_entry_comes_after_those_that_were_crossed_out(cast: Cast, alice: Desk) -> None:
    cast.begin()
    add(alice, "One\nTwo")
    alice.post(f"{alice.goal_path(2)}/end", {"list": "yes"})
    add(alice, "Three")
    alice.post(f"{alice.goal_path(2)}/take-back", {"list": "yes"})
    assert stored(cast, Goal.place) == [1, 2, 3]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("  \r\n ", "Write at least one thing, as the client says it."),
        ("x" * 401, "There is room for 400 characters on a line."),
        ("\n".join(map(str, range(21))), "There is room for 20 on the list."),
        ("a\x07b", "One character in the list cannot be saved."),
    ],
)
def test_a_list_that_cannot_be_kept_says_why_and_keeps_what_was_typed(
    cast: Cast, alice: Desk, lines: str, why: str
) -> None:
    cast.begin()
    page = alice.post(f"{alice.client_path()}/priorities", {"priorities": lines})
    assert page.status_code == 422
    assert why in read(page)
    assert count(cast, Goal) == 0


def test_a_low_mark_for_what_was_worked_on_shows_the_list(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    add(alice, "To sleep again.")
    cast.send(waiting, NOW, understood="9.4", topics="6.0", approach="9.4", overall="9.4")
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "What they want to work on, in their order 1. To sleep again." in page


@pytest.mark.parametrize("place", ["room", "telehealth"])
def test_a_good_mark_or_a_held_answer_shows_no_list(cast: Cast, alice: Desk, place: str) -> None:
    waiting = cast.begin(place=place)
    add(alice, "To sleep again.")
    cast.send(waiting, NOW, **(WELL if place == "room" else WELL | {"topics": "6.0"}))
    assert "What they want to work on" not in read(alice.get(f"/visits/{waiting.visit}"))


def test_the_list_is_in_the_record_with_its_order(cast: Cast, alice: Desk) -> None:
    cast.begin()
    add(alice, "One\nTwo")
    alice.post(f"{alice.goal_path(1)}/end", {"list": "yes"})
    (client,) = alice.get(f"{alice.client_path()}/record.json").get_json()["clients"]
    assert [(goal["words"], goal["place"], goal["ended_at"] is None) for goal in client["goals"]] == [
        ("One", 1, False),
        ("Two", 2, True),
    ]


def test_entries_of_the_list_are_no_goals(cast: Cast, alice: Desk) -> None:
    cast.begin()
    add(alice, "One")
    assert "Nothing is agreed yet." in shown(alice)
