"""Passkeys: a whole login without a password, for the right device at the right address, and for nobody else."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from kiosk.domain.actors import Role
from kiosk.storage.tables import Login, Passkey
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import count, stored
from tests.web.authenticator import PRESENT, Device, origin_of
from tests.web.browsing import Desk, by_password, hidden, log_in, read, with_cookie
from tests.web.codes import STEP_S, turn_on
from tests.web.conftest import Stage

ADDRESS, BY_NAME = "https://go.example.org", "localhost"
NO_ANSWERS = ("", "x", "[]", "{}", "[" * 15_000, '{"id": 1}', "null", '"\\ud800"', '{"a":' * 3_000, "x" * 60_000)
AT_HOME = {"base_url": ADDRESS, "headers": {"Referer": f"{ADDRESS}/"}}
PASSKEYS = "/account/passkeys"


def own(desk: Desk) -> str:
    """The address of one's first passkey."""
    found = re.search(f'action="({PASSKEYS}/\\w{{32}})"', desk.get(PASSKEYS).text)
    assert found
    return found[1]


def options_to_add(desk: Desk, **proof: str) -> dict[str, Any]:
    answer = desk.post("/account/passkeys/challenge", {"password": PASSWORD} | proof)
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = answer.get_json()
    return options


def add(desk: Desk, device: Device, name: str = "Laptop", **proof: str) -> TestResponse:
    answer = device.make(options_to_add(desk, **proof))
    return desk.post("/account/passkeys", {"answer": answer, "name": name})


def asked(client: FlaskClient) -> dict[str, Any]:
    """The challenge that the login's button is given to sign."""
    token = hidden(client.get("/login"), "csrf_token")
    options: dict[str, Any] = client.post("/login/passkey/challenge", data={"csrf_token": token}).get_json()
    return options


def give(client: FlaskClient, answer: str, **more: str) -> TestResponse:
    token = hidden(client.get("/login"), "csrf_token")
    return client.post("/login/passkey", data={"csrf_token": token, "answer": answer} | more)


def come_in(client: FlaskClient, device: Device) -> int:
    return give(client, device.sign(asked(client))).status_code


@pytest.fixture
def origin(cast: Cast) -> str:
    return origin_of(cast)


@pytest.fixture
def device(alice: Desk, origin: str) -> Device:
    device = Device(origin)
    assert add(alice, device).location == "/account/passkeys?saved=added"
    return device


def test_a_passkey_alone_is_a_whole_login(phone: FlaskClient, device: Device) -> None:
    came_in = give(phone, device.sign(asked(phone)), next="/clients")
    assert (came_in.status_code, came_in.location) == (303, "/clients")
    assert "Alice" in read(phone.get("/"))


def test_it_needs_no_code_either(cast: Cast, alice: Desk, phone: FlaskClient, device: Device) -> None:
    turn_on(alice)
    assert "Now the code" in read(by_password(cast.app.test_client(), "alice@example.org", PASSWORD))
    assert come_in(phone, device) == 303


def test_the_device_makes_sure_of_its_owner_and_is_told_nobodys_name(
    alice: Desk, phone: FlaskClient, device: Device
) -> None:
    options = asked(phone)
    assert (options["userVerification"], options.get("allowCredentials", [])) == ("required", [])
    more = options_to_add(alice)
    assert more["authenticatorSelection"]["residentKey"] == "required"
    assert more["authenticatorSelection"]["userVerification"] == "required"
    assert len(more["excludeCredentials"]) == 1
    assert b"alice" not in device.handle
    assert len(device.handle) == 32


def test_an_answer_is_taken_once(cast: Cast, phone: FlaskClient, device: Device) -> None:
    options = asked(phone)
    copied = phone.get_cookie("__Host-staff")
    assert copied is not None
    answer = device.sign(options)
    thief = with_cookie(cast, copied.value)
    assert give(phone, answer).status_code == 303
    assert give(thief, answer).status_code == 401


