"""One check-in takes one response: the same key again is the same answer, and another key comes too late."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import Event, Response
from tests.support.practice import Cast
from tests.support.stored import count, dump, stored
from tests.web.browsing import JSON, NOW, Desk, answer, hidden, leads_to, lines, log_in, read

ANSWERED = (Response.marks, Response.words, Response.talk, Response.strain, Response.declined, Response.total)
SHOWN = (Response.marked, Response.shown_at, Response.received_at)


def test_the_same_key_again_gets_the_same_thanks_and_changes_nothing(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    first = phone.post(waiting.path, data=form)
    kept = dump(cast)
    for again in (form, form | lines(understood="0.0"), form | {"decline": "yes"}):
        repeated = cast.app.test_client().post(waiting.path, data=again)
        assert (repeated.status_code, repeated.location) == (first.status_code, first.location)
        assert repeated.headers.getlist("Set-Cookie") == first.headers.getlist("Set-Cookie")
    assert dump(cast) == kept


@pytest.mark.parametrize("first", [lines(), {"decline": "yes"}], ids=["answered", "declined"])
def test_help_that_was_asked_for_while_the_first_was_under_way_is_heard(
    cast: Cast, alice: Desk, phone: FlaskClient, first: dict[str, str]
) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | first
    phone.post(waiting.path, data=form)
    before, told = stored(cast, *ANSWERED, *SHOWN), count(cast, Event)
    for _ in range(2):
        again = phone.post(waiting.path, data=form | {"safety": "yes"} | lines(understood="0.0"))
        assert leads_to(again) == "/c/thanks"
        assert "0800 555 0134" in read(phone.get("/c/thanks"))
    assert stored(cast, *ANSWERED, *SHOWN) == before
    assert count(cast, Event) == told + 1
    said = read(alice.get(f"/visits/{waiting.visit}"))
    assert "Let's put the form away. Are you safe right now?" in said
    assert "They tapped that they need help staying safe." in said


def test_the_same_key_a_day_later_is_still_thanked(cast: Cast, phone: FlaskClient, time: TimeMachineFixture) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    phone.post(waiting.path, data=form)
    time.shift(timedelta(days=1))
    again = phone.post(waiting.path, data=form, headers=JSON)
    assert "Your answer has arrived." in read(cast.app.test_client().get(again.get_json()["next"]))


def test_another_key_finds_the_form_closed(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    other_device = cast.app.test_client()
    other_key = hidden(other_device.get(waiting.path), "key")
    answer(phone, waiting, lines())
    kept = dump(cast)
    late = other_device.post(waiting.path, data={"key": other_key, "marked": "line"} | lines(understood="1.0"))
    assert late.status_code == 410
    assert dump(cast) == kept


def test_each_showing_has_a_key_of_its_own(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    assert len({hidden(phone.get(waiting.path), "key") for _ in range(3)}) == 3


@pytest.mark.parametrize("key", ["", "x", "eyJjIjoxfQ.AAAA", "e30.", "\x00", "a" * 5_000])
def test_a_key_this_server_did_not_make_is_refused(cast: Cast, phone: FlaskClient, key: str) -> None:
    waiting = cast.begin()
    before = dump(cast)
    refused = phone.post(waiting.path, data={"key": key, "marked": "line"} | lines(understood="7"))
    assert refused.status_code == 400
    assert 'value="7" autocomplete="off" checked' in refused.text
    assert dump(cast) == before


def test_a_form_without_its_key_is_refused_and_can_be_sent_again_with_the_new_one(
    cast: Cast, phone: FlaskClient
) -> None:
    waiting = cast.begin()
    refused = phone.post(waiting.path, data={"marked": "line"} | lines())
    assert refused.status_code == 400
    again = {"key": hidden(refused, "key"), "marked": "line"} | lines()
    assert phone.post(waiting.path, data=again).status_code == 303


def test_a_tampered_key_is_refused(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    content, _, signature = hidden(phone.get(waiting.path), "key").rpartition(".")
    turned = signature[:5] + ("A" if signature[5] != "A" else "B") + signature[6:]
    for key in (f"{content}.{turned}", f"{content[:-1]}.{signature}", f"x{content}.{signature}", content):
        assert phone.post(waiting.path, data={"key": key, "marked": "line"} | lines()).status_code == 400
    assert count(cast, Response) == 0


def test_the_key_of_another_check_in_opens_nothing(cast: Cast, phone: FlaskClient) -> None:
    mine, yours = cast.begin("C-001"), cast.begin("C-002")
    before = dump(cast)
    form = {"key": hidden(phone.get(yours.path), "key"), "marked": "line"} | lines()
    assert phone.post(mine.path, data=form).status_code == 410
    assert dump(cast) == before


def test_a_key_made_for_the_thanks_page_is_no_key_of_a_form(cast: Cast, phone: FlaskClient) -> None:
    waiting, other = cast.begin("C-001"), cast.begin("C-002")
    answer(phone, other, lines())
    done = phone.get_cookie("__Host-done")
    assert done is not None
    assert phone.post(waiting.path, data={"key": done.value, "marked": "line"} | lines()).status_code == 400


@pytest.mark.parametrize("hours", [19, 21, 500_000, -21])
def test_no_time_and_no_step_of_a_clock_refuses_a_form_that_is_sent(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture, hours: int
) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    time.shift(timedelta(hours=hours))
    assert phone.post(waiting.path, data=form).status_code == 303
    assert count(cast, Response) == 1


def test_a_form_sent_late_and_in_vain_is_shown_again_with_a_key_that_still_works(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    key = hidden(phone.get(waiting.path), "key")
    time.shift(timedelta(hours=5))
    again = phone.post(waiting.path, data={"key": key, "marked": "line"})
    assert again.status_code == 422
    form = {"key": hidden(again, "key"), "marked": "line"} | lines()
    assert phone.post(waiting.path, data=form).status_code == 303


def test_a_form_shown_before_the_clock_was_set_back_is_stored_as_shown_now_and_thanked(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    time.shift(timedelta(seconds=61))
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line", "safety": "yes"}
    level = lines(understood="8.0", topics="8.0", approach="8.0", overall="8.0")
    time.move_to(NOW, tick=False)
    sent = phone.post(waiting.path, data=form | level)
    time.shift(timedelta(seconds=-61))
    assert "0800 555 0134" in phone.get(sent.headers["Location"]).text
    [(shown_at, received_at, signals)] = stored(cast, Response.shown_at, Response.received_at, Response.signals)
    assert shown_at == received_at
    assert "straight-line" not in [signal["rule"] for signal in signals], "nobody knows how long it took"


def test_a_withdrawn_check_in_takes_nothing_from_a_form_that_is_open(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    log_in(cast, cast.alice).post(f"/visits/{waiting.visit}/withdraw")
    before = dump(cast)
    assert phone.post(waiting.path, data=form).status_code == 410
    assert dump(cast) == before
