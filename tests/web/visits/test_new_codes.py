"""A new code that looks like one that is there is neither silently the same nor silently new."""

import pytest

from kiosk.storage.tables import CheckIn, Client
from tests.support.practice import WELL, Cast
from tests.support.stored import count, dump, stored
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.page_rules import parse


def start(desk: Desk, code: str, **more: str) -> tuple[int, str]:
    response = desk.post("/visits", {"client": code, "language": "de"} | more)
    return response.status_code, response.location or response.text


@pytest.fixture
def known(cast: Cast, alice: Desk) -> None:
    """A-01 was here, and is paused."""
    cast.send(cast.begin("A-01", at=NOW.replace(month=5)), NOW.replace(month=5), **WELL)
    alice.post(f"{alice.client_path()}/pause", {"reason": "other"})


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("code", ["A01", "a-01", "A 01", "A.01", "AO1", "A-0l", "A-OI", "\uff2101"])
def test_it_asks_and_begins_nothing(cast: Cast, alice: Desk, code: str) -> None:
    before = dump(cast)
    status, page = start(alice, code)
    assert status == 409
    assert f"New client {code}? You have A-01 (paused)." in page
    assert dump(cast) == before


def pressed(page: str, says: str) -> dict[str, str]:
    """The fields that this button sends."""
    form = next(each for each in parse(page).all("form") if each.get("class") == "whose")
    fields = {box.get("name", ""): box.get("value", "") for box in form.iter("input")}
    button = next(each for each in form.iter("button") if "".join(each.itertext()) == says)
    return fields | {button.get("name", ""): button.get("value", "")}


@pytest.mark.usefixtures("known")
def test_a_tap_says_that_it_is_new_and_all_that_was_chosen_is_kept(cast: Cast, alice: Desk) -> None:
    _, page = start(alice, "A01")
    assert alice.client.post("/visits", data=pressed(page, "A01 is a new client")).status_code == 303
    assert stored(cast, Client.code) == ["A-01", "A01"]
    assert stored(cast, CheckIn.language)[-1] == "de"
    assert start(alice, "A01", instead=stored(cast, CheckIn.public_id)[-1])[0] == 303, "pairs that are there stay apart"
    assert count(cast, Client) == 2


def test_a_tap_says_that_it_is_the_one_who_is_there(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin("A-01", at=NOW.replace(month=5)), NOW.replace(month=5), **WELL)
    _, page = start(alice, "a01")
    assert alice.client.post("/visits", data=pressed(page, "It is A-01")).status_code == 303
    assert stored(cast, Client.code) == ["A-01"]


def test_a_colleagues_codes_are_asked_about_by_nobody_else(cast: Cast) -> None:
    cast.begin("A-01")
    assert start(log_in(cast, cast.bob), "A01")[0] == 303


def test_each_new_code_of_several_is_asked_about_once(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin("A-01", at=NOW.replace(month=5)), NOW.replace(month=5), **WELL)
    people = {"kind": "family", "place": "room", "client-1": "A01", "client-2": "B-7", "client-3": "b7"}
    page = alice.post("/visits/together", people)
    assert page.status_code == 409
    assert "Are these new clients?" in read(page)
    assert "New client A01? You have A-01." in read(page)
    assert "b7 and B-7 look alike. Are they two people?" in read(page)
    assert alice.post("/visits/together", people | {"client-1": "A-01", "new": "b7"}).status_code == 303
    assert stored(cast, Client.code) == ["A-01", "B-7", "b7"]


@pytest.mark.usefixtures("known")
def test_codes_are_suggested_with_what_each_would_be_asked(cast: Cast, alice: Desk) -> None:
    cast.begin("C-014", place="telehealth", at=NOW.replace(month=5))
    assert alice.get("/codes").json == [
        {"code": "C-014", "look": "c014", "named": "C-014", "way": "Session check on a call"},
        {"code": "A-01", "look": "a01", "named": "A-01 (paused)", "way": "Paused"},
    ]
    assert log_in(cast, cast.bob).get("/codes").json == []