def test_a_refused_answer_uses_its_challenge_up_too(phone: FlaskClient, device: Device) -> None:
    options = asked(phone)
    assert give(phone, "{}").status_code == 401
    assert give(phone, device.sign(options)).status_code == 401


def test_a_challenge_lasts_for_five_minutes(phone: FlaskClient, device: Device, time: TimeMachineFixture) -> None:
    options = asked(phone)
    time.shift(timedelta(minutes=5, seconds=1))
    refused = give(phone, device.sign(options))
    assert (refused.status_code, "does not work here" in read(refused)) == (401, True)


def test_what_another_browser_was_asked_is_no_answer_here(cast: Cast, phone: FlaskClient, device: Device) -> None:
    asked(phone)
    assert give(phone, device.sign(asked(cast.app.test_client()))).status_code == 401


def test_a_challenge_for_adding_opens_nothing_and_one_for_entering_adds_nothing(
    cast: Cast, alice: Desk, phone: FlaskClient, device: Device
) -> None:
    to_add = options_to_add(alice)
    entry = device.sign({"rpId": to_add["rp"]["id"], "challenge": to_add["challenge"]})
    assert alice.post("/login/passkey", {"answer": entry}).status_code == 401
    to_enter = alice.client.post(
        "/login/passkey/challenge", data={"csrf_token": hidden(alice.get("/account"), "csrf_token")}
    ).get_json()
    other = Device(device.origin)
    made = other.make(to_add | {"challenge": to_enter["challenge"]})
    assert alice.post("/account/passkeys", {"answer": made}).status_code == 422
    assert count(cast, Passkey) == 1
    assert come_in(phone, device) == 303


def elsewhere(device: Device) -> None:
    device.origin = "https://go.example.com"


def another_port(device: Device) -> None:
    device.origin += "1"


def nobody_there(device: Device) -> None:
    device.flags = 0


def nobody_known(device: Device) -> None:
    device.flags = PRESENT


def copied(device: Device) -> None:
    """It says what it said when it was added: a copy that does not know how often the other has signed since."""
    device.count = 0


def another_key(device: Device) -> None:
    device.key = Device("").key


def another_owner(device: Device) -> None:
    device.handle = b"x" * 32


def nobody(device: Device) -> None:
    device.credential = b"x" * 32


@pytest.mark.parametrize(
    "amiss", [elsewhere, another_port, nobody_there, nobody_known, copied, another_key, another_owner, nobody]
)
def test_whatever_does_not_fit_opens_nothing(
    cast: Cast, phone: FlaskClient, device: Device, amiss: Callable[[Device], None]
) -> None:
    before = count(cast, Login)
    amiss(device)
    assert come_in(phone, device) == 401
    assert count(cast, Login) == before


@pytest.mark.parametrize("amiss", [elsewhere, another_port, nobody_there, nobody_known])
def test_whatever_does_not_fit_is_not_added(
    cast: Cast, alice: Desk, origin: str, amiss: Callable[[Device], None]
) -> None:
    device = Device(origin)
    amiss(device)
    assert "was not added" in read(add(alice, device))
    assert count(cast, Passkey) == 0


def test_a_signature_for_another_site_opens_nothing(phone: FlaskClient, device: Device) -> None:
    assert give(phone, device.sign(asked(phone) | {"rpId": "go.example.com"})).status_code == 401


def test_a_passkey_that_does_not_count_works_again_and_again(cast: Cast, alice: Desk, origin: str) -> None:
    synced = Device(origin, count=0)
    add(alice, synced)
    assert [come_in(cast.app.test_client(), synced) for _ in range(2)] == [303, 303]


