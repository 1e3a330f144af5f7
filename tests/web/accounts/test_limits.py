"""Limits of logging in: per person, per network and per known browser, also by many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from kiosk.actions.accounts import log_in as logins
from kiosk.storage.tables import Failure
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import count, stored
from tests.web.browsing import Desk, by_password, hidden, log_in

AT_ONCE = 40
EMAIL = "alice@example.org"


def from_network(cast: Cast, address: str) -> FlaskClient:
    browser = cast.app.test_client()
    browser.environ_base["REMOTE_ADDR"] = address
    return browser


def stopped_by_strangers(cast: Cast) -> None:
    tried = [by_password(cast.app.test_client(), EMAIL, "guess").status_code for _ in range(11)]
    assert tried[-1] == 429


def test_strangers_do_not_keep_a_known_browser_out(cast: Cast, phone: FlaskClient) -> None:
    assert by_password(phone, EMAIL, PASSWORD).status_code == 303
    assert Desk(phone).post("/logout").status_code == 303
    stopped_by_strangers(cast)
    assert by_password(cast.app.test_client(), EMAIL, PASSWORD).status_code == 429
    assert by_password(phone, EMAIL, PASSWORD).status_code == 303


def test_a_known_browser_is_counted_too(cast: Cast, phone: FlaskClient) -> None:
    by_password(phone, EMAIL, PASSWORD)
    Desk(phone).post("/logout")
    assert [by_password(phone, EMAIL, "guess").status_code for _ in range(11)] == [401] * 10 + [429]
    assert by_password(cast.app.test_client(), EMAIL, PASSWORD).status_code == 303


def test_a_browser_is_known_for_the_people_who_logged_in_there(cast: Cast, phone: FlaskClient) -> None:
    by_password(phone, "bob@example.org", PASSWORD)
    Desk(phone).post("/logout")
    stopped_by_strangers(cast)
    assert by_password(phone, EMAIL, PASSWORD).status_code == 429


def test_the_cookie_of_a_known_browser_names_nobody_and_logs_nobody_in(cast: Cast, phone: FlaskClient) -> None:
    by_password(phone, EMAIL, PASSWORD)
    cookie = phone.get_cookie("__Host-known")
    assert cookie is not None
    other = cast.app.test_client()
    other.set_cookie("__Host-known", cookie.value)
    assert other.get("/").status_code == 401
    assert "lice" not in cookie.value
    other.set_cookie("__Host-known", cookie.value[:-2] + "xx")
    stopped_by_strangers(cast)
    assert by_password(other, EMAIL, PASSWORD).status_code == 429


def test_strangers_do_not_keep_somebody_logged_in_from_their_account(cast: Cast) -> None:
    alice = log_in(cast, cast.alice)
    stopped_by_strangers(cast)
    new = {"password": PASSWORD, "new_password": "eight quiet lamps by the river"}
    assert alice.post("/account", new).status_code == 200


def test_a_network_is_counted_over_everybody_it_tries(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "MOST_OF_A_NETWORK", 3)
    tried = [
        by_password(from_network(cast, f"2001:db8::{n}"), f"{n}@example.org", "guess").status_code for n in range(4)
    ]
    assert tried == [401] * 3 + [429]
    assert by_password(from_network(cast, "2001:db8::9"), EMAIL, PASSWORD).status_code == 429
    assert by_password(from_network(cast, "2001:db8:0:1::9"), EMAIL, PASSWORD).status_code == 303


def test_a_right_password_counts_for_nothing(cast: Cast, phone: FlaskClient) -> None:
    for _ in range(2):
        assert by_password(phone, EMAIL, PASSWORD).status_code == 303
        Desk(phone).post("/logout")
    assert sum(stored(cast, Failure.count)) == 0


def test_of_many_passwords_at_once_no_more_are_judged_than_the_limit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []

    def judge(password: str, kept: str) -> bool:
        judged.append(password)
        return password == kept

    monkeypatch.setattr(logins, "is_password", judge)
    browsers = [cast.app.test_client() for _ in range(AT_ONCE)]
    tokens = [hidden(browser.get("/login"), "csrf_token") for browser in browsers]

    def guess(number: int) -> int:
        fields = {"csrf_token": tokens[number], "email": EMAIL, "password": f"guess {number}"}
        return browsers[number].post("/login", data=fields).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(guess, range(AT_ONCE)))
    assert (len(judged), answers.count(401), answers.count(429)) == (10, 10, AT_ONCE - 10)


def test_of_many_short_codes_at_once_no_more_are_looked_up_than_the_limit(cast: Cast) -> None:
    browsers = [cast.app.test_client() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tried = pool.map(lambda browser: browser.post("/join", data={"code": "CDFG HJKM"}).status_code, browsers)
    assert sorted(tried) == [422] * 20 + [429] * (AT_ONCE - 20)


def test_a_network_asks_for_a_counted_number_of_challenges(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.web.staff.account.passkeys.MOST_CHALLENGES", 2)
    browser = from_network(cast, "192.0.2.7")
    token = hidden(browser.get("/login"), "csrf_token")
    tried = [browser.post("/login/passkey/challenge", data={"csrf_token": token}) for _ in range(3)]
    assert [each.status_code for each in tried] == [200, 200, 429]
    assert count(cast, Failure) == 1
