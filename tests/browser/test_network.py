"""The network goes at Send: the page says so, keeps the marks, tries again, and the answer is stored once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.client import LOW, THANKS, about, prepared, send, stand_still, tap_all, values, write
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.watch import Watch
from tests.support.practice import Waiting
from tests.support.sqlite_file import connected, database

WORDS = "I would like more time for the letter."
FORM = re.compile(r"/c/[\w-]{20,}$")
FAILED = "net::ERR_FAILED"
KEPT = """async () => [
  ...Object.values(localStorage), ...Object.values(sessionStorage),
  ...await caches.keys(), ...await indexedDB.databases(),
].length"""


@pytest.fixture
def filled(house: House, phone: Page, waiting: Waiting) -> Page:
    """The form with four marks and some words, where no time passes until the test lets it."""
    phone.clock.install()
    phone.goto(house.url(waiting.path))
    stand_still(phone)
    with prepared(phone):
        tap_all(phone)
    write(phone, WORDS)
    return phone


def on_sending(page: Page, answer: Callable[[Route], None]) -> None:
    """Let the network treat the form in this way when it is sent, and nothing else."""

    def choose(route: Route) -> None:
        if route.request.method == "POST":
            answer(route)
        else:
            route.continue_()

    page.route(FORM, choose)


def assert_not_sent_yet(page: Page) -> None:
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    assert values(page) == about(LOW)
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)
    assert page.evaluate(KEPT) == 0, "the answers are on the screen and nowhere else"


def assert_sent_once(house: House, page: Page, waiting: Waiting) -> None:
    expect(page).to_have_url(THANKS)
    response = house.stored(waiting)
    assert response.words == WORDS
    assert response.marks == about(LOW, scale=10)


def test_a_request_that_is_lost_is_sent_again_by_itself(
    house: House, watch: Watch, filled: Page, waiting: Waiting
) -> None:
    watch.expect(FAILED)
    on_sending(filled, lambda route: route.abort())
    send(filled)
    assert_not_sent_yet(filled)
    assert house.responses(waiting) == []
    filled.unroute(FORM)
    filled.clock.run_for(1000)
    assert_sent_once(house, filled, waiting)


def test_try_now_sends_at_once(house: House, watch: Watch, filled: Page, waiting: Waiting) -> None:
    watch.expect(FAILED)
    on_sending(filled, lambda route: route.abort())
    send(filled)
    assert_not_sent_yet(filled)
    filled.unroute(FORM)
    filled.get_by_role("button", name="Try now").tap()
    assert_sent_once(house, filled, waiting)


def test_a_reply_that_is_lost_is_asked_for_again_and_the_answer_stored_once(
    house: House, watch: Watch, filled: Page, waiting: Waiting
) -> None:
    watch.expect(FAILED)

    def lose_the_reply(route: Route) -> None:
        assert route.fetch().status == 200
        route.abort()

    on_sending(filled, lose_the_reply)
    send(filled)
    assert_not_sent_yet(filled)
    assert len(house.responses(waiting)) == 1
    filled.unroute(FORM)
    filled.clock.run_for(1000)
    assert_sent_once(house, filled, waiting)


def test_the_answer_goes_off_when_the_phone_is_online_again(
    house: House, watch: Watch, filled: Page, waiting: Waiting
) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    filled.context.set_offline(offline=True)
    send(filled)
    assert_not_sent_yet(filled)
    filled.context.set_offline(offline=False)
    assert_sent_once(house, filled, waiting)


def test_a_server_that_cannot_save_is_told_apart_from_a_lost_connection(
    house: House, watch: Watch, filled: Page, waiting: Waiting
) -> None:
    watch.expect("status of 503")
    with database_taken(house):
        send(filled)
        expect(filled.get_by_text("The server could not save it just now.")).to_be_visible()
        expect(filled.get_by_text("The connection is gone.")).to_be_hidden()
        assert_not_sent_yet(filled)
    filled.clock.run_for(1000)
    assert_sent_once(house, filled, waiting)


@contextmanager
def database_taken(house: House) -> Iterator[None]:
    """Another program writes, and does not end."""
    with connected(database(house.cast)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


PORTALS: dict[str, dict[str, Any]] = {
    "page": {"status": 200, "content_type": "text/html", "body": "<h1>Thank you for choosing our network</h1>"},
    "redirect": {"status": 302, "headers": {"Location": "/login"}},
}


@pytest.mark.parametrize("portal", PORTALS)
def test_the_login_page_of_another_network_is_no_thank_you(
    house: House, watch: Watch, filled: Page, waiting: Waiting, portal: str
) -> None:
    if portal == "redirect":
        watch.expect(FAILED)
    on_sending(filled, lambda route: route.fulfill(**PORTALS[portal]))
    send(filled)
    assert_not_sent_yet(filled)
    filled.unroute(FORM)
    filled.clock.run_for(1000)
    assert_sent_once(house, filled, waiting)


def test_the_waits_between_tries_grow(watch: Watch, filled: Page) -> None:
    watch.expect(FAILED)
    tries: list[Route] = []

    def lose(route: Route) -> None:
        tries.append(route)
        route.abort()

    on_sending(filled, lose)
    send(filled)
    for count, wait_ms in enumerate((1000, 2000, 4000, 8000), start=1):
        assert_not_sent_yet(filled)
        assert len(tries) == count
        filled.clock.run_for(wait_ms - 100)
        assert len(tries) == count
        with filled.expect_event("requestfailed"):
            filled.clock.run_for(100)


def test_a_silent_network_is_given_up_after_ten_seconds(filled: Page) -> None:
    on_sending(filled, lambda _: None)
    with filled.expect_request(FORM):
        send(filled)
    expect(filled.get_by_role("button", name="Sending …")).to_be_visible()
    filled.clock.run_for(10_000)
    assert_not_sent_yet(filled)


def test_a_double_tap_sends_once(house: House, filled: Page, waiting: Waiting) -> None:
    sent: list[str] = []
    filled.on("request", lambda request: sent.append(request.method) if FORM.search(request.url) else None)
    place = filled.get_by_role("button", name="Send", exact=True)
    place.evaluate("button => { button.click(); button.click(); button.click(); }")
    assert_sent_once(house, filled, waiting)
    assert sent == ["POST"]


def test_a_double_tap_without_javascript_stores_one_answer(house: House, open_page: Open, waiting: Waiting) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(house.url(waiting.path))
    page.locator("#item-understood").get_by_label("4", exact=True).check()
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page).to_have_url(THANKS)
    assert house.stored(waiting).marks == {"understood": 40}


def test_a_server_that_comes_back_takes_what_was_kept(
    house: House, watch: Watch, filled: Page, waiting: Waiting
) -> None:
    watch.expect("net::ERR_")
    house.server.stop()
    send(filled)
    assert_not_sent_yet(filled)
    house.server.start()
    filled.clock.run_for(1000)
    assert_sent_once(house, filled, waiting)