def test_what_no_browser_sends_is_refused_in_words(phone: FlaskClient, alice: Desk) -> None:
    for answer in NO_ANSWERS:
        asked(phone)
        assert give(phone, answer).status_code == 401
        options_to_add(alice)
        assert alice.post("/account/passkeys", {"answer": answer}).status_code == 422


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_every_part_of_an_answer_counts(phone: FlaskClient, device: Device, part: str) -> None:
    answer = json.loads(device.sign(asked(phone)))
    said = answer["response"][part]
    answer["response"][part] = said[:12] + ("A" if said[12] != "A" else "B") + said[13:]
    assert give(phone, json.dumps(answer)).status_code == 401


def test_a_passkey_of_somebody_disabled_opens_nothing(cast: Cast, phone: FlaskClient, device: Device) -> None:
    cast.give(cast.bob, Role.ADMINISTRATOR)
    cast.disable(cast.alice)
    assert come_in(phone, device) == 401


def test_a_passkey_is_added_with_the_password_alone_and_with_the_code_where_there_is_one(
    cast: Cast, alice: Desk, origin: str, time: TimeMachineFixture
) -> None:
    refused = alice.post("/account/passkeys/challenge", {"password": "wrong"})
    assert (refused.status_code, refused.get_json()["message"][:29]) == (422, "That is not your current pass")
    app = turn_on(alice)
    time.shift(timedelta(seconds=STEP_S))
    assert alice.post("/account/passkeys/challenge", {"password": PASSWORD}).status_code == 422
    assert add(alice, Device(origin), code=app.code()).status_code == 303
    assert stored(cast, Passkey.name) == ["Laptop"]


def test_adding_and_removing_end_every_other_login(cast: Cast, alice: Desk, origin: str) -> None:
    other, before = log_in(cast, cast.alice), alice.cookie
    add(alice, Device(origin))
    assert [other.get("/").status_code, with_cookie(cast, before).get("/").status_code] == [401, 401]
    other, before = log_in(cast, cast.alice), alice.cookie
    alice.post(f"{own(alice)}/remove", {"password": PASSWORD})
    assert [other.get("/").status_code, with_cookie(cast, before).get("/").status_code] == [401, 401]
    assert alice.get("/").status_code == 200


def test_guessing_the_password_is_slowed_down_where_passkeys_are_looked_after(alice: Desk, device: Device) -> None:
    del device
    tries = [alice.post(f"{own(alice)}/remove", {"password": "guess"}).status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]
    stopped = alice.post("/account/passkeys/challenge", {"password": PASSWORD})
    assert (stopped.status_code, stopped.get_json()["message"][:15]) == (429, "Too many tries.")


def test_removed_it_opens_nothing(phone: FlaskClient, alice: Desk, device: Device) -> None:
    assert alice.post(f"{own(alice)}/remove", {"password": "wrong"}).status_code == 422
    removed = alice.post(f"{own(alice)}/remove", {"password": PASSWORD})
    assert "no longer works" in read(alice.get(removed.location))
    assert come_in(phone, device) == 401


def test_each_has_a_name_and_says_when_it_was_used(phone: FlaskClient, alice: Desk, device: Device) -> None:
    alice.post(own(alice), {"name": "  Key on   my ring "})
    page = read(alice.get("/account/passkeys"))
    assert "Key on my ring Not used yet." in page
    come_in(phone, device)
    assert "Last used on 3 June 2026." in read(alice.get("/account/passkeys"))
    assert "1 passkey logs you in." in read(alice.get("/account"))


def test_passkeys_of_somebody_else_are_not_there(cast: Cast, device: Device, phone: FlaskClient) -> None:
    bob = log_in(cast, cast.bob)
    for leaf in ("", "/remove"):
        fields = {"name": "Mine", "password": PASSWORD}
        theirs, nobodys = (
            bob.post(f"{passkey}{leaf}", fields)
            for passkey in (own(log_in(cast, cast.alice)), f"{PASSKEYS}/{'0' * 32}")
        )
        assert (theirs.status_code, theirs.data) == (404, nobodys.data)
    assert "Laptop" not in bob.get("/account/passkeys").text
    assert come_in(phone, device) == 303


