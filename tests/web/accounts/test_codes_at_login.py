"""Authenticator app: asked for after the right password alone, taken once, and changed by nobody but their owner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from kiosk.keys import SEAL_VERSION, keys
from kiosk.storage.tables import CodeApp, HalfLogin, Person, RecoveryCode
from tests.support.practice import PASSWORD, Cast
from tests.support.sqlite_file import raw_bytes
from tests.support.stored import change, count
from tests.web.browsing import Desk, by_password, hidden, log_in, read, with_cookie
from tests.web.codes import STEP_S, App, confirm, give, recovery_codes, scan, turn_on

ALICE = "alice@example.org"
HALF_MINUTE = timedelta(seconds=STEP_S)


@pytest.fixture
def app(alice: Desk, time: TimeMachineFixture) -> App:
    """Alice's app. The code that confirmed it is used up; half a minute later there is another."""
    app = turn_on(alice)
    time.shift(HALF_MINUTE)
    return app


@pytest.fixture
def asked(app: App, phone: FlaskClient) -> TestResponse:
    del app
    return by_password(phone, ALICE, PASSWORD)


def secret_of(client: FlaskClient, name: str) -> str:
    with client.session_transaction() as cookie:
        return str(cookie.get(name, ""))


def test_the_password_leads_to_the_code_and_the_code_to_the_day(phone: FlaskClient, app: App) -> None:
    asked = by_password(phone, ALICE, PASSWORD)
    assert "Now the code" in read(asked)
    assert "Alice" not in asked.text
    assert phone.get("/").status_code == 401
    came_in = give(phone, asked, app.code())
    assert (came_in.status_code, came_in.location) == (303, "/")
    assert "Alice" in read(phone.get("/"))


def test_whoever_has_not_the_password_never_sees_that_there_are_codes(cast: Cast, app: App) -> None:
    del app
    wrong = by_password(cast.app.test_client(), ALICE, "not this one at all")
    without = by_password(cast.app.test_client(), "bob@example.org", "not this one at all")
    assert (wrong.status_code, "code" in read(wrong).lower()) == (401, False)
    assert read(wrong) == read(without)


def test_a_code_works_once_whoever_types_it_where(
    cast: Cast, phone: FlaskClient, asked: TestResponse, app: App
) -> None:
    code = app.code()
    thief = cast.app.test_client()
    page = by_password(thief, ALICE, PASSWORD)
    assert give(phone, asked, code).status_code == 303
    replayed = give(thief, page, code)
    assert replayed.status_code == 401
    assert "That code is wrong, or was used before." in read(replayed)


def test_the_code_that_confirmed_the_app_is_used_up(cast: Cast, alice: Desk) -> None:
    app = turn_on(alice)
    phone = cast.app.test_client()
    assert give(phone, by_password(phone, ALICE, PASSWORD), app.code()).status_code == 401


def test_of_many_who_type_one_code_at_once_one_comes_in_and_the_guesses_of_many_are_all_counted(
    cast: Cast, app: App
) -> None:
    browsers = [cast.app.test_client() for _ in range(4)]
    pages = [by_password(browser, ALICE, PASSWORD) for browser in browsers]
    fields = [{"csrf_token": hidden(page, "csrf_token"), "code": app.code()} for page in pages]

    def send(place: int) -> int:
        return browsers[place].post("/login/code", data=fields[place]).status_code

    with ThreadPoolExecutor(len(browsers)) as at_once:
        assert sorted(at_once.map(send, range(len(browsers)))) == [303, 401, 401, 401]
        left_over = [place for place in range(len(browsers)) if browsers[place].get("/").status_code == 401]
        assert sorted(at_once.map(send, left_over)) == [401, 401, 429]


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 401), (0, 303), (1, 303), (2, 401)])
def test_a_clock_may_be_half_a_minute_off_but_what_is_older_than_the_last_code_is_gone(
    phone: FlaskClient, asked: TestResponse, app: App, steps: int, status: int
) -> None:
    assert give(phone, asked, app.code(steps)).status_code == status


def test_a_slow_clock_is_borne_as_well(phone: FlaskClient, app: App, time: TimeMachineFixture) -> None:
    time.shift(10 * HALF_MINUTE)
    assert give(phone, by_password(phone, ALICE, PASSWORD), app.code(-1)).status_code == 303


