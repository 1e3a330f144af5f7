"""A proof of the last five minutes for what leaves the server, and one's own logins, ended one by one."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.storage.tables import Login, Person
from kiosk.web.shared.devices import device_of
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import count, stored
from tests.web.browsing import Desk, hidden, log_in, read, with_cookie
from tests.web.codes import turn_on
from tests.web.page_rules import parse

LATER = timedelta(minutes=5)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def prove(desk: Desk, **fields: str) -> int:
    """Fill in the page that asks who it is; gives the status of the answer."""
    return desk.post("/account/prove", {"password": PASSWORD} | fields).status_code


def test_a_record_leaves_the_server_within_five_minutes_of_a_proof(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    cast.send(cast.begin(), None, understood="9")
    record = f"{alice.client_path()}/record.csv"
    assert alice.get(record).status_code == 200
    time.shift(LATER)
    asked = alice.get(record)
    assert (asked.status_code, "Is it you?" in read(asked)) == (401, True)
    assert alice.get(alice.client_path()).status_code == 200
    assert prove(alice, password="guess") == 422
    assert alice.get(record).status_code == 401
    assert prove(alice) == 303
    assert alice.get(record).status_code == 200


def test_a_proof_gives_another_login_and_ends_the_one_before(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    time.shift(LATER)
    before, [begun] = alice.cookie, stored(cast, Login.begun_at)
    assert prove(alice) == 303
    assert with_cookie(cast, before).get("/").status_code == 401
    assert stored(cast, Login.begun_at) == [begun], "the twelve hours are those they were"


def test_it_asks_for_the_code_too_where_the_login_does(alice: Desk, time: TimeMachineFixture) -> None:
    app = turn_on(alice)
    time.shift(LATER)
    assert alice.post("/account/prove", {"password": PASSWORD}).status_code != 303
    assert alice.post("/account/prove", {"password": PASSWORD, "code": app.code()}).status_code == 303


def test_a_change_of_people_waits_for_the_proof_and_is_then_one_tap(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    bob = stored(cast, Person.public_id, where=Person.id == cast.bob)[0]
    assert alice.get("/people").status_code == 200
    time.shift(LATER)
    alice.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    asked = alice.post(f"/people/{bob}/disable")
    assert asked.status_code == 401
    assert stored(cast, Person.disabled_at, where=Person.id == cast.bob) == [None]
    waiting = {"password": PASSWORD, "unsent": hidden(asked, "unsent")}
    page = alice.post("/account/prove", waiting)
    assert "Nothing is done yet." in read(page)
    assert f'action="/people/{bob}/disable"' in page.text
    assert alice.post(f"/people/{bob}/disable").status_code == 303
    assert stored(cast, Person.disabled_at, where=Person.id == cast.bob) != [None]


def test_the_account_lists_the_logins_and_ends_one_of_them(cast: Cast, alice: Desk) -> None:
    phone = cast.app.test_client()
    phone.environ_base["HTTP_USER_AGENT"] = FIREFOX
    link = cast.one_time_link(cast.alice)
    token = hidden(phone.get(link), "csrf_token")
    assert phone.post(link, data={"csrf_token": token}).status_code == 303
    said = read(alice.get("/account"))
    assert "Firefox, Windows Since" in said
    assert "This browser" in said
    actions = [form.get("action", "") for form in parse(alice.get("/account").text).all("form")]
    [ends] = [action for action in actions if "logins/" in action]
    assert alice.post(ends).location == "/account?saved=ended"
    assert phone.get("/").status_code == 401
    assert alice.get("/").status_code == 200
    assert alice.post(ends).status_code == 404


def test_each_login_says_when_something_was_saved_by_it_last(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    phone = log_in(cast, cast.alice)
    time.shift(timedelta(minutes=50))
    phone.post("/account/language", {"language": "en"})
    rows = re.findall(r"<span>Since [^<]*", alice.get("/account").text)
    used = clock.now().strftime("%H:%M")
    assert sorted(used in row.partition("Something was saved last")[2] for row in rows) == [False, True]


def test_a_login_of_somebody_else_is_not_found(cast: Cast, alice: Desk) -> None:
    log_in(cast, cast.bob)
    [bobs] = stored(cast, Login.public_id, where=Login.person_id == cast.bob)
    assert alice.post(f"/account/logins/{bobs}/end").status_code == 404
    assert count(cast, Login) == 2


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chromium, Linux"),
        ("Mozilla/5.0 (iPad; CPU OS 16_4 like Mac OS X) Version/16.4 Mobile/15E148 Safari/604.1", "Safari, iPad"),
        ("curl/8.0", ""),
    ],
)
def test_a_device_is_named_by_what_it_says_of_itself(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_no_page_that_only_reads_asks_for_a_proof(alice: Desk, phone: FlaskClient, time: TimeMachineFixture) -> None:
    time.shift(LATER)
    assert {alice.get(page).status_code for page in ("/", "/account", "/settings", "/people")} == {200}
    assert phone.get("/people").status_code == 401
