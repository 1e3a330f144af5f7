"""People with a login, looked after from the command line."""

from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from kiosk.actions.manage_people import CannotManage
from kiosk.cli import kiosk
from tests.support.practice import PASSWORD, Cast
from tests.web.authenticator import Device, origin_of
from tests.web.browsing import by_password, hidden, log_in, rows
from tests.web.codes import turn_on

NEW = "nine slow boats on a grey lake"


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    for name, value in cast.environ.items():
        monkeypatch.setenv(name, value)
    return CliRunner(catch_exceptions=False)


def path_in(output: str) -> str:
    return urlsplit(output.strip()).path


def come_in(browser: FlaskClient, path: str) -> str:
    page = browser.get(path)
    answer = browser.post(path, data={"csrf_token": hidden(page, "csrf_token")})
    assert answer.status_code == 303
    return answer.location


def test_somebody_added_comes_in_by_the_link_and_chooses_a_password(cast: Cast, run: CliRunner) -> None:
    link = path_in(run.invoke(kiosk, ["person", "add", "Dana Weiss", "dana@example.org"]).output)
    browser = cast.app.test_client()
    assert come_in(browser, link) == "/account"
    page = browser.get("/account")
    assert b"Present password" not in page.data
    browser.post("/account", data={"csrf_token": hidden(page, "csrf_token"), "new_password": NEW})
    assert by_password(cast.app.test_client(), "dana@example.org", NEW).location == "/"


def test_the_link_of_somebody_added_works_once(cast: Cast, run: CliRunner) -> None:
    link = path_in(run.invoke(kiosk, ["person", "add", "Dana", "dana@example.org"]).output)
    come_in(cast.app.test_client(), link)
    assert cast.app.test_client().get(link).status_code == 410


def test_an_address_has_one_login(run: CliRunner) -> None:
    with pytest.raises(CannotManage, match=r"kiosk person reset Alice@example\.org"):
        run.invoke(kiosk, ["person", "add", "Alice", "Alice@example.org"])


def test_somebody_disabled_is_logged_out_and_cannot_come_back(cast: Cast, run: CliRunner) -> None:
    browser = cast.app.test_client()
    come_in(browser, cast.one_time_link(cast.bob))
    assert browser.get("/").status_code == 200
    run.invoke(kiosk, ["person", "disable", "bob@example.org"])
    assert browser.get("/").status_code == 401
    assert by_password(browser, "bob@example.org", PASSWORD).status_code == 401


def test_a_reset_ends_the_old_password_and_every_login(cast: Cast, run: CliRunner) -> None:
    browser = cast.app.test_client()
    come_in(browser, cast.one_time_link(cast.bob))
    link = path_in(run.invoke(kiosk, ["person", "reset", "bob@example.org"]).output)
    assert browser.get("/").status_code == 401
    assert by_password(browser, "bob@example.org", PASSWORD).status_code == 401
    assert come_in(browser, link) == "/account"


def test_a_reset_takes_codes_and_passkeys_away_and_says_so(cast: Cast, run: CliRunner) -> None:
    bob = log_in(cast, cast.bob)
    made = Device(origin_of(cast)).make(bob.post("/account/passkeys/challenge", {"password": PASSWORD}).get_json())
    assert bob.post("/account/passkeys", {"answer": made}).status_code == 303
    turn_on(bob)
    reset = run.invoke(kiosk, ["person", "reset", "bob@example.org"])
    assert "Their codes and passkeys are gone as well." in reset.stderr
    browser = cast.app.test_client()
    come_in(browser, path_in(reset.stdout))
    browser.post("/account", data={"csrf_token": hidden(browser.get("/account"), "csrf_token"), "new_password": NEW})
    assert by_password(cast.app.test_client(), "bob@example.org", NEW).location == "/"
    assert rows(cast, "SELECT count(*) FROM recovery_codes") == [(0,)]
    assert rows(cast, "SELECT count(*) FROM passkeys") == [(0,)]


def test_the_list_names_everybody_and_who_is_disabled(run: CliRunner) -> None:
    run.invoke(kiosk, ["person", "disable", "carol@example.org"])
    listed = run.invoke(kiosk, ["person", "list"]).output.splitlines()
    assert [line.split()[0] for line in listed] == ["alice@example.org", "bob@example.org", "carol@example.org"]
    assert [line.endswith("disabled") for line in listed] == [False, False, True]


def test_an_address_nobody_has_is_said(run: CliRunner) -> None:
    with pytest.raises(CannotManage, match=r"Nobody logs in with nobody@example\.org"):
        run.invoke(kiosk, ["person", "reset", "nobody@example.org"])