def test_after_a_newer_code_an_older_one_is_worth_nothing(
    cast: Cast, phone: FlaskClient, app: App, time: TimeMachineFixture
) -> None:
    time.shift(10 * HALF_MINUTE)
    assert give(phone, by_password(phone, ALICE, PASSWORD), app.code(1)).status_code == 303
    other = cast.app.test_client()
    assert give(other, by_password(other, ALICE, PASSWORD), app.code(0)).status_code == 401


@pytest.mark.parametrize("shape", ["{0} {1}", " {0}{1} ", "{0}-{1}", "{0}\u00a0{1}"])
def test_a_code_is_pasted_as_the_app_shows_it(phone: FlaskClient, asked: TestResponse, app: App, shape: str) -> None:
    code = app.code()
    assert give(phone, asked, shape.format(code[:3], code[3:])).status_code == 303


def test_the_language_of_the_login_page_stays_that_of_every_step(
    phone: FlaskClient, app: App, time: TimeMachineFixture
) -> None:
    del app
    half = by_password(phone, ALICE, PASSWORD, language="de")
    wrong = give(phone, half, "000000")
    again = give(phone, wrong, "000000")
    time.shift(timedelta(minutes=11))
    late = give(phone, again, "000000")
    assert [page.status_code for page in (half, wrong, again, late)] == [200, 401, 401, 401]
    assert all('lang="de"' in page.text and hidden(page, "language") == "de" for page in (half, wrong, again, late))
    assert not any("You are not" in read(page) or "That " in read(page) for page in (wrong, again, late))


def test_figures_of_another_script_are_figures(phone: FlaskClient, asked: TestResponse, app: App) -> None:
    arabic = app.code().translate({ord(str(figure)): 0x0660 + figure for figure in range(10)})
    assert give(phone, asked, arabic).status_code == 303


def test_what_is_no_code_is_refused_in_words(phone: FlaskClient, asked: TestResponse) -> None:
    for code in ("", "000", "x\x00", "²²²²²²", "1" * 60_000):
        assert give(phone, asked, code).status_code == 401


def test_guessing_codes_is_slowed_down(
    phone: FlaskClient, asked: TestResponse, app: App, time: TimeMachineFixture
) -> None:
    wrong = f"{(int(app.code(9)) + 1) % 1_000_000:06}"
    assert [give(phone, asked, wrong).status_code for _ in range(6)] == [401] * 5 + [429]
    stopped = give(phone, asked, app.code())
    assert (stopped.status_code, int(stopped.headers["Retry-After"]) > 0) == (429, True)
    time.shift(timedelta(minutes=5))
    assert give(phone, asked, app.code()).status_code == 303


def test_ten_minutes_after_the_password_it_is_asked_for_again(
    phone: FlaskClient, asked: TestResponse, app: App, time: TimeMachineFixture
) -> None:
    time.shift(timedelta(minutes=10, seconds=1))
    late = give(phone, asked, app.code())
    assert (late.status_code, "Log in again." in read(late)) == (401, True)


def test_each_step_has_a_secret_of_its_own_and_the_one_before_is_dead(
    cast: Cast, phone: FlaskClient, asked: TestResponse, app: App
) -> None:
    half = phone.get_cookie("__Host-staff")
    assert half is not None
    before = secret_of(phone, "half")
    give(phone, asked, app.code())
    after = secret_of(phone, "login")
    assert before
    assert after
    assert before != after
    assert secret_of(phone, "half") == ""
    thief = with_cookie(cast, half.value)
    assert thief.get("/").status_code == 401
    assert count(cast, HalfLogin) == 0


def test_half_a_login_opens_no_page(cast: Cast, phone: FlaskClient, asked: TestResponse) -> None:
    visit = cast.begin().visit
    paths = ("/", "/account", "/account/codes", f"/visits/{visit}", f"/visits/{visit}/live", "/events")
    assert [phone.get(path).status_code for path in paths] == [401] * len(paths)
    token = hidden(asked, "csrf_token")
    assert phone.post("/account/codes/off", data={"csrf_token": token}).status_code == 401


def test_a_new_password_ends_half_a_login_too(
    cast: Cast, alice: Desk, phone: FlaskClient, asked: TestResponse, app: App
) -> None:
    alice.post("/account", {"password": PASSWORD, "new_password": "eight loud lamps by the lake"})
    assert count(cast, HalfLogin) == 0
    assert give(phone, asked, app.code()).status_code == 401


