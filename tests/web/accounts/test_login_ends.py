"""A login ends: by logging out, by a new password, after an hour and a half without anybody, after 12 hours."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from kiosk.storage.tables import Login
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import count
from tests.web.browsing import Desk, by_password, hidden, log_in, read, with_cookie

NEW = "eight loud lamps by the lake"
BY_ITSELF = {"X-Asked-By": "page"}
STREAM = {"Accept": "text/event-stream"}


def looks(cast: Cast, client: FlaskClient) -> Iterator[TestResponse]:
    """Every kind of thing a login opens."""
    visit = cast.begin().visit
    yield from (client.get(path) for path in ("/", "/account", f"/visits/{visit}", f"/visits/{visit}/live"))
    yield client.get("/events", headers=STREAM)


def test_a_copied_cookie_is_dead_after_logging_out(cast: Cast, alice: Desk) -> None:
    thief = with_cookie(cast, alice.cookie)
    assert thief.get("/").status_code == 200
    out = alice.post("/logout")
    assert (out.status_code, out.location) == (303, "/login")
    assert [look.status_code for look in looks(cast, thief)] == [401] * 5
    assert count(cast, Login) == 0


def test_logging_out_here_leaves_the_other_browser_logged_in(cast: Cast, alice: Desk) -> None:
    other = log_in(cast, cast.alice)
    alice.post("/logout")
    assert other.get("/").status_code == 200


def test_the_page_after_logging_out_is_nobody_s(alice: Desk) -> None:
    alice.post("/logout")
    assert alice.get("/").status_code == 401
    assert "Alice" not in alice.get("/login").text


def test_the_login_page_stays_in_the_language_of_who_was_here_until_somebody_else_comes(
    alice: Desk, time: TimeMachineFixture
) -> None:
    english = {"Accept-Language": "en"}
    alice.post("/account/language", {"language": "de"})
    out = alice.post("/logout")
    page = alice.get(out.location, headers=english)
    assert 'lang="de"' in page.text
    again = by_password(alice.client, "alice@example.org", "wrong", language=hidden(page, "language"))
    assert (again.status_code, 'lang="de"' in again.text) == (401, True)
    assert "The email or the password" not in again.text
    assert "Alice" not in page.text + again.text
    assert 'lang="en"' in alice.get("/login", headers=english).text
    by_password(alice.client, "alice@example.org", PASSWORD)
    time.shift(timedelta(minutes=91))
    locked = alice.get("/", headers=english)
    assert (locked.status_code, 'lang="de"' in locked.text) == (401, True)


@pytest.mark.parametrize("tag", ["", "klingon", "ar", '"><b>'])
def test_a_language_that_staff_have_no_pages_in_leaves_the_login_to_the_browser(phone: FlaskClient, tag: str) -> None:
    page = phone.get("/login", query_string={"language": tag}, headers={"Accept-Language": "de"})
    assert (page.status_code, 'lang="de"' in page.text) == (200, True)


def test_the_stream_is_refused_without_a_page(phone: FlaskClient) -> None:
    refused = phone.get("/events", headers=STREAM)
    assert (refused.status_code, refused.data) == (401, b"")


def test_a_new_password_ends_every_other_login(cast: Cast, alice: Desk) -> None:
    other, bob, copied = log_in(cast, cast.alice), log_in(cast, cast.bob), alice.cookie
    changed = alice.post("/account", {"password": PASSWORD, "new_password": NEW})
    assert "Your password is changed. All other browsers are logged out." in read(changed)
    assert [look.status_code for look in looks(cast, other.client)] == [401] * 5
    assert with_cookie(cast, copied).get("/").status_code == 401
    assert alice.get("/").status_code == 200
    assert bob.get("/").status_code == 200
    assert by_password(cast.app.test_client(), "alice@example.org", PASSWORD).status_code == 401
    assert by_password(cast.app.test_client(), "alice@example.org", NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("wrong", NEW, "That is not your current password."),
        (PASSWORD, "fourteen chars", "A password needs 15 characters or more."),
        (PASSWORD, "1" * 20, "one of the first that would be tried"),
        (PASSWORD, "ab" * 501, "1000 characters at most"),
        (PASSWORD, "", "A password needs 15 characters or more."),
    ],
)
def test_a_password_that_cannot_be_changed_stays(cast: Cast, alice: Desk, old: str, new: str, sentence: str) -> None:
    other = log_in(cast, cast.alice)
    refused = alice.post("/account", {"password": old, "new_password": new})
    assert refused.status_code == 422
    assert sentence in read(refused)
    assert other.get("/").status_code == 200
    assert by_password(cast.app.test_client(), "alice@example.org", PASSWORD).status_code == 303


@pytest.mark.parametrize(
    "password",
    [
        "  x y z w v   two  lamps,   one  in  each  room  ",
        "\u043f\u044f\u0442\u043d\u0430\u0434\u0446\u0430\u0442\u044c \u0431\u0443\u043a\u0432",
        "\U0001f56f" * 3 + " candles, one each",
        "a" * 900 + "bcdefg",
    ],
)
def test_long_passwords_spaces_and_every_script_are_kept_as_typed(cast: Cast, alice: Desk, password: str) -> None:
    alice.post("/account", {"password": PASSWORD, "new_password": password})
    assert by_password(cast.app.test_client(), "alice@example.org", password).status_code == 303
    assert by_password(cast.app.test_client(), "alice@example.org", password[:-1]).status_code == 401


def test_after_ninety_minutes_without_anybody_there_one_logs_in_again(alice: Desk, time: TimeMachineFixture) -> None:
    time.shift(timedelta(minutes=90))
    assert alice.get("/").status_code == 200
    time.shift(timedelta(minutes=91))
    asked = alice.get("/account")
    assert (asked.status_code, hidden(asked, "next")) == (401, "/account")


def test_a_page_knows_how_long_its_login_lasts(alice: Desk, time: TimeMachineFixture) -> None:
    def lasts() -> tuple[int, int]:
        page = re.search(r'data-ends-in="(\d+)"', alice.get("/account").text)
        return int(page[1]) if page else 0, int(alice.get("/account/here", headers=BY_ITSELF).get_json()["ends_in"])

    idle_s = 90 * 60
    assert all(idle_s - 60 <= found <= idle_s + 1 for found in lasts())
    for _ in range(8):
        time.shift(timedelta(minutes=85))
        assert alice.get("/account").status_code == 200
    assert all(39 * 60 < found <= 40 * 60 for found in lasts())


def test_a_page_that_renews_itself_is_nobody_being_there(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    visit = cast.begin().visit
    for _ in range(3):
        time.shift(timedelta(minutes=30))
        assert alice.get(f"/visits/{visit}/live", headers=BY_ITSELF).status_code == 200
    time.shift(timedelta(minutes=1))
    assert alice.get(f"/visits/{visit}/live", headers=BY_ITSELF).status_code == 401


def test_somebody_at_work_is_asked_again_after_twelve_hours(alice: Desk, time: TimeMachineFixture) -> None:
    for _ in range(12):
        time.shift(timedelta(hours=1))
        assert alice.get("/").status_code == 200
    time.shift(timedelta(seconds=1))
    assert alice.get("/").status_code == 401
