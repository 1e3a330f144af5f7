"""A network that misbehaves between a phone and the server: no error page, no answer lost, none stored twice."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.client import LOW, THANKS, about, prepared, send, stand_still, tap_all, values, write
from tests.browser.house import House
from tests.browser.proxy import Fate, Network, network
from tests.browser.watch import Watch
from tests.support.practice import Waiting

WORDS = "I would like more time for the letter."
LOST = ("net::ERR_", "Failed to load")


@pytest.fixture
def between(house: House, phone: Page, waiting: Waiting) -> Iterator[Network]:
    """The phone has opened and filled in the form through this network."""
    with network(house.server) as (opened, address):
        phone.goto(address + waiting.path)
        with prepared(phone):
            tap_all(phone)
        write(phone, WORDS)
        yield opened


def assert_not_sent_yet(phone: Page) -> None:
    """It says so, and nothing is on its way: the button is back from "Sending"."""
    expect(phone.get_by_text("Not sent yet.")).to_be_in_viewport()
    expect(phone.get_by_role("button", name="Send", exact=True)).to_be_in_viewport()


def assert_stored_once(house: House, waiting: Waiting) -> None:
    response = house.stored(waiting)
    assert (response.words, response.marks) == (WORDS, about(LOW, scale=10))


def sendings(seen: Network) -> list[Fate]:
    """The outcome of each attempt to send."""
    return [fate for method, path, fate in seen.seen if method == "POST" and not path.endswith("/seen")]


def test_one_that_flaps_keeps_the_marks_and_stores_one_answer(
    house: House, watch: Watch, phone: Page, between: Network, waiting: Waiting
) -> None:
    watch.expect(LOST[0])
    ordeal: list[Fate] = ["is lost", "meets a portal", "loses its reply", "is lost"]
    fates = iter(ordeal)
    phone.clock.install()
    stand_still(phone)
    between.fate = lambda method, path: next(fates, "passes") if method == "POST" and "seen" not in path else "passes"
    send(phone)
    for tried in range(1, len(ordeal) + 1):
        assert_not_sent_yet(phone)
        assert values(phone) == about(LOW)
        assert sendings(between) == ordeal[:tried]
        phone.get_by_role("button", name="Try now").tap()
    expect(phone).to_have_url(THANKS)
    expect(phone.get_by_text("Alice has your answer now.")).to_be_visible()
    assert sendings(between)[:5] == [*ordeal, "passes"]
    assert_stored_once(house, waiting)


@pytest.mark.parametrize("fate", ["is lost", "meets a portal"])
def test_gone_right_after_the_answer_was_stored_it_still_thanks(  # noqa: PLR0913, PLR0917 -- who takes part
    house: House, watch: Watch, phone: Page, between: Network, waiting: Waiting, fate: Fate
) -> None:
    if fate == "is lost":
        watch.expect(LOST[0])
    between.fate = lambda _, path: fate if "/thanks" in path else "passes"
    send(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you.")
    expect(phone.get_by_text("Alice has your answer now.")).to_be_visible()
    expect(phone).to_have_url(THANKS)
    assert WORDS not in phone.content()
    assert_stored_once(house, waiting)


def test_gone_before_the_first_mark_it_is_waited_for(house: House, watch: Watch, phone: Page, waiting: Waiting) -> None:
    watch.expect(LOST[0])
    with network(house.server) as (between, address):
        phone.goto(address + waiting.path)
        between.fate = lambda _method, _path: "is lost"
        tap_all(phone)
        write(phone, WORDS)
        send(phone)
        expect(phone.get_by_text("Not sent yet. The connection is gone.")).to_be_in_viewport()
        expect(phone.get_by_text("The server could not save it just now.")).to_be_hidden()
        assert values(phone) == about(LOW)
        between.fate = lambda _method, _path: "passes"
        expect(phone).to_have_url(THANKS)
        assert_stored_once(house, waiting)


def test_left_before_anything_came_it_stays_left(house: House, watch: Watch, phone: Page, waiting: Waiting) -> None:
    watch.expect(LOST[0])
    with network(house.server) as (between, address):
        phone.goto(address + waiting.path)
        between.fate = lambda _method, _path: "is lost"
        tap_all(phone)
        send(phone)
        expect(phone.get_by_text("Not sent yet. The connection is gone.")).to_be_in_viewport()
        phone.get_by_role("link", name="Leave", exact=True).click()
        between.fate = lambda _method, _path: "passes"
        tried = len(between.seen)
        phone.wait_for_timeout(2500)
        expect(phone).to_have_title("You can close this page.")
        assert between.seen[tried:] == [], "nothing is tried any more"
        assert house.responses(waiting) == []


def test_away_for_a_minute_it_is_waited_for(house: House, watch: Watch, phone: Page, waiting: Waiting) -> None:
    watch.expect(LOST[0])
    with network(house.server) as (between, address):
        phone.clock.install()
        phone.goto(address + waiting.path)
        with prepared(phone):
            tap_all(phone)
        write(phone, WORDS)
        stand_still(phone)
        between.fate = lambda _method, _path: "is lost"
        send(phone)
        assert_not_sent_yet(phone)
        for wait_ms in (1000, 2000, 4000, 8000, 15_000, 15_000, 15_000):
            phone.clock.run_for(wait_ms)
            assert_not_sent_yet(phone)
        assert house.responses(waiting) == []
        between.fate = lambda _method, _path: "passes"
        phone.get_by_role("button", name="Try now").tap()
        expect(phone).to_have_url(THANKS)
        assert_stored_once(house, waiting)


def test_one_that_goes_when_the_form_was_closed_meanwhile_says_so_once_it_is_back(
    house: House, watch: Watch, phone: Page, between: Network, waiting: Waiting
) -> None:
    watch.expect(LOST[0], "status of 410")
    house.send(waiting, {"understood": 3})
    lost = iter(["is lost"])
    between.fate = lambda _, path: "is lost" if "/late" in path and next(lost, "") else "passes"
    send(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Not needed any more")
    expect(phone).to_have_url(re.compile(r"/c/late(\?|$)"))
    assert WORDS not in phone.content()