def test_each_recovery_code_works_once(cast: Cast, phone: FlaskClient, asked: TestResponse, app: App) -> None:
    assert len(set(app.recovery)) == 10
    assert give(phone, asked, app.recovery[3]).status_code == 303
    assert "9 recovery codes are left." in read(phone.get("/account/codes"))
    other = cast.app.test_client()
    again = by_password(other, ALICE, PASSWORD)
    assert give(other, again, app.recovery[3]).status_code == 401
    assert give(other, again, app.recovery[4].replace(" ", "")).status_code == 303


def test_a_recovery_code_of_somebody_else_opens_nothing(cast: Cast, phone: FlaskClient, asked: TestResponse) -> None:
    bobs = turn_on(log_in(cast, cast.bob))
    assert give(phone, asked, bobs.recovery[0]).status_code == 401
    assert give(phone, asked, bobs.code(1)).status_code == 401


@pytest.mark.sqlite_file
def test_a_thief_of_the_database_finds_neither_the_secret_nor_a_recovery_code(cast: Cast, app: App) -> None:
    stolen = raw_bytes(cast)
    with cast.on_stage():
        key_id = keys().key_id
    assert [code for code in (app.secret, *app.recovery) if code.encode() in stolen] == []
    assert [code for code in app.recovery if code.replace(" ", "").encode() in stolen] == []
    assert SEAL_VERSION + key_id in stolen


def test_nothing_is_kept_before_a_code_has_confirmed_it(cast: Cast, alice: Desk) -> None:
    offer = alice.post("/account/codes", {"password": PASSWORD})
    app = scan(offer)
    refused = confirm(alice, offer, "000000" if app.code() != "000000" else "111111")
    assert (refused.status_code, scan(refused)) == (422, app)
    assert count(cast, CodeApp) == 0
    assert by_password(cast.app.test_client(), ALICE, PASSWORD).location == "/"


