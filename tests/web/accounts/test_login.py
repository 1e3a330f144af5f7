"""Logging in: one sentence for every way to be wrong, soft brakes, and no way out to another site."""

import re
from collections.abc import Callable
from statistics import median
from time import process_time

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import Login, Person
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import count, every_column, stored
from tests.web.browsing import Desk, by_password, hidden, log_in, read, with_cookie
from tests.web.conftest import Stage

ELSEWHERE = (
    "//evil.example",
    "https://evil.example",
    "https:evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
)


def test_the_right_password_opens_the_day(phone: FlaskClient) -> None:
    sent = by_password(phone, " Alice@example.org", PASSWORD)
    assert (sent.status_code, sent.location) == (303, "/")
    assert "Alice" in read(phone.get("/"))


def test_a_wrong_password_and_an_unknown_email_look_the_same(cast: Cast) -> None:
    def page(email: str, password: str) -> tuple[int, str]:
        response = by_password(cast.app.test_client(), email, password)
        return response.status_code, re.sub(r'value="[^"]*"', "", response.text)

    wrong, unknown = page("alice@example.org", "not this one at all"), page("nobody@example.org", PASSWORD)
    assert wrong[0] == 401
    assert wrong == unknown


@pytest.mark.soak
def test_known_and_unknown_emails_take_as_much_work(
    cast: Cast, time: TimeMachineFixture, times: Callable[[int, int], int]
) -> None:
    """Of the processor's time, which a busy machine changes little: half a hash more or less would be told apart."""
    taken: dict[str, list[float]] = {"alice@example.org": [], "nobody@example.org": []}
    for number in range(times(6, 200)):
        time.shift(0 if number % 4 else 301)  # so that no try is one too many
        for email, each in taken.items():
            began = process_time()
            assert by_password(cast.app.test_client(), email, "not this one at all").status_code == 401
            each.append(process_time() - began)
    known, unknown = (median(each) for each in taken.values())
    assert max(known, unknown) < 1.3 * min(known, unknown)


def test_the_password_is_never_in_the_page_that_comes_back(phone: FlaskClient) -> None:
    again = by_password(phone, "alice@example.org", "seven quiet lamps, almost")
    assert "seven quiet lamps" not in again.text
    assert 'value="alice@example.org"' in again.text


@pytest.mark.parametrize("changed", [PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD} ", PASSWORD[:-1], ""])
def test_every_character_of_a_password_counts(phone: FlaskClient, changed: str) -> None:
    assert by_password(phone, "alice@example.org", changed).status_code == 401


def test_a_disabled_person_cannot_log_in(cast: Cast, phone: FlaskClient) -> None:
    bob = log_in(cast, cast.bob)
    cast.disable(cast.bob)
    assert by_password(phone, "bob@example.org", PASSWORD).status_code == 401
    assert bob.get("/").status_code == 401


def test_guessing_the_present_password_at_an_open_desk_is_slowed_down_and_counted_with_the_login(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    new = "eight quiet lamps by the river"
    tries = [alice.post("/account", {"password": "guess", "new_password": new}) for _ in range(11)]
    assert [each.status_code for each in tries] == [422] * 10 + [429]
    assert int(tries[-1].headers["Retry-After"]) > 0
    assert "Too many tries." in read(tries[-1])
    assert alice.post("/account", {"password": PASSWORD, "new_password": new}).status_code == 429
    assert by_password(cast.app.test_client(), "alice@example.org", PASSWORD).status_code == 429
    time.shift(5 * 60)
    assert alice.post("/account", {"password": PASSWORD, "new_password": new}).status_code == 200
    assert by_password(cast.app.test_client(), "alice@example.org", new).status_code == 303


def test_guessing_is_slowed_down_for_that_address_and_for_nobody_else(cast: Cast, time: TimeMachineFixture) -> None:
    for _ in range(10):
        assert by_password(cast.app.test_client(), "alice@example.org", "guess").status_code == 401
    stopped = by_password(cast.app.test_client(), "Alice@example.org ", PASSWORD)
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
    assert "Too many tries for this address." in read(stopped)
    assert by_password(cast.app.test_client(), "bob@example.org", PASSWORD).status_code == 303
    time.shift(5 * 60)
    assert by_password(cast.app.test_client(), "alice@example.org", PASSWORD).status_code == 303


def test_an_address_nobody_has_is_slowed_down_alike(cast: Cast) -> None:
    tries = [by_password(cast.app.test_client(), "nobody@example.org", "guess").status_code for _ in range(11)]
    assert tries == [401] * 10 + [429]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_leads_to_another_site(cast: Cast, phone: FlaskClient, target: str) -> None:
    assert hidden(phone.get("/login", query_string={"next": target}), "next") == "/"
    assert by_password(cast.app.test_client(), "alice@example.org", PASSWORD, next=target).location == "/"


def test_one_gets_where_one_was_going(cast: Cast, phone: FlaskClient) -> None:
    visit = f"/visits/{cast.begin().visit}"
    asked = phone.get(visit)
    assert (asked.status_code, hidden(asked, "next")) == (401, visit)
    assert by_password(phone, "alice@example.org", PASSWORD, next=visit).location == visit


def test_who_is_logged_in_is_not_asked_again(alice: Desk) -> None:
    assert alice.get("/login").location == "/"


def test_a_login_has_a_cookie_that_only_this_host_gets(cast: Cast, phone: FlaskClient) -> None:
    before = phone.get("/login").headers.getlist("Set-Cookie")
    cookies = by_password(phone, "alice@example.org", PASSWORD).headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["__Host-known", "__Host-staff"]
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert cookie not in before
    assert count(cast, Login) == 1


def test_over_plain_http_the_cookie_is_one_that_browsers_keep(stage: Stage) -> None:
    cast = stage(demo="1")
    cookies = by_password(cast.app.test_client(), "bob@example.org", PASSWORD).headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["known", "staff"]
    assert not [cookie for cookie in cookies if "Secure" in cookie]


@pytest.mark.parametrize("cookie", ["", "x", "eyJsb2dpbiI6IngifQ.AAAA.AAAA", "eyJsb2dpbiI6IngifQ"])
def test_a_cookie_made_by_somebody_else_opens_nothing(cast: Cast, cookie: str) -> None:
    assert with_cookie(cast, cookie).get("/").status_code == 401


def test_the_secret_of_a_login_is_kept_as_a_hash_only(cast: Cast, phone: FlaskClient) -> None:
    by_password(phone, "alice@example.org", PASSWORD)
    with phone.session_transaction() as cookie:
        secret = str(cookie["login"])
    assert len(secret) >= 43
    assert [len(kept) for kept in stored(cast, Login.secret_hash)] == [32]
    assert not [row for row in every_column(cast, Login) if secret in map(str, row)]


def test_passwords_are_kept_as_argon2id_at_the_owasp_minimum_or_above(cast: Cast) -> None:
    for kept in stored(cast, Person.password_hash):
        memory, rounds, lanes = map(int, re.findall(r"[mtp]=(\d+)", kept))
        assert kept.startswith("$argon2id$")
        assert (memory >= 19_456, rounds >= 2, lanes >= 1) == (True, True, True)
