"""The tablet runs itself: it is paired, and forms come and go at one address."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import TABLET_LANDSCAPE
from tests.browser.client import LOW, about, back, send, tap_all
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import AFTER, answer, become, is_idle, send_to, shows_form, take_away
from tests.browser.watch import Watch


@pytest.mark.history
def test_a_tablet_is_paired_by_the_code_it_shows(house: House, desk: Page, tablet: Page, watch: Watch) -> None:
    watch.expect("status of 401")
    tablet.goto(house.url("/tablet"))
    tablet.get_by_role("button", name="Show a code").click()
    code = tablet.locator(".pairing-code").inner_text()
    desk.goto(house.url("/settings/tablets"))
    desk.get_by_label("The code that the tablet shows").fill(code.lower())
    desk.locator("#room").fill("Room 2")
    desk.get_by_role("button", name="Pair", exact=True).click()
    expect(desk.get_by_text("Paired.")).to_be_visible()
    is_idle(tablet)
    expect(tablet.get_by_text("Room 2")).to_be_visible()
    back(tablet)
    is_idle(tablet)


def test_the_form_comes_and_goes_by_itself_at_one_address(house: House, desk: Page, tablet: Page) -> None:
    room, waiting = become(house, tablet), house.begin()
    before = tablet.evaluate("history.length")
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    desk.get_by_role("button", name=f"Send to tablet {room}").click()
    shows_form(tablet)
    expect(desk.get_by_text(f"{room} shows this form")).to_be_visible()
    answer(tablet)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("has answered")
    is_idle(tablet)
    again = house.begin()
    send_to(house, again, room)
    shows_form(tablet)
    answer(tablet)
    is_idle(tablet)
    # Forward, there may be what asked before Back; the next form's takes its place.
    assert tablet.evaluate("history.length") in {before, before + 1}
    assert house.stored(waiting).marks == house.stored(again).marks == about(LOW, scale=10)


def test_forms_that_are_sent_before_back_could_ask_leave_no_entry_each(house: House, tablet: Page) -> None:
    room = become(house, tablet)
    before = tablet.evaluate("history.length")
    tablet.route("**/c/words?*", lambda _: None)
    for _ in range(2):
        send_to(house, house.begin(), room)
        shows_form(tablet)
        answer(tablet)
    tablet.unroute_all(behavior="ignoreErrors")
    assert tablet.evaluate("history.length") == before + 1


def test_thanks_stay_to_be_read_and_make_way_for_the_next_form(house: House, tablet: Page) -> None:
    room = become(house, tablet)
    send_to(house, house.begin(), room)
    shows_form(tablet)
    answer(tablet)
    tablet.wait_for_timeout(4_500)
    expect(tablet.get_by_text("You can hand the tablet back.")).to_be_visible()
    send_to(house, house.begin(), room)
    shows_form(tablet)


def test_a_form_that_is_taken_back_leaves_the_screen(house: House, tablet: Page) -> None:
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    take_away(house, waiting)
    is_idle(tablet)


def test_without_javascript_forms_come_and_go_as_well(house: House, open_elsewhere: Open) -> None:
    tablet = open_elsewhere(**TABLET_LANDSCAPE, java_script_enabled=False)
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    tablet.locator("#item-overall").get_by_label("9", exact=True).check()
    send(tablet)
    tablet.wait_for_url(AFTER)
    is_idle(tablet)
    assert house.stored(waiting).marks == {"overall": 90}


def test_a_device_whose_clock_stands_at_1970_does_all_of_it(house: House, tablet: Page) -> None:
    tablet.clock.set_fixed_time(0)
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    answer(tablet)
    is_idle(tablet)
    assert house.stored(waiting).received_at.year > 1970


def test_at_the_tablet_a_round_ends_when_nobody_else_comes(house: House, tablet: Page) -> None:
    room = become(house, tablet)
    first, _ = house.begin_together()
    send_to(house, first, room)
    shows_form(tablet)
    tap_all(tablet)
    send(tablet)
    tablet.get_by_role("link", name="Nobody else is coming").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Is nobody else coming?")
    tablet.get_by_role("link", name="Go back").click()
    expect(tablet.get_by_role("button", name="I am the next person")).to_be_visible()
    tablet.get_by_role("link", name="Nobody else is coming").click()
    tablet.get_by_role("button", name="Nobody else is coming").click()
    is_idle(tablet)
