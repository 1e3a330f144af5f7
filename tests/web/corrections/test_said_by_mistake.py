"""The client says after sending that it was by mistake: the therapist is told, and nothing else happens."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import CheckIn, Event, Response, Tablet
from tests.support.practice import Cast, Waiting
from tests.support.stored import every_column, stored
from tests.web.browsing import NOW, Desk, answer, hidden, lines, read
from tests.web.tablets import paired


def said(phone: FlaskClient, waiting: Waiting, fields: dict[str, str] | None = None) -> str:
    """Send, say that it was a mistake, and give where that leads."""
    thanks = phone.get(answer(phone, waiting, fields or lines()).location)
    told = phone.post("/c/mistake", data={"key": hidden(thanks, "key")})
    assert told.status_code == 303
    return str(told.location)


def test_the_therapist_is_told_and_the_answer_stays_as_it_is(cast: Cast, alice: Desk) -> None:
    waiting, phone = cast.begin(), cast.app.test_client(use_cookies=False)
    thanks = phone.get(answer(phone, waiting, lines()).location)
    before = every_column(cast, Response)
    page = read(phone.get(phone.post("/c/mistake", data={"key": hidden(thanks, "key")}).location))
    assert "Your therapist will see that you sent it by mistake." in page
    assert "I sent this by mistake" not in page
    assert every_column(cast, Response) == before
    assert stored(cast, CheckIn.mistake_said_at) == [NOW]
    assert stored(cast, Event.kind)[-1] == "mistake"
    seen = alice.get(f"/visits/{waiting.visit}")
    assert "They said that they sent it by mistake" in read(seen)
    assert f"/check-ins/{waiting.check_in}/not-theirs" in seen.text


def test_a_held_answer_stays_unread_when_it_is_said_of_it(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin(place="telehealth")
    said(phone, waiting, lines() | {"words": "Nobody read this."})
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "They said that they sent it by mistake" in page
    assert "Nobody read this." not in page


def test_said_twice_it_is_told_once(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    thanks = phone.get(answer(phone, waiting, lines()).location)
    for _ in range(2):
        phone.post("/c/mistake", data={"key": hidden(thanks, "key")})
    assert stored(cast, Event.kind).count("mistake") == 1


@pytest.mark.parametrize("invented", ["", "x", "A" * 80])
def test_nobody_else_can_say_it(cast: Cast, phone: FlaskClient, invented: str) -> None:
    answer(phone, cast.begin(), lines())
    assert phone.post("/c/mistake", data={"key": invented}).status_code == 303
    assert stored(cast, CheckIn.mistake_said_at) == [None]


def test_it_can_be_said_for_ten_minutes(cast: Cast, phone: FlaskClient, time_machine: TimeMachineFixture) -> None:
    thanks = answer(phone, cast.begin(), lines()).location
    time_machine.move_to(NOW + timedelta(minutes=11), tick=False)
    assert "I sent this by mistake" not in read(phone.get(thanks))


def test_a_tablet_which_is_handed_back_does_not_offer_it(cast: Cast, alice: Desk) -> None:
    tablet, waiting = paired(cast), cast.begin()
    [here] = stored(cast, Tablet.public_id)
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": here})
    fields = {"key": hidden(tablet.look(), "key"), "marked": "line"} | lines()
    sent = tablet.client.post(f"{waiting.path}?on=tablet", data=fields)
    assert "I sent this by mistake" not in read(tablet.client.get(sent.location))
