"""Links and results: how long a link opens its form, and where a result waits until it is asked for."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import Practice
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import every_column, stored
from tests.web.browsing import Desk, answer, checked, hidden, lines, log_in, read
from tests.web.several import begin

MINUTES = "Type whole minutes, from 10 to 1440."
CASES = ("room", "calls", "several")


def keep(desk: Desk, *waiting: str, minutes: str = "60") -> None:
    """Keep these settings; what is not named does not wait."""
    chosen = {f"hold_{case}": "yes" for case in waiting}
    assert desk.post("/settings/results", {"link_minutes": minutes} | chosen).status_code == 303


def page_of(desk: Desk, waiting: Waiting) -> str:
    return read(desk.get(f"/visits/{waiting.visit}"))


def test_the_defaults_are_an_hour_and_what_others_could_see_waits(alice: Desk) -> None:
    page = alice.get("/settings/results")
    assert checked(page) == {"hold_calls": "yes", "hold_several": "yes"}
    assert 'name="link_minutes" type="number" value="60"' in page.text


def test_what_is_kept_is_shown_and_is_this_practices_alone(cast: Cast, alice: Desk) -> None:
    keep(alice, "room", minutes="15")
    page = alice.get("/settings/results?saved=yes")
    assert "Saved." in read(page)
    assert checked(page) == {"hold_room": "yes"}
    assert 'value="15"' in page.text
    here, elsewhere = stored(
        cast, Practice.link_minutes, Practice.holds_room, Practice.holds_calls, Practice.holds_several
    )
    assert here == (15, True, False, False)
    assert elsewhere == (60, False, True, True)


@pytest.mark.parametrize("typed", ["", "9", "1441", "-60", "1.5", "an hour", "9" * 400])
def test_minutes_that_cannot_be_are_refused_and_nothing_is_changed(cast: Cast, alice: Desk, typed: str) -> None:
    before = every_column(cast, Practice)
    refused = alice.post("/settings/results", {"link_minutes": typed, "hold_room": "yes"})
    assert (refused.status_code, MINUTES in read(refused)) == (422, True)
    assert checked(refused) == {"hold_room": "yes"}
    assert every_column(cast, Practice) == before


def test_links_made_from_now_on_last_as_long_as_the_practice_says(
    cast: Cast, alice: Desk, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    earlier = cast.begin("C-001")
    keep(alice, minutes="15")
    later = cast.begin("C-002")
    time.shift(15 * 60)
    assert phone.get(later.path).status_code == 200
    time.shift(1)
    assert [phone.get(one.path).status_code for one in (later, earlier)] == [410, 200]
    assert "The link has run out without an answer." in page_of(alice, later)


def test_a_link_that_ran_out_says_until_when_a_form_without_a_script_could_still_be_sent(
    cast: Cast, alice: Desk, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    key = hidden(phone.get(waiting.path), "key")  # no script tells of it
    time.shift(61 * 60)
    assert "A form that is still open somewhere can be sent until tomorrow, 11:48." in page_of(alice, waiting)
    assert phone.post(waiting.path, data={"key": key, "marked": "line"} | lines(**WELL)).status_code == 303
    never = cast.begin()
    time.shift(22 * 60 * 60)
    page = page_of(log_in(cast, cast.alice), never)
    assert "The link has run out without an answer." in page
    assert "still open somewhere" not in page


def test_a_form_that_was_shown_in_time_is_taken_long_after_its_link_has_run_out(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    time.shift(59 * 60)
    key = hidden(phone.get(waiting.path), "key")
    time.shift(timedelta(hours=19, minutes=59))
    assert phone.get(waiting.path).status_code == 410
    assert phone.post(waiting.path, data={"key": key, "marked": "line"} | lines()).status_code == 303


@pytest.mark.parametrize("place", ["room", "telehealth"])
@pytest.mark.parametrize("waits", [True, False])
def test_with_one_client_the_practice_says_whether_a_result_waits(
    cast: Cast, alice: Desk, phone: FlaskClient, place: str, *, waits: bool
) -> None:
    keep(alice, *({"room": ["room"], "telehealth": ["calls"]}[place] if waits else []))
    waiting = cast.begin(place=place)
    answer(phone, waiting, lines())
    assert ("Show answer" in page_of(alice, waiting)) is waits
    assert ("37.2 of 40" in page_of(alice, waiting)) is not waits


def test_with_several_people_the_practice_says_whether_results_wait(cast: Cast, alice: Desk) -> None:
    keep(alice)
    couple = begin(alice, cast, "C-001", "C-002")
    for person in couple.people:
        cast.send(person, None, **WELL)
    page = read(alice.get(couple.path))
    assert "Show answer" not in page
    assert "Nothing stands out in the shared result." in page
    assert "37.2" not in page, "who marked what stands on their own pages"
    assert "37.2 of 40" in read(alice.get(couple.own(0)))


def test_several_people_on_a_call_wait_as_long_as_either_asks_for_it(cast: Cast, alice: Desk) -> None:
    keep(alice, "calls")
    couple = begin(alice, cast, "C-001", "C-002", place="telehealth")
    cast.send(couple.people[0], None, **WELL)
    assert "Show answer" in read(alice.get(couple.own(0)))


def test_what_waits_goes_on_waiting_and_what_was_shown_stays_so(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    held, shown = cast.begin("C-001", place="telehealth"), cast.begin("C-002")
    for waiting in (held, shown):
        answer(phone, waiting, lines())
    keep(alice, "room")
    assert "Show answer" in page_of(alice, held)
    assert "37.2 of 40" in page_of(alice, shown)
