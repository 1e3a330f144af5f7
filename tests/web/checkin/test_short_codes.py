"""Typing the short code: forgiving about how it is typed, for 15 minutes, and slow to be guessed."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.keys import keys
from kiosk.storage.tables import Failure
from tests.support.practice import Cast, Waiting
from tests.support.sqlite_file import database, raw_bytes
from tests.support.stored import count, dump
from tests.web.browsing import Desk, answer, hidden, lines, log_in, read

WRONG = ("", "KX4M", "KX4M-729T-", "KX4M729TT", "0OI1-AEIU")
ODD = ("' OR 1=1", "\uff2b\uff38\uff14\uff2d\uff17\uff12\uff19\uff34", "K" * 5_000, "<b>", "{{7*7}}")


def shown(desk: Desk, waiting: Waiting) -> str:
    """The short code as the therapist's page has it."""
    found = re.search(r'<p class="short-code">([^<]+)', desk.get(f"/visits/{waiting.visit}").text)
    assert found
    return found[1]


def join(phone: FlaskClient, code: str, address: str = "127.0.0.1") -> tuple[int, str | None]:
    response = phone.post("/join", data={"code": code}, environ_base={"REMOTE_ADDR": address})
    return response.status_code, response.location


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]} {0[1]} {0[2]}{0[3]}", "{}."])
@pytest.mark.parametrize("lower", [False, True])
def test_the_short_code_leads_to_the_form_however_it_is_typed(reachable: Cast, typed: str, *, lower: bool) -> None:
    waiting = reachable.begin()
    code = shown(log_in(reachable, reachable.alice), waiting)
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", code)
    parts = [code[:2], code[2:4], code[5:7], code[7:]]
    text = typed.format(parts) if "[" in typed else typed.format(code)
    assert join(reachable.app.test_client(), text.lower() if lower else text) == (303, waiting.path)


def test_typing_it_uses_nothing_up(reachable: Cast) -> None:
    waiting, phone = reachable.begin(), reachable.app.test_client()
    code = shown(log_in(reachable, reachable.alice), waiting)
    before = dump(reachable)
    for _ in range(3):
        assert join(phone, code) == (303, waiting.path)
    assert dump(reachable) == before


def test_the_short_code_works_for_a_quarter_of_an_hour(reachable: Cast, time: TimeMachineFixture) -> None:
    waiting, phone = reachable.begin(), reachable.app.test_client()
    alice = log_in(reachable, reachable.alice)
    code = shown(alice, waiting)
    time.shift(timedelta(minutes=15))
    assert join(phone, code) == (303, waiting.path)
    time.shift(1)
    assert join(phone, code) == (422, None)
    assert "The short code has ended. The QR code still works." in read(alice.get(f"/visits/{waiting.visit}"))
    assert phone.get(waiting.path).status_code == 200


def test_a_new_short_code_replaces_the_old_one_and_leaves_link_and_form_alone(reachable: Cast) -> None:
    waiting, phone = reachable.begin(), reachable.app.test_client()
    alice = log_in(reachable, reachable.alice)
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    old = shown(alice, waiting)
    assert alice.post(f"/check-ins/{waiting.check_in}/short-code").location == f"/visits/{waiting.visit}"
    new = shown(alice, waiting)
    assert new != old
    assert join(phone, old) == (422, None)
    assert join(phone, new) == (303, waiting.path)
    assert phone.post(waiting.path, data=form).status_code == 303


@pytest.mark.parametrize("ending", ["sent", "withdrawn"])
def test_the_short_code_of_a_closed_check_in_opens_nothing(reachable: Cast, ending: str) -> None:
    waiting, phone = reachable.begin(), reachable.app.test_client()
    alice = log_in(reachable, reachable.alice)
    code = shown(alice, waiting)
    if ending == "sent":
        answer(phone, waiting, lines())
    else:
        alice.post(f"/visits/{waiting.visit}/withdraw")
    assert join(phone, code) == (422, None)


@pytest.mark.parametrize("code", WRONG)
def test_a_code_that_opens_nothing_is_shown_again_to_be_mended(cast: Cast, phone: FlaskClient, code: str) -> None:
    cast.begin()
    again = phone.post("/join", data={"code": code})
    assert again.status_code == 422
    assert "That code does not open a form." in read(again)
    assert f'value="{code}"' in again.text


@pytest.mark.parametrize("code", ODD)
def test_odd_codes_open_nothing(cast: Cast, phone: FlaskClient, code: str) -> None:
    cast.begin()
    assert join(phone, code) == (422, None)


def test_guessing_is_slowed_down_by_its_failures_and_nobody_else_is(reachable: Cast, time: TimeMachineFixture) -> None:
    waiting, phone = reachable.begin(), reachable.app.test_client()
    code = shown(log_in(reachable, reachable.alice), waiting)
    for _ in range(20):
        assert join(phone, "CCCC-CCCC", "192.0.2.66") == (422, None)
    stopped = phone.post("/join", data={"code": "DDDD-DDDD"}, environ_base={"REMOTE_ADDR": "192.0.2.66"})
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
    assert "Wait five minutes" in read(stopped)
    assert join(phone, code, "192.0.2.7") == (303, waiting.path)
    time.shift(timedelta(minutes=5))
    assert join(phone, code, "192.0.2.66") == (303, waiting.path)


def test_a_busy_clinic_behind_one_address_is_not_in_its_own_way(reachable: Cast) -> None:
    waiting, phone = reachable.begin(), reachable.app.test_client()
    code = shown(log_in(reachable, reachable.alice), waiting)
    assert {join(phone, code) for _ in range(50)} == {(303, waiting.path)}


def test_being_slowed_down_on_codes_never_stops_a_link(reachable: Cast) -> None:
    waiting, phone = reachable.begin(), reachable.app.test_client()
    for _ in range(21):
        join(phone, "CCCC-CCCC")
    assert phone.get(waiting.path).status_code == 200


@pytest.mark.sqlite_file
def test_neither_the_link_nor_the_short_code_can_be_read_in_the_database(cast: Cast) -> None:
    waiting = cast.begin()
    with cast.on_stage():
        short = keys().short_code(waiting.check_in, 1)
    kept = raw_bytes(cast)
    assert len(kept) > 10_000
    for secret in (waiting.token, short, f"{short[:4]}-{short[4:]}"):
        assert secret.encode() not in kept
        assert secret not in dump(cast)
    assert database(cast).exists()


@pytest.mark.sqlite_file
def test_who_failed_is_kept_as_a_hash_only(cast: Cast, phone: FlaskClient) -> None:
    join(phone, "CCCC-CCCC", "192.0.2.66")
    assert count(cast, Failure) == 1
    assert b"192.0.2.66" not in raw_bytes(cast)
