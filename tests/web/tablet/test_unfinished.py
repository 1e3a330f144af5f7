"""A form that was left on a tablet: cleared, never sent, and the therapist knows; the same form can be had again."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import CheckIn, Event, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import dump, every_column, stored
from tests.web.browsing import Desk, answer, hidden, lines, log_in, read
from tests.web.several import begin
from tests.web.tablets import id_of, paired

TOLD = "Not finished. The form was left on the tablet, and was not sent."


def leave(phone: FlaskClient, waiting: Waiting) -> None:
    """Send the message of a tablet's page that has cleared itself."""
    key = hidden(phone.get(waiting.path), "key")
    phone.post(f"{waiting.path}/seen", data={"state": "answering"})
    told = phone.post(f"{waiting.path}/unfinished", data={"key": key})
    assert (told.status_code, told.data) == (204, b"")


def test_the_therapist_is_told_and_nothing_is_stored(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    leave(phone, waiting)
    assert stored(cast, CheckIn.state) == ["unfinished"]
    assert every_column(cast, Response) == []
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "C-014 has not finished" in page
    assert TOLD in page
    assert "Not finished." in read(alice.get("/"))
    assert stored(cast, Event.kind)[-1:] == ["unfinished"]


def test_the_same_link_opens_a_fresh_form_that_can_be_sent(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    leave(phone, waiting)
    phone.post(f"{waiting.path}/seen", data={"state": "opened"})
    assert "The form is open" in read(alice.get(f"/visits/{waiting.visit}"))
    leave(phone, waiting)
    assert answer(phone, waiting, lines()).status_code == 303
    assert stored(cast, CheckIn.state) == ["sent"]


def test_the_way_to_the_form_stays_on_the_therapists_screen(reachable: Cast) -> None:
    desk, phone = log_in(reachable, reachable.alice), reachable.app.test_client()
    waiting = reachable.begin()
    leave(phone, waiting)
    for path in (f"/visits/{waiting.visit}", f"/check-ins/{waiting.check_in}/code"):
        assert '<svg class="qr"' in desk.get(path).text


def test_who_left_a_form_is_still_waited_for_among_several(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    leave(phone, couple.people[0])
    page = read(alice.get(couple.path))
    assert "Waiting for both" in page
    assert "Not finished: the form was left on the tablet" in page
    alice.post(f"{couple.path}/close")
    assert stored(cast, CheckIn.state) == ["expired", "expired"]


def test_an_answer_that_came_stays_an_answer(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    key = hidden(phone.get(waiting.path), "key")
    answer(phone, waiting, lines())
    before = dump(cast)
    phone.post(f"{waiting.path}/unfinished", data={"key": key})
    assert dump(cast) == before


@pytest.mark.parametrize("key", ["", "x", "another's"])
def test_only_a_form_that_was_shown_can_be_left(cast: Cast, phone: FlaskClient, key: str) -> None:
    waiting, other = cast.begin(), cast.begin("C-002")
    given = cast.key(other) if key == "another's" else key
    before = dump(cast)
    assert phone.post(f"{waiting.path}/unfinished", data={"key": given}).status_code == 204
    assert dump(cast) == before


def test_it_stays_unfinished_when_nobody_comes_back_to_it(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    leave(phone, waiting)
    time.shift(timedelta(days=1))
    assert phone.get(waiting.path).status_code == 410
    page = read(log_in(cast, cast.alice).get(f"/visits/{waiting.visit}"))
    assert "C-014 has not finished" in page
    assert "Nothing was stored." in page


def test_the_wait_for_a_touch_can_be_ten_times_as_long(cast: Cast, alice: Desk) -> None:
    tablet, waiting = paired(cast), cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    assert 'data-idle="90"' in tablet.look().text
    for seconds in ("30", "900"):
        assert alice.post("/settings/tablets/idle", {"idle_s": seconds}).status_code == 303
        assert f'data-idle="{seconds}"' in tablet.look().text
    for seconds in ("29", "901", "-60", "a while", ""):
        refused = alice.post("/settings/tablets/idle", {"idle_s": seconds})
        assert refused.status_code == 422
        assert "Choose between 30 and 900 seconds." in read(refused)
    assert 'data-idle="900"' in tablet.look().text
