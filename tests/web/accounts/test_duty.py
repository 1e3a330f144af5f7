"""Signs of an arrival on one device, and a colleague on duty who is told of a call for help that nobody has seen."""

from datetime import timedelta

import pytest
import time_machine

from kiosk.storage.tables import Person, Practice
from tests.support.practice import WELL, Cast
from tests.support.stored import change, stored
from tests.web.audit import audited
from tests.web.browsing import NOW, Desk, checked, log_in, read

WORDS = "the yellow door"


def told(desk: Desk) -> list[str]:
    return list((desk.get("/duty").get_json() or {})["sentences"])


def call_for_help(cast: Cast) -> str:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL, words=WORDS, safety="yes")
    return str(waiting.check_in)


@pytest.fixture
def on_duty(cast: Cast) -> Desk:
    """Bob, who agreed, in a practice that has switched it on."""
    change(cast, Practice, Practice.id == 1, duty_minutes=10)
    bob = log_in(cast, cast.bob)
    assert bob.post("/account/duty", {"on": "yes"}).location == "/account?saved=duty"
    return bob


def test_whoever_agreed_is_told_after_the_minutes_and_of_no_content(
    cast: Cast, alice: Desk, on_duty: Desk, time: time_machine.TimeMachineFixture
) -> None:
    check_in = call_for_help(cast)
    time.move_to(NOW + timedelta(minutes=9), tick=False)
    assert told(on_duty) == []
    time.move_to(NOW + timedelta(minutes=11), tick=False)
    assert told(on_duty) == ["A call for help to Alice has not been seen for 11 minutes. Please tell them."]
    assert told(alice) == []
    alice.post(f"/check-ins/{check_in}/seen")
    assert told(on_duty) == []
    assert ("duty-changed", "people") in {(act, about) for _, _, act, about in audited(cast)}


def test_it_is_off_until_practice_and_person_switch_it_on(
    cast: Cast, bob: Desk, time: time_machine.TimeMachineFixture
) -> None:
    call_for_help(cast)
    time.move_to(NOW + timedelta(minutes=60), tick=False)
    assert (stored(cast, Practice.duty_minutes)[0], set(stored(cast, Person.on_duty))) == (0, {False})
    bob.post("/account/duty", {"on": "yes"})
    assert (told(bob), 'id="duty"' in bob.get("/").text) == ([], False)
    change(cast, Practice, Practice.id == 1, duty_minutes=10)
    assert (len(told(bob)), 'id="duty"' in bob.get("/").text) == (1, True)
    bob.post("/account/duty")
    assert told(bob) == []


def test_another_practice_is_told_nothing(cast: Cast, time: time_machine.TimeMachineFixture) -> None:
    change(cast, Practice, duty_minutes=10)
    carol = log_in(cast, cast.carol)
    carol.post("/account/duty", {"on": "yes"})
    call_for_help(cast)
    time.move_to(NOW + timedelta(minutes=60), tick=False)
    assert told(carol) == []


def test_every_text_says_that_it_is_no_safety_protocol(alice: Desk, on_duty: Desk) -> None:
    for page in (alice.get("/settings"), alice.get("/account")):
        assert "not a safety protocol" in read(page)
    assert "not a safety protocol" in on_duty.get("/").text


@pytest.mark.parametrize("typed", ["2", "121", "soon", "-5"])
def test_minutes_that_make_no_sense_are_refused(cast: Cast, alice: Desk, typed: str) -> None:
    fields = {"name": "Lindenhof", "time_zone": "UTC", "duty_minutes": typed}
    assert alice.post("/settings", fields).status_code == 422
    assert stored(cast, Practice.duty_minutes)[0] == 0


def test_a_sound_is_off_and_chosen_for_one_device_alone(cast: Cast, alice: Desk) -> None:
    assert "sign" not in checked(alice.get("/account"))
    assert "data-arrival" not in alice.get("/").text
    assert alice.post("/account/arrival", {"sign": "sound"}).location == "/account?saved=arrival"
    assert checked(alice.get("/account"))["sign"] == "sound"
    assert ('data-arrival="sound"' in alice.get("/").text, "arrival.js" in alice.get("/").text) == (True, True)
    assert "data-arrival" not in log_in(cast, cast.alice).get("/").text
    alice.post("/account/arrival")
    assert "data-arrival" not in alice.get("/").text
