"""A tablet without Wi-Fi or without its server: no error, no mark lost, and it goes on by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, BrowserType, Page, Route, expect

from tests.browser.chromium import TABLET_LANDSCAPE, TABLET_PORTRAIT, launch_settings
from tests.browser.client import LOW, about, send, tap_all, until, values
from tests.browser.conftest import Open
from tests.browser.house import House, open_house
from tests.browser.tablet import AFTER, ASK, KEEPS_ITS_PAGE, become, end, is_idle, restart, send_to, shows_form
from tests.browser.watch import Watch

BACK_WITHIN_MS = 15_000, 5_000
RESTARTS = 2, 5
"""Each in an ordinary run, where other tests keep the machine busy, and in `make soak`.

Twenty restarts, and how soon the tablet is back each time: python -m tests.bench.restarts.
"""


@pytest.mark.soak
def test_lost_wi_fi_shows_no_error_and_what_was_sent_meanwhile_appears(
    house: House, tablet: Page, watch: Watch, times: Callable[[int, int], int]
) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    room = become(house, tablet)
    with tablet.expect_event("requestfailed"):
        tablet.context.set_offline(offline=True)
    send_to(house, house.begin(), room)
    is_idle(tablet)
    tablet.context.set_offline(offline=False)
    expect(tablet.locator("form[data-seen]")).to_be_visible(timeout=times(*BACK_WITHIN_MS))


def test_the_buttons_that_hand_it_on_wait_for_the_connection(house: House, tablet: Page, watch: Watch) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    room = become(house, tablet)
    first, second = house.begin_together()
    send_to(house, first, room)
    shows_form(tablet)
    tap_all(tablet)
    for name in ("This is not me", "I am the next person"):
        expect(tablet.get_by_role("button", name=name)).to_be_visible()
        tablet.wait_for_load_state()  # with its scripts: before they are there, a tap leads to the page that it was on
        tablet.context.set_offline(offline=True)
        tablet.get_by_role("button", name=name).click()
        expect(tablet.get_by_role("heading", level=1)).to_have_text("This tablet is looking for its server.")
        expect(tablet.get_by_role("button")).to_have_count(0)
        tablet.context.set_offline(offline=False)
    shows_form(tablet)
    tap_all(tablet)
    send(tablet)
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Thank you. Please pass the tablet on.")
    assert (house.responses(first), len(house.responses(second))) == ([], 1)


def test_no_question_leads_away_while_a_button_is_still_being_answered(house: House, tablet: Page) -> None:
    room = become(house, tablet)
    first, _ = house.begin_together()
    send_to(house, first, room)
    shows_form(tablet)
    held: list[tuple[Route, APIResponse]] = []
    tablet.route("**/c/*/not-me?*", lambda route: held.append((route, route.fetch(max_redirects=0))))
    tablet.get_by_role("button", name="This is not me").click()
    for _ in range(2):
        with tablet.expect_response(ASK):
            pass
    tablet.wait_for_timeout(500)
    shows_form(tablet)
    ((route, answered),) = held
    route.fulfill(response=answered)
    expect(tablet.get_by_role("button", name="I am the next person")).to_be_visible()


def test_a_form_keeps_its_marks_through_lost_wi_fi(house: House, tablet: Page, watch: Watch) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    tap_all(tablet)
    with tablet.expect_event("requestfailed"):
        tablet.context.set_offline(offline=True)
    tablet.context.set_offline(offline=False)
    tablet.wait_for_timeout(1_500)
    assert values(tablet) == about(LOW)
    send(tablet)
    tablet.wait_for_url(AFTER)
    assert house.stored(waiting).marks == about(LOW, scale=10)


@pytest.mark.soak
def test_a_server_that_starts_again_finds_the_tablet_as_it_was(
    tmp_path: Path, open_elsewhere: Open, watch: Watch, times: Callable[[int, int], int]
) -> None:
    watch.expect("net::ERR_")
    with open_house(tmp_path) as house:
        tablet = open_elsewhere(**TABLET_LANDSCAPE)
        room = become(house, tablet)
        end(house)
        waiting = house.begin()
        send_to(house, waiting, room)
        tablet.wait_for_timeout(1_500)
        is_idle(tablet)
        house.server.start()
        expect(tablet.locator("form[data-seen]")).to_be_visible(timeout=times(*BACK_WITHIN_MS))
        tap_all(tablet)
        shown = tablet.locator("body").get_attribute("data-screen")
        for _ in range(times(*RESTARTS) - 1):
            restart(house, tablet)
            assert values(tablet) == about(LOW)
            expect(tablet.locator("body")).to_have_attribute("data-screen", shown or "")
        send(tablet)
        tablet.wait_for_url(AFTER)
        assert house.stored(waiting).marks == about(LOW, scale=10)


@pytest.mark.soak
def test_started_without_its_server_it_says_so_and_goes_on_by_itself(
    tmp_path: Path, watch: Watch, browser_type: BrowserType, profile: Path, times: Callable[[int, int], int]
) -> None:
    settings = launch_settings() | TABLET_PORTRAIT
    with open_house(tmp_path) as house:
        context = browser_type.launch_persistent_context(profile, **settings)
        room, waiting = become(house, context.pages[0]), house.begin()
        until(context.pages[0], KEEPS_ITS_PAGE)
        context.close()
        end(house)
        context = browser_type.launch_persistent_context(profile, **settings)
        watch.follow(context)
        watch.expect("net::ERR_")
        page = context.pages[0]
        page.goto(house.url("/tablet"))
        expect(page.get_by_role("heading", level=1)).to_have_text("This tablet is looking for its server.")
        assert page.evaluate(
            "document.fonts.ready.then((fonts) => [...fonts].filter((font) => font.status === 'loaded').length)"
        )
        send_to(house, waiting, room)
        house.server.start()
        expect(page.locator("form[data-seen]")).to_be_visible(timeout=times(*BACK_WITHIN_MS))
        context.close()
