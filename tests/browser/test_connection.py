"""The therapist sees the score, or sees that the connection is lost: never a stale page that looks fine."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.actions.visits.change import Outcome, record_repair
from tests.browser.chromium import DESK
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.therapist import connected, connection, is_same_page, mark_page
from tests.browser.watch import Watch
from tests.support.practice import PASSWORD, WELL, Waiting

LOST = re.compile(r"^Connection lost since \d\d:\d\d\. Trying again\.$")
LIVE = re.compile(r"/visits/\w+/live$")


def follow(house: House, desk: Page, waiting: Waiting) -> None:
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    mark_page(desk)


def leave_day(desk: Page) -> None:
    """Away from the day page: in a zone of another date it would load itself anew, and end any other navigation."""
    desk.goto("about:blank")


def assert_result_is_there(desk: Page) -> None:
    expect(desk.get_by_role("heading", name="No concern in")).to_be_visible()
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


def times_in(zone: str) -> set[str]:
    """The time there, and a minute ago."""
    return {f"{clock.now().astimezone(ZoneInfo(zone)) - ago:%H:%M}" for ago in (timedelta(0), timedelta(minutes=1))}


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Pacific/Marquesas"])
def test_pausing_and_losing_the_connection_tell_the_practices_time_on_a_device_with_another(
    house: House, watch: Watch, open_page: Open, waiting: Waiting, zone: str
) -> None:
    watch.expect("net::ERR_")
    desk = open_page(**DESK | {"timezone_id": "Pacific/Kiritimati"})
    desk.clock.install(time="1970-01-01T03:04:05Z")
    with house.with_settings(time_zone=zone):
        house.log_in(desk)
        follow(house, desk, waiting)
        connected(desk)
        desk.get_by_role("button", name="Pause updates").click()
        assert (connection(desk).text_content() or "") in {f"Paused at {at}. Nothing is lost." for at in times_in(zone)}
        desk.get_by_role("button", name="Pause updates").click()
        connected(desk)
        with desk.expect_event("requestfailed"):
            desk.context.set_offline(True)
            desk.clock.run_for(30_000)
        expect(connection(desk)).to_have_text(LOST)
        since = re.findall(r"\d\d:\d\d", connection(desk).text_content() or "")
        assert set(since) <= times_in(zone) | {f"{clock.now().astimezone(ZoneInfo(zone)) + timedelta(minutes=1):%H:%M}"}
        desk.context.set_offline(False)


def test_a_page_that_was_paused_yesterday_names_the_day(house: House, desk: Page, waiting: Waiting) -> None:
    desk.clock.install()
    leave_day(desk)
    with house.with_settings(time_zone="America/New_York"):
        follow(house, desk, waiting)
        connected(desk)
        paused = clock.now().astimezone(ZoneInfo("America/New_York"))
        desk.get_by_role("button", name="Pause updates").click()
        desk.clock.fast_forward(24 * 60 * 60 * 1000)
        dated = rf"^Paused on {paused.day} {paused:%B} at \d\d:\d\d\. Nothing is lost\.$"
        expect(connection(desk)).to_have_text(re.compile(dated))


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
        record_repair(house.cast.actor(house.cast.alice), waiting.check_in, Outcome.TALKED, "", clock.now())


def test_a_login_that_ends_loses_no_note(house: House, watch: Watch, desk: Page, waiting: Waiting) -> None:
    watch.expect("status of 401")
    house.send(waiting, WELL)
    follow(house, desk, waiting)
    connected(desk)
    desk.get_by_label("Note (part of the client").fill("Half a thought")
    beside = desk.context.new_page()
    beside.goto(house.url("/account"))
    beside.get_by_role("main").get_by_role("button", name="Log out", exact=True).click()
    beside.wait_for_url("**/login")
    repair(house, waiting)
    expect(desk.get_by_text("What you typed is kept for you")).to_be_visible()
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Log in").click()
    login = opened.value
    login.get_by_label("Email").fill("alice@example.org")
    login.get_by_label("Password").fill(PASSWORD)
    login.get_by_role("button", name="Log in").click()
    login.wait_for_url(f"**/visits/{waiting.visit}")
    repair(house, waiting)
    expect(connection(desk)).to_have_text("Connected")
    expect(desk.get_by_label("Note (part of the client")).to_have_value("Half a thought")
    assert is_same_page(desk)


@pytest.mark.parametrize("typed", ["", "C-9"])
def test_a_day_that_is_left_open_over_midnight_is_loaded_anew_unless_something_is_typed(
    house: House, desk: Page, waiting: Waiting, typed: str
) -> None:
    leave_day(desk)
    with house.with_settings(time_zone="Pacific/Pago_Pago"):
        desk.goto(house.url("/"))
        mark_page(desk)
        connected(desk)
        desk.get_by_label("Client code", exact=True).fill(typed)
        before = desk.get_by_role("heading", level=1).text_content() or ""
    with house.with_settings(time_zone="Pacific/Kiritimati"):  # a later day
        house.send(waiting, WELL)
        expect(desk.get_by_role("heading", level=1)).not_to_have_text(before)
        desk.wait_for_function("typed => window.marker === (typed ? 'same page' : undefined)", arg=typed)
        expect(desk.get_by_label("Client code", exact=True)).to_have_value(typed)
