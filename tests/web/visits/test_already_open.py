"""A start for somebody whose form is open already: said in words, and never two open forms by accident."""

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from kiosk.storage.tables import CheckIn, Visit
from tests.support.practice import WELL, Cast
from tests.support.stored import dump, stored
from tests.web.browsing import Desk, hidden, log_in, read
from tests.web.page_rules import parse
from tests.web.several import begin

START = {"client": "C-014", "measure": "session-check", "place": "room"}
COUPLE = {"kind": "couple", "place": "room", "client-1": "C-014", "client-2": "C-020"}


def press_anew(desk: Desk, page: TestResponse) -> TestResponse:
    """The page's own button, with all that its form carries."""
    [form] = [each for each in parse(page.text).all("form") if any(one.get("id") == "anew" for one in each.iter())]
    fields = MultiDict([(box.get("name", ""), box.get("value", "")) for box in form.iter("input")])
    return desk.client.post(form.get("action", ""), data=fields)


def states(cast: Cast) -> list[str]:
    return stored(cast, CheckIn.state)


def test_it_says_since_when_and_leads_to_it_and_starts_nothing(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    open_one = cast.begin()
    time.shift(60 * 10)
    alice.get("/")  # so that her login is in use
    before = dump(cast)
    page = alice.post("/visits", START)
    assert page.status_code == 409
    said = read(page)
    assert "C-014 has a form open since 14:48 Nothing new is started yet." in said
    assert "C-014 Waiting to be opened. Continue" in said
    assert f'href="/visits/{open_one.visit}"' in page.text
    assert dump(cast) == before


def test_to_start_anew_ends_the_one_that_was_named_and_keeps_what_was_chosen(cast: Cast, alice: Desk) -> None:
    cast.begin()
    page = alice.post("/visits", START | {"measure": "felt-understood", "place": "telehealth", "language": "ar"})
    started = press_anew(alice, page)
    assert (started.status_code, started.location) == (303, alice.visit_path(2))
    assert states(cast) == ["withdrawn", "waiting"]
    assert stored(cast, CheckIn.measure, CheckIn.language)[1] == ("felt-understood", "ar")
    assert stored(cast, Visit.place)[1] == "telehealth"


def test_the_same_button_pressed_twice_does_not_end_what_it_has_started(cast: Cast, alice: Desk) -> None:
    cast.begin()
    page = alice.post("/visits", START)
    assert [press_anew(alice, page).status_code for _ in range(2)] == [303, 409]
    assert states(cast) == ["withdrawn", "waiting"]


def test_an_answer_that_came_meanwhile_is_told_before_anything_new_starts(cast: Cast, alice: Desk) -> None:
    open_one = cast.begin()
    page = alice.post("/visits", START)
    cast.send(open_one, None, **WELL)
    again = press_anew(alice, page)
    assert again.status_code == 409
    assert "C-014 Answered in the meantime. Continue" in read(again)
    assert press_anew(alice, again).location == alice.visit_path(2)
    assert states(cast) == ["sent", "waiting"]


@pytest.mark.parametrize("named", ["", "x", "1", "²", "0" * 32, "another's"])
def test_what_names_no_form_of_this_client_ends_none(cast: Cast, alice: Desk, named: str) -> None:
    cast.begin()
    other = cast.begin("C-020")
    named = other.check_in if named == "another's" else named
    assert alice.post("/visits", START | {"instead": named}).status_code == 409
    assert states(cast) == ["waiting", "waiting"]


def test_a_link_that_ran_out_and_a_colleagues_client_are_not_in_the_way(cast: Cast, time: TimeMachineFixture) -> None:
    cast.begin()
    assert log_in(cast, cast.bob).post("/visits", START).status_code == 303
    time.shift(60 * 60 + 1)
    assert log_in(cast, cast.alice).post("/visits", START).status_code == 303


def test_a_form_left_on_a_tablet_is_still_open(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    left = cast.begin()
    phone.post(f"{left.path}/unfinished", data={"key": hidden(phone.get(left.path), "key")})
    page = alice.post("/visits", START)
    assert "Left on the tablet before it was sent." in read(page)
    assert f'href="/visits/{left.visit}"' in page.text


def test_a_visit_of_several_names_everybody_who_has_one_open(cast: Cast, alice: Desk) -> None:
    cast.begin("C-014")
    cast.begin("C-020")
    page = alice.post("/visits/together", COUPLE | {"measure-2": "felt-understood"})
    assert page.status_code == 409
    assert "Forms are open already: C-014, C-020" in read(page)
    assert press_anew(alice, page).location == alice.visit_path(3)
    assert states(cast) == ["withdrawn", "withdrawn", "waiting", "waiting"]
    assert stored(cast, CheckIn.measure, where=CheckIn.id == 4) == ["felt-understood"]


def test_one_of_several_who_is_asked_alone_leaves_the_others_form_open(cast: Cast, alice: Desk) -> None:
    couple = begin(alice, cast, "C-014", "C-020")
    page = alice.post("/visits", START)
    assert f'href="{couple.path}"' in page.text
    assert press_anew(alice, page).status_code == 303
    assert states(cast) == ["withdrawn", "waiting", "waiting"]
