"""Links that work once end when another is issued, when the password changes and when their person is disabled."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from kiosk import clock
from kiosk.actions.accounts import log_in as logins
from kiosk.actions.accounts.links import make_link
from kiosk.actions.accounts.manage_people import disable_person
from kiosk.actions.accounts.passkey_values import Site
from kiosk.actions.accounts.passkeys import begin_adding
from kiosk.actions.accounts.passwords import is_password
from kiosk.actions.accounts.set_up import make_practice
from kiosk.cli import kiosk
from kiosk.domain.actors import CommandLine
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import Challenge, HalfLogin
from tests.support.practice import PASSWORD, Cast
from tests.web.browsing import by_password, hidden, log_in
from tests.web.codes import turn_on
from tests.web.links import come_in, path_in

NEW = "nine slow boats on a grey lake"

pytestmark = pytest.mark.usefixtures("second_administrator")


def status(cast: Cast, link: str) -> set[int]:
    """The status of looking at the link, and of its button for somebody who had the page open."""
    browser = cast.app.test_client()
    token = hidden(browser.get("/login"), "csrf_token")
    return {browser.get(link).status_code, browser.post(link, data={"csrf_token": token}).status_code}


def link_for_bob(run: CliRunner) -> str:
    return path_in(run.invoke(kiosk, ["person", "reset", "bob@example.org"]).stdout)


def test_a_second_reset_ends_the_first_link_and_no_one_else_s(cast: Cast, run: CliRunner) -> None:
    alices, first = cast.one_time_link(cast.alice), link_for_bob(run)
    second = link_for_bob(run)
    assert status(cast, first) == {410}
    assert come_in(cast.app.test_client(), second) == "/"
    assert come_in(cast.app.test_client(), alices) == "/"


def test_a_reset_ends_the_invitation(cast: Cast, run: CliRunner) -> None:
    invited = path_in(run.invoke(kiosk, ["person", "add", "Dana", "dana@example.org"]).output)
    run.invoke(kiosk, ["person", "reset", "dana@example.org"])
    assert status(cast, invited) == {410}


def test_another_set_up_link_ends_the_first(cast: Cast) -> None:
    with cast.on_stage():
        practice = make_practice(CommandLine(), "Your practice", "UTC", clock.now())
        first, second = (f"/set-up/{make_link(CommandLine(), practice, None, clock.now())}" for _ in range(2))
    assert status(cast, first) == {410}
    assert cast.app.test_client().get(second).status_code == 200


def test_a_new_password_ends_the_links_of_its_person(cast: Cast) -> None:
    alice = log_in(cast, cast.alice)
    alices, bobs = cast.one_time_link(cast.alice), cast.one_time_link(cast.bob)
    alice.post("/account", {"password": PASSWORD, "new_password": NEW})
    assert status(cast, alices) == {410}
    assert cast.app.test_client().get(bobs).status_code == 200


def test_disabling_ends_the_links_of_its_person(cast: Cast, run: CliRunner) -> None:
    link = cast.one_time_link(cast.bob)
    run.invoke(kiosk, ["person", "disable", "bob@example.org"])
    assert status(cast, link) == {410}


def test_codes_at_the_login_end_a_link_that_would_go_round_them(cast: Cast) -> None:
    alice = log_in(cast, cast.alice)
    link = cast.one_time_link(cast.alice)
    turn_on(alice)
    assert status(cast, link) == {410}


@pytest.mark.parametrize("change", ["password", "disabling"])
def test_what_is_half_begun_ends_with_it(cast: Cast, change: str) -> None:
    alice, half = log_in(cast, cast.alice), cast.app.test_client()
    turn_on(alice)
    by_password(half, "alice@example.org", PASSWORD)
    with cast.on_stage():
        begin_adding(cast.actor(cast.alice), Site("localhost", "http://localhost"), clock.now())
        look_again()
        assert [begun(HalfLogin), begun(Challenge)] == [1, 1]
        if change == "password":
            logins.change_password(cast.actor(cast.alice), PASSWORD, NEW, clock.now())
        else:
            disable_person(CommandLine(), "alice@example.org", clock.now())
        look_again()
        assert [begun(HalfLogin), begun(Challenge)] == [0, 0]


def begun(table: type[HalfLogin | Challenge]) -> int:
    return reading().scalars(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize("change", ["password", "disabling"])
def test_a_login_that_was_under_way_while_it_changed_does_not_begin(
    cast: Cast, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(typed: str, kept: str) -> bool:
        monkeypatch.setattr(logins, "is_password", is_password)
        if change == "password":
            logins.change_password(cast.actor(cast.alice), PASSWORD, NEW, clock.now())
        else:
            disable_person(CommandLine(), "alice@example.org", clock.now())
        return is_password(typed, kept)

    monkeypatch.setattr(logins, "is_password", meanwhile)
    assert by_password(cast.app.test_client(), "alice@example.org", PASSWORD).status_code == 401
