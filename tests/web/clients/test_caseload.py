"""The caseload: searched, filtered and put in order by links, and read a page at a time."""

from datetime import timedelta

import pytest

from kiosk.storage.tables import Client
from tests.support.practice import WELL, Cast
from tests.support.stored import change, stored
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.one_client import A_WEEK, LOW
from tests.web.page_rules import parse


def listed(desk: Desk, query: str = "") -> list[str]:
    """The codes on the list, in their order."""
    return [
        link.text or "" for link in parse(desk.get(f"/clients{query}").text).all("a") if link.get("class") == "code"
    ]


def came(cast: Cast, code: str, weeks_ago: int, mark: str = "9.3", **more: str) -> None:
    at = NOW - weeks_ago * A_WEEK
    cast.send(cast.begin(code, at=at), at, **dict.fromkeys(WELL, mark), **more)


@pytest.fixture
def caseload(cast: Cast) -> Cast:
    """Anna has not been here lately, Ben falls, Cleo is paused, with Dan something is open."""
    came(cast, "Anna", 6)
    for weeks_ago, mark in ((4, "9.6"), (3, "9.2"), (2, "8.9")):
        came(cast, "Ben", weeks_ago, mark)
    came(cast, "Cleo", 8)
    came(cast, "Dan", 1, talk="next")
    return cast


@pytest.mark.usefixtures("caseload")
def test_the_list_is_in_the_order_that_is_asked_for(alice: Desk) -> None:
    assert listed(alice) == ["Dan", "Ben", "Anna", "Cleo"]
    assert listed(alice, "?sort=code") == ["Anna", "Ben", "Cleo", "Dan"]
    assert listed(alice, "?sort=earliest") == ["Cleo", "Anna", "Ben", "Dan"]
    assert listed(alice, "?sort=nonsense") == ["Dan", "Ben", "Anna", "Cleo"]


def test_each_filter_is_a_link(caseload: Cast, alice: Desk) -> None:
    cleo = stored(caseload, Client.public_id, where=Client.code_index == "Cleo")[0]
    alice.post(f"/clients/{cleo}/pause", {"reason": "crisis"})
    links = {link.get("href") for link in parse(alice.get("/clients").text).all("a")}
    found = {show: listed(alice, f"?show={show}") for show in ("open", "not-asked", "falling", "paused")}
    assert found == {"open": ["Dan"], "not-asked": ["Anna"], "falling": ["Ben"], "paused": ["Cleo"]}
    assert {f"/clients?show={show}" for show in found} <= links


def test_a_held_result_makes_nobody_fall(cast: Cast, alice: Desk) -> None:
    for weeks_ago, mark in ((3, "9.6"), (2, "9.2")):
        came(cast, "Ben", weeks_ago, mark)
    held = cast.begin("Ben", place="telehealth")
    cast.send(held, None, **LOW)
    assert listed(alice, "?show=falling") == []
    alice.post(f"/check-ins/{held.check_in}/show")
    assert listed(alice, "?show=falling") == ["Ben"]


@pytest.mark.usefixtures("caseload")
def test_a_part_of_a_code_is_found(alice: Desk) -> None:
    assert listed(alice, "?code=an") == ["Dan", "Anna"]
    assert listed(alice, "?code=%25") == []
    assert "No clients here." in read(alice.get("/clients?code=zz"))
    assert alice.get("/caseload?code=an").location == "/clients?code=an"


def test_clients_who_were_never_asked_are_listed_too(cast: Cast, alice: Desk) -> None:
    came(cast, "Ben", 1)
    alice.post("/schedule", {"client": "Newly", "day": NOW.date().isoformat(), "time": "14:00"})
    alice.post("/schedule", {"client": "Merged", "day": NOW.date().isoformat(), "time": "15:00"})
    change(cast, Client, Client.code_index == "Merged", merged_into_id=stored(cast, Client.id)[0])
    assert listed(alice) == ["Ben", "Newly"]
    assert listed(alice, "?sort=earliest") == ["Ben", "Newly"]
    assert listed(alice, "?show=not-asked") == []
    assert "Not asked yet." in read(alice.get("/clients"))
    change(cast, Client, Client.code_index == "Newly", made_at=NOW - 5 * A_WEEK)
    assert listed(alice, "?show=not-asked") == ["Newly"]


def test_a_row_says_the_total_of_how_much_and_what_became_of_it(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **LOW)
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked"})
    said = read(alice.get("/clients"))
    assert "31.4 of 40" in said
    assert "You talked about it." in said


def test_the_list_has_pages_and_leaves_nobody_out(cast: Cast, alice: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.queries.caseload.A_PAGE", 2)
    for code in ("C-1", "C-2", "C-3", "C-4", "C-5"):
        cast.begin(code, at=NOW - timedelta(days=1))
    assert "Page 1 of 3" in read(alice.get("/clients"))
    pages = [listed(alice, f"?page={page}") for page in (1, 2, 3)]
    assert pages == [["C-5", "C-4"], ["C-3", "C-2"], ["C-1"]]


def test_a_colleague_finds_their_own_clients_alone(caseload: Cast) -> None:
    bob = log_in(caseload, caseload.bob)
    assert [listed(bob, f"?show={show}") for show in ("", "open", "falling")] == [[], [], []]
