"""The therapist sees the score, or sees that the connection is lost: never a stale page that looks fine."""

import re

from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.actions.change_visit import Outcome, record_repair
from kiosk.storage.db import reading
from kiosk.storage.tables import Person
from tests.browser.chromium import DESK
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.therapist import connected, connection, is_same_page, mark_page
from tests.browser.watch import Watch
from tests.support.practice import PASSWORD, WELL, Waiting

LOST = re.compile(r"^Connection lost since \d\d:\d\d\. Trying again\.$")
LIVE = re.compile(r"/visits/\d+/live$")


def follow(house: House, desk: Page, waiting: Waiting) -> None:
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    mark_page(desk)


def assert_result_is_there(desk: Page) -> None:
    expect(desk.get_by_role("heading", name="No concern in")).to_be_visible(timeout=10_000)
    assert is_same_page(desk)


def test_a_server_that_goes_and_comes_back_has_lost_nothing(
    house: House, watch: Watch, desk: Page, waiting: Waiting
) -> None:
    watch.expect("net::ERR_")
    follow(house, desk, waiting)
    connected(desk)
    house.server.stop()
    expect(connection(desk)).to_have_text(LOST)
    house.send(waiting, WELL)
    house.server.start()
    expect(connection(desk)).to_have_text("Connected")
    assert_result_is_there(desk)


def test_a_stream_that_is_refused_is_replaced_by_asking(
    house: House, watch: Watch, desk: Page, waiting: Waiting
) -> None:
    watch.expect("net::ERR_")
    desk.route("**/events", lambda route: route.abort())
    follow(house, desk, waiting)
    expect(connection(desk)).to_have_text("Updates come every 3 seconds.")
    house.send(waiting, WELL)
    assert_result_is_there(desk)


def test_a_stream_that_a_proxy_swallows_is_noticed_and_replaced_by_asking(
    house: House, desk: Page, waiting: Waiting
) -> None:
    desk.clock.install()
    desk.route("**/events", lambda _: None)
    follow(house, desk, waiting)
    with desk.expect_response(LIVE):
        desk.clock.run_for(30_000)
    expect(connection(desk)).to_have_text("Updates come every 3 seconds.")
    house.send(waiting, WELL)
    desk.clock.run_for(4_000)
    assert_result_is_there(desk)


def test_seven_tabs_are_all_told(house: House, open_page: Open, waiting: Waiting) -> None:
    first = open_page(**DESK)
    house.log_in(first)
    tabs = [first, *(first.context.new_page() for _ in range(6))]
    for tab in tabs:
        follow(house, tab, waiting)
        connected(tab)
    house.send(waiting, WELL)
    for tab in tabs:
        assert_result_is_there(tab)


def repair(house: House, waiting: Waiting) -> None:
    """Something that happens to this visit elsewhere."""
    with house.cast.on_stage():
        alice = reading().get_one(Person, house.cast.alice)
        assert record_repair(alice, waiting.visit, Outcome.TALKED, "", clock.now())


def test_a_login_that_ends_loses_no_note(house: House, watch: Watch, desk: Page, waiting: Waiting) -> None:
    watch.expect("status of 401")
    house.send(waiting, WELL)
    follow(house, desk, waiting)
    connected(desk)
    desk.get_by_label("A note for yourself").fill("Half a thought")
    beside = desk.context.new_page()
    beside.goto(house.url("/account"))
    beside.get_by_role("main").get_by_role("button", name="Log out").click()
    beside.wait_for_url("**/login")
    repair(house, waiting)
    expect(connection(desk)).to_have_text("You are logged out. What you typed is still here.")
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Log in, in a new tab").click()
    login = opened.value
    login.get_by_label("Email").fill("alice@example.org")
    login.get_by_label("Password").fill(PASSWORD)
    login.get_by_role("button", name="Log in").click()
    login.wait_for_url(f"**/visits/{waiting.visit}")
    repair(house, waiting)
    expect(connection(desk)).to_have_text("Connected")
    expect(desk.get_by_label("A note for yourself")).to_have_value("Half a thought")
    assert is_same_page(desk)
