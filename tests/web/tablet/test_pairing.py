"""A device becomes a tablet: a code on its screen, typed in the settings, works once and for ten minutes."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from kiosk.domain.actors import Role
from kiosk.storage.tables import Pairing
from tests.support.practice import Cast
from tests.support.stored import count, dump
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.tablets import COOKIE, Device, name_of, paired, show_code, type_code


@pytest.fixture
def device(cast: Cast) -> Device:
    return Device(cast.app.test_client())


def test_a_device_that_nobody_paired_says_so_and_offers_a_code(device: Device) -> None:
    page = device.look()
    assert page.status_code == 401
    assert "This tablet is not paired." in read(page)
    assert "Lindenhof" not in page.text


def test_looking_makes_no_code(cast: Cast, device: Device) -> None:
    before = dump(cast)
    device.look()
    device.client.get("/tablet/pair")
    assert dump(cast) == before


def test_the_code_is_typed_and_the_tablet_goes_on_by_itself(cast: Cast, alice: Desk, device: Device) -> None:
    code = show_code(device)
    assert device.client.post("/tablet/pair/ask").json == {"screen": "pair-code"}
    assert "Paired." in read(alice.get(type_code(alice, f" {code.lower()} ").location or ""))
    assert device.client.post("/tablet/pair/ask").json == {"screen": "paired"}
    assert device.client.get("/tablet/pair").location == "/tablet"
    assert "Lindenhof Practice" in read(device.look())
    assert "Room 2" in read(device.look())
    assert count(cast, Pairing) == 0


def test_a_code_works_once(alice: Desk, device: Device) -> None:
    code = show_code(device)
    type_code(alice, code)
    again = type_code(alice, code, "Room 3")
    assert again.status_code == 422
    assert "No tablet shows this code now." in read(again)


def test_a_code_runs_out_and_both_screens_say_so(
    alice: Desk, device: Device, time_machine: time_machine.TimeMachineFixture
) -> None:
    code = show_code(device)
    time_machine.move_to(NOW + timedelta(minutes=10, seconds=1), tick=False)
    assert "No tablet shows this code now." in read(type_code(alice, code))
    assert device.client.post("/tablet/pair/ask").json == {"screen": "pair-stale"}
    assert "That code has run out." in read(device.client.get("/tablet/pair"))


def test_a_new_code_takes_the_place_of_the_old_one(alice: Desk, device: Device) -> None:
    first, second = show_code(device), show_code(device)
    assert first != second
    type_code(alice, second)
    assert device.client.get("/tablet/pair").location == "/tablet"


def test_guessing_codes_is_slowed_down_for_the_whole_practice(cast: Cast, alice: Desk, device: Device) -> None:
    cast.give(cast.bob, Role.THERAPIST, Role.ADMINISTRATOR)
    code, bob = show_code(device), log_in(cast, cast.bob)
    guesses = [type_code(alice, "CDFGHJ").status_code for _ in range(10)]
    refused = type_code(bob, code)
    assert (set(guesses), refused.status_code, refused.headers["Retry-After"]) == ({422}, 429, "300")
    assert "Too many codes were tried." in read(refused)
    assert type_code(log_in(cast, cast.carol), code).status_code == 303


def test_asking_for_codes_without_end_is_slowed_down(device: Device) -> None:
    assert {device.client.post("/tablet/pair").status_code for _ in range(20)} == {303}
    assert device.client.post("/tablet/pair").status_code == 429


@pytest.mark.parametrize(("room", "said"), [("", "Say where the tablet is"), ("r" * 41, "Use 40 characters at most.")])
def test_a_room_needs_a_name_that_fits(alice: Desk, device: Device, room: str, said: str) -> None:
    assert said in read(type_code(alice, show_code(device), room))


def test_two_tablets_of_one_room_need_names(cast: Cast, alice: Desk, device: Device) -> None:
    paired(cast, "Room 2")
    code = show_code(device)
    asked = read(type_code(alice, code, "room 2"))
    assert "Is it this one, to be paired again? Or give this one a name too." in asked
    assert "It is the same tablet: pair it again" in asked
    assert type_code(alice, code, "room 2", "blue cover").status_code == 303


def test_a_forged_credential_is_nobodys(cast: Cast, device: Device) -> None:
    real = paired(cast)
    # Not its last letter: two bits of that mean nothing, and one letter in sixteen would be as good.
    another = "A" if real.cookie[-5] != "A" else "B"
    device.client.set_cookie(COOKIE, real.cookie[:-5] + another + real.cookie[-4:], secure=True)
    assert device.look().status_code == 401
    assert device.ask().status_code == 401


def test_a_form_of_another_site_pairs_nothing(cast: Cast, device: Device) -> None:
    before = dump(cast)
    for path in ("/tablet/pair", "/tablet/ask", "/tablet/open/x"):
        sent = device.client.post(path, headers={"Sec-Fetch-Site": "cross-site"})
        assert sent.status_code == 403
    assert dump(cast) == before


def test_the_secret_of_a_tablet_is_in_no_database(cast: Cast, phone: FlaskClient) -> None:
    device = paired(cast)
    secret = device.cookie.strip(".").partition(".")[0]
    assert secret
    assert name_of(phone.get("/tablet")) == "refused-not-paired"