def test_nobody_adds_the_passkey_of_somebody_else(cast: Cast, device: Device) -> None:
    bob = log_in(cast, cast.bob)
    assert add(bob, device).status_code == 422
    assert stored(cast, Passkey.person_id) == [cast.alice]


def test_it_unlocks_a_page_that_was_left_alone(alice: Desk, device: Device, time: TimeMachineFixture) -> None:
    time.shift(timedelta(minutes=91))
    locked = alice.get("/clients")
    assert "Unlock with a passkey" in read(locked)
    token = hidden(locked, "csrf_token")
    options = alice.client.post("/login/passkey/challenge", data={"csrf_token": token}).get_json()
    fields = {name: hidden(locked, name) for name in ("csrf_token", "next", "unsent")}
    unlocked = alice.client.post("/login/passkey", data=fields | {"answer": device.sign(options)})
    assert (unlocked.status_code, unlocked.location) == (303, "/clients")
    assert alice.get("/clients").status_code == 200


def test_a_refused_passkey_loses_nothing_that_waits(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    waiting = cast.begin()
    token = hidden(alice.get(f"/visits/{waiting.visit}"), "csrf_token")
    fields = {"csrf_token": token, "note": "Half a thought of hers."}
    time.shift(timedelta(minutes=91))
    ours = {"Sec-Fetch-Site": "same-origin"}
    locked = alice.client.post(f"/check-ins/{waiting.check_in}/repair", data=fields, headers=ours)
    sent = {name: hidden(locked, name) for name in ("csrf_token", "next", "unsent")}
    refused = alice.client.post("/login/passkey", data=sent | {"answer": "{}"}, headers=ours)
    assert hidden(refused, "unsent") == sent["unsent"] != ""
    assert "opens it again, Alice." in read(refused)


@pytest.mark.parametrize(
    ("address", "settings", "origin"),
    [
        (ADDRESS, {}, ADDRESS),
        (f"{ADDRESS}:443", {}, ADDRESS),
        ("https://praxis-müller.example", {}, "https://xn--praxis-mller-klb.example"),
        (f"{ADDRESS}:8443", {}, f"{ADDRESS}:8443"),
        (f"http://kiosk.{BY_NAME}:8001", {}, f"http://kiosk.{BY_NAME}:8001"),
        ("http://127.0.0.1:8001", {}, f"http://{BY_NAME}:8001"),
        ("http://kiosk.lan:8000", {"insecure_lan": "1"}, ""),
        ("http://192.168.1.20:8000", {"insecure_lan": "1"}, ""),
        ("https://192.168.1.20", {}, ""),
        ("https://[2001:db8::1]", {}, ""),
    ],
)
def test_passkeys_are_for_the_configured_address_where_browsers_have_any(
    stage: Stage, address: str, settings: dict[str, str], origin: str
) -> None:
    client = stage(public_url=address, **settings).app.test_client()
    page = client.get("/login", headers={"X-Forwarded-Host": "evil.example"})
    assert ("data-passkey" in page.text) == bool(origin)
    assert (f'data-origin="{origin}"' in page.text) == bool(origin)
    token = hidden(page, "csrf_token")
    found = client.post("/login/passkey/challenge", data={"csrf_token": token}).status_code
    assert found == (200 if origin else 404)


def test_over_https_the_whole_way_is_for_that_address(stage: Stage) -> None:
    cast = stage(public_url=ADDRESS)
    desk = log_in(cast, cast.alice)
    options = options_to_add(desk)
    assert options["rp"]["id"] == "go.example.org"
    device = Device(ADDRESS)
    assert desk.post("/account/passkeys", {"answer": device.make(options)}).status_code == 303
    client = cast.app.test_client()
    token = hidden(client.get("/login", **AT_HOME), "csrf_token")
    asked = client.post("/login/passkey/challenge", data={"csrf_token": token}, **AT_HOME).get_json()
    fields = {"csrf_token": token, "answer": device.sign(asked)}
    assert client.post("/login/passkey", data=fields, **AT_HOME).status_code == 303
