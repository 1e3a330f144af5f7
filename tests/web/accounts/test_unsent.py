"""A login that ends loses nothing that was typed, and locks the page for nobody but whoever was there."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from tests.support.practice import PASSWORD, WELL, Cast, Waiting
from tests.web.browsing import Desk, by_password, hidden, read

NOTE = "Half a thought about her sister."
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def answered(cast: Cast) -> Waiting:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    return waiting


def repair(desk: Desk, waiting: Waiting) -> dict[str, str]:
    """The fields of the page as it stands before the login ends."""
    page = desk.get(f"/visits/{waiting.visit}")
    return {"csrf_token": hidden(page, "csrf_token"), "outcome": "talked", "note": NOTE}


def keep(desk: Desk, waiting: Waiting, fields: dict[str, str], **headers: str) -> TestResponse:
    return desk.client.post(f"/check-ins/{waiting.check_in}/repair", data=fields, headers=headers or OURS)


def enter(client: FlaskClient, asked: TestResponse, email: str = "alice@example.org") -> TestResponse:
    """The login form as the refusal shows it, filled in."""
    fields = {name: hidden(asked, name) for name in ("csrf_token", "next", "unsent", "locked")}
    return client.post("/login", data=fields | {"email": email, "password": PASSWORD})


def keep_now(client: FlaskClient, page: TestResponse, waiting: Waiting) -> TestResponse:
    fields = {name: hidden(page, name) for name in ("csrf_token", "outcome", "note")}
    return client.post(f"/check-ins/{waiting.check_in}/repair", data=fields)


@pytest.mark.parametrize("away", [timedelta(minutes=91), timedelta(hours=13)])
def test_a_note_that_is_sent_too_late_is_there_after_logging_in(
    alice: Desk, answered: Waiting, time: TimeMachineFixture, away: timedelta
) -> None:
    fields = repair(alice, answered)
    time.shift(away)
    asked = keep(alice, answered, fields)
    assert asked.status_code == 401
    assert NOTE not in asked.text
    page = enter(alice.client, asked)
    assert f"“{NOTE}”" in read(page)
    assert keep_now(alice.client, page, answered).status_code == 303
    assert NOTE in read(alice.get(f"/visits/{answered.visit}"))


def test_a_note_that_is_sent_after_logging_out_elsewhere_is_there_after_logging_in(
    alice: Desk, answered: Waiting
) -> None:
    fields = repair(alice, answered)
    alice.post("/logout")
    asked = keep(alice, answered, fields)
    assert asked.status_code == 401
    assert keep_now(alice.client, enter(alice.client, asked), answered).status_code == 303
    assert NOTE in read(alice.get(f"/visits/{answered.visit}"))


def test_a_page_from_before_the_last_login_loses_no_note(alice: Desk, answered: Waiting) -> None:
    fields = repair(alice, answered)
    alice.post("/logout")
    by_password(alice.client, "alice@example.org", PASSWORD)
    page = keep(alice, answered, fields)
    assert page.status_code == 400
    assert keep_now(alice.client, page, answered).status_code == 303


def test_a_wrong_password_on_the_way_loses_nothing_either(
    alice: Desk, answered: Waiting, time: TimeMachineFixture
) -> None:
    fields = repair(alice, answered)
    time.shift(timedelta(minutes=91))
    asked = keep(alice, answered, fields)
    sent = {name: hidden(asked, name) for name in ("csrf_token", "next", "unsent", "locked")}
    again = alice.client.post("/login", data=sent | {"email": "alice@example.org", "password": "not this one"})
    assert again.status_code == 401
    assert NOTE in read(enter(alice.client, again))


def test_nobody_else_who_logs_in_there_is_shown_it(alice: Desk, answered: Waiting, time: TimeMachineFixture) -> None:
    fields = repair(alice, answered)
    time.shift(timedelta(minutes=91))
    entered = enter(alice.client, keep(alice, answered, fields), "bob@example.org")
    assert entered.status_code == 303
    assert NOTE not in entered.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Referer": "https://elsewhere.example/"}])
def test_what_another_site_sends_is_never_offered_for_keeping(
    alice: Desk, answered: Waiting, headers: dict[str, str]
) -> None:
    fields = repair(alice, answered) | {"csrf_token": "guessed"}
    refused = keep(alice, answered, fields, **headers)
    assert refused.status_code in {400, 403}
    assert NOTE not in refused.text


def test_a_password_is_never_kept(alice: Desk, time: TimeMachineFixture) -> None:
    token = hidden(alice.get("/account"), "csrf_token")
    time.shift(timedelta(minutes=91))
    fields = {"csrf_token": token, "password": PASSWORD, "new_password": "another sentence, a long one"}
    asked = alice.client.post("/account", data=fields, headers=OURS)
    assert (asked.status_code, hidden(asked, "unsent")) == (401, "")


def test_after_the_idle_limit_the_password_alone_opens_the_page_again(
    alice: Desk, answered: Waiting, time: TimeMachineFixture
) -> None:
    time.shift(timedelta(minutes=91))
    locked = alice.get(f"/visits/{answered.visit}")
    assert locked.status_code == 401
    assert "Your password opens it again, Alice." in read(locked)
    entered = enter(alice.client, locked, hidden_email(locked))
    assert (entered.status_code, entered.location) == (303, f"/visits/{answered.visit}")
    assert alice.get(f"/visits/{answered.visit}").status_code == 200


def test_a_locked_page_has_a_way_for_somebody_else(alice: Desk, time: TimeMachineFixture) -> None:
    time.shift(timedelta(minutes=91))
    assert "/login?other=yes" in alice.get("/").text
    other = alice.get("/login?other=yes")
    assert "Alice" not in other.text
    assert "alice@example.org" not in other.text


def test_after_twelve_hours_nobody_is_named_any_more(alice: Desk, time: TimeMachineFixture) -> None:
    time.shift(timedelta(hours=12, seconds=1))
    asked = alice.get("/")
    assert asked.status_code == 401
    assert "Alice" not in asked.text


def hidden_email(page: TestResponse) -> str:
    assert 'value="alice@example.org"' in page.text
    return "alice@example.org"