def test_an_offer_lasts_for_a_quarter_of_an_hour_and_is_for_one_person(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    offer = alice.post("/account/codes", {"password": PASSWORD})
    bob, app = log_in(cast, cast.bob), scan(offer)
    assert "Start again" in read(confirm(bob, offer, app.code()))
    time.shift(timedelta(minutes=15, seconds=1))
    assert "Start again" in read(confirm(alice, offer, app.code()))
    assert alice.post("/account/codes/on", {"offer": "x", "code": app.code()}).status_code == 422
    assert count(cast, CodeApp) == 0


def test_the_app_cannot_be_exchanged_while_codes_are_on(alice: Desk, cast: Cast) -> None:
    offer = alice.post("/account/codes", {"password": PASSWORD})
    app = turn_on(alice)
    other = scan(offer)
    assert other != app
    assert confirm(alice, offer, other.code()).status_code == 422
    assert alice.post("/account/codes", {"password": PASSWORD}).location == "/account/codes"
    assert count(cast, CodeApp) == 1


def test_setting_codes_up_and_switching_them_off_ends_every_other_login(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    other, copied = log_in(cast, cast.alice), alice.cookie
    app = turn_on(alice)
    assert [other.get("/").status_code, with_cookie(cast, copied).get("/").status_code] == [401, 401]
    time.shift(HALF_MINUTE)
    other, copied = log_in(cast, cast.alice), alice.cookie
    off = alice.post("/account/codes/off", {"password": PASSWORD, "code": app.code()})
    assert "Codes are off" in read(alice.get(off.location))
    assert [other.get("/").status_code, with_cookie(cast, copied).get("/").status_code] == [401, 401]
    assert by_password(cast.app.test_client(), ALICE, PASSWORD).location == "/"
    assert count(cast, RecoveryCode) == 0


@pytest.mark.parametrize("act", ["off", "recovery"])
def test_nothing_is_changed_without_the_password_and_a_code(cast: Cast, alice: Desk, app: App, act: str) -> None:
    path = f"/account/codes/{act}"
    for password, code in ((PASSWORD, ""), (PASSWORD, "000"), ("wrong", app.code()), ("", "")):
        refused = alice.post(path, {"password": password, "code": code})
        assert (refused.status_code, "Nothing is changed yet." in read(refused)) == (422, True)
    assert count(cast, RecoveryCode, RecoveryCode.used_at.is_(None)) == 10
    assert "Now the code" in read(by_password(cast.app.test_client(), ALICE, PASSWORD))


def test_new_recovery_codes_take_the_place_of_the_old(phone: FlaskClient, alice: Desk, app: App) -> None:
    renewed = recovery_codes(alice.post("/account/codes/recovery", {"password": PASSWORD, "code": app.code()}))
    assert len(renewed) == 10
    asked = by_password(phone, ALICE, PASSWORD)
    assert give(phone, asked, app.recovery[0]).status_code == 401
    assert give(phone, asked, renewed[0]).status_code == 303


@pytest.mark.parametrize("place", ["codes", "codes/recovery", "codes/off"])
def test_guessing_the_password_at_an_open_desk_is_slowed_down_too(alice: Desk, place: str) -> None:
    tries = [alice.post(f"/account/{place}", {"password": "guess"}).status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]
    stopped = alice.post(f"/account/{place}", {"password": PASSWORD})
    assert (stopped.status_code, int(stopped.headers["Retry-After"]) > 0) == (429, True)
    assert "Too many tries." in read(stopped)


def test_a_login_that_was_only_left_alone_is_opened_by_the_password(
    alice: Desk, app: App, time: TimeMachineFixture
) -> None:
    del app
    time.shift(timedelta(minutes=91))
    assert by_password(alice.client, ALICE, PASSWORD).location == "/"
    assert alice.get("/").status_code == 200


def test_a_note_that_was_sent_too_late_waits_for_the_code_as_well(
    cast: Cast, alice: Desk, app: App, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    token = hidden(alice.get(f"/visits/{waiting.visit}"), "csrf_token")
    time.shift(timedelta(hours=13))
    note = {"csrf_token": token, "outcome": "talked", "note": "Half a thought about her sister."}
    late = alice.client.post(
        f"/check-ins/{waiting.check_in}/repair", data=note, headers={"Sec-Fetch-Site": "same-origin"}
    )
    fields = {name: hidden(late, name) for name in ("csrf_token", "next", "unsent")}
    asked = alice.client.post("/login", data=fields | {"email": ALICE, "password": PASSWORD})
    refused = give(alice.client, asked, "000")
    assert "It waits until you are in." in read(refused)
    assert "“Half a thought about her sister.”" in read(give(alice.client, refused, app.code()))


def test_after_the_clock_was_set_back_a_recovery_code_gets_in(
    cast: Cast, phone: FlaskClient, asked: TestResponse, app: App, time: TimeMachineFixture
) -> None:
    assert give(phone, asked, app.code()).status_code == 303
    time.shift(-timedelta(hours=1))
    other = cast.app.test_client()
    again = by_password(other, ALICE, PASSWORD)
    assert give(other, again, app.code()).status_code == 401
    assert give(other, again, app.recovery[0]).status_code == 303


def test_that_does_not_lengthen_its_twelve_hours(alice: Desk, app: App, time: TimeMachineFixture) -> None:
    del app
    for _ in range(6):
        time.shift(timedelta(hours=1, minutes=59))
        by_password(alice.client, ALICE, PASSWORD)
    time.shift(timedelta(minutes=10))
    assert alice.get("/").status_code == 401
    assert "Now the code" in read(by_password(alice.client, ALICE, PASSWORD))


def test_the_login_of_somebody_else_spares_nobody_the_code(cast: Cast, app: App, time: TimeMachineFixture) -> None:
    del app
    bob = log_in(cast, cast.bob)
    time.shift(timedelta(minutes=91))
    assert "Now the code" in read(by_password(bob.client, ALICE, PASSWORD))


def test_whoever_came_by_a_link_chooses_a_password_first(cast: Cast, alice: Desk) -> None:
    change(cast, Person, Person.name == "Alice", password_hash="")
    assert "Choose a password first" in read(alice.get("/account/codes"))
    assert alice.post("/account/codes", {"password": ""}).status_code == 422


def test_password_managers_and_pasting_can_fill_in_a_code(asked: TestResponse) -> None:
    assert 'autocomplete="one-time-code"' in asked.text
    assert 'inputmode="numeric"' in asked.text
    assert "maxlength" not in asked.text
