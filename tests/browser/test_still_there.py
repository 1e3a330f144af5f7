"""A form on a tablet that nobody touches: it asks in time, waits as long as it must, and clears itself unsent."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import TABLET_LANDSCAPE
from tests.browser.client import slider, stand_still, value_of, write
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import QUIET, become, send_to
from tests.browser.test_nothing_comes_back import assert_nothing_left
from tests.browser.watch import Watch
from tests.support.practice import Waiting

IDLE_S, WARNING_S = 90, 20
WORDS = "zebra lantern quartz"


@pytest.fixture
def tablet(house: House, open_page: Open, waiting: Waiting) -> Page:
    """A form that has been begun, and a clock that stands still until it is told to go on."""
    page = open_page(**TABLET_LANDSCAPE)
    room = become(house, page)
    page.clock.install()
    send_to(house, waiting, room)
    expect(page.get_by_role("heading", level=1)).to_have_text("How was today?")
    stand_still(page)
    slider(page, "understood").fill("4.2")
    write(page, WORDS)
    return page


def question(page: Page) -> Locator:
    return page.get_by_role("alertdialog", name="Are you still there?")


def covers(page: Page) -> Locator:
    return page.get_by_role("alertdialog", name="Still trying to send")


def pass_s(page: Page, seconds: float) -> None:
    page.clock.run_for(round(1000 * seconds))


def sleep_s(page: Page, seconds: float) -> None:
    """As when the lid is shut: the page is out of sight, nothing runs, and then the clock on the wall has moved on."""
    be_hidden(page, hidden=True)
    set_clock(page, seconds)
    be_hidden(page, hidden=False)


def be_hidden(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        hidden,
    )


def set_clock(page: Page, seconds: float) -> None:
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + seconds)


def state(house: House, waiting: Waiting) -> str:
    return house.check_in(waiting).state


def test_ten_times_there_is_more_time_and_nothing_is_lost(house: House, waiting: Waiting, tablet: Page) -> None:
    for key in ("Space", "Enter", "Escape") * 3 + ("Space",):
        pass_s(tablet, IDLE_S - 1)
        expect(question(tablet)).to_be_hidden()
        pass_s(tablet, 2)
        expect(question(tablet)).to_be_visible()
        expect(tablet.get_by_role("button", name="I need more time")).to_be_focused()
        pass_s(tablet, WARNING_S - 2)
        tablet.keyboard.press(key)
        expect(question(tablet)).to_be_hidden()
    assert value_of(tablet, "understood") == 4.2
    assert tablet.locator("#words").input_value() == WORDS
    assert state(house, waiting) == "opened"


def test_the_seconds_are_counted_down_and_half_way_they_are_said(tablet: Page) -> None:
    pass_s(tablet, IDLE_S - 1)
    while not question(tablet).is_visible():
        pass_s(tablet, 0.2)
    spoken = question(tablet).get_by_role("status")
    expect(question(tablet)).to_have_accessible_description(
        "This form clears itself in 20 seconds, so that nobody else sees it."
    )
    assert spoken.text_content() == ""
    assert tablet.locator("#still-there").evaluate("(dialog) => getComputedStyle(dialog, '::backdrop').opacity") == "1"
    lengths = []
    for left in range(WARNING_S - 1, 0, -1):
        pass_s(tablet, 1)
        word = "second" if left == 1 else "seconds"
        expect(question(tablet)).to_contain_text(f"in {left} {word}, so that")
        lengths.append(tablet.locator(".time-left").evaluate("(line) => getComputedStyle(line, '::before').inlineSize"))
    assert len(set(lengths)) == WARNING_S - 1, "the line grows shorter each second"
    assert spoken.text_content() == "This form clears itself in 10 seconds, so that nobody else sees it."


def test_at_the_end_the_form_is_cleared_and_never_sent_and_the_therapist_is_told(
    house: House, waiting: Waiting, tablet: Page, desk: Page
) -> None:
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    pass_s(tablet, IDLE_S + 1)
    pass_s(tablet, WARNING_S + 1)
    expect(tablet.locator("body")).to_have_attribute("data-screen", QUIET)
    assert_nothing_left(tablet)
    assert WORDS not in tablet.content()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("has not finished")
    expect(desk.get_by_role("heading", name="Not finished. The form was left")).to_be_visible()
    assert state(house, waiting) == "unfinished"
    assert house.responses(waiting) == []


def test_a_touch_begins_the_time_anew(tablet: Page) -> None:
    pass_s(tablet, IDLE_S - 5)
    tablet.get_by_role("heading", level=1).click()
    pass_s(tablet, IDLE_S - 5)
    expect(question(tablet)).to_be_hidden()
    pass_s(tablet, 6)
    expect(question(tablet)).to_be_visible()


def test_after_a_long_sleep_the_form_is_cleared_at_once(house: House, waiting: Waiting, tablet: Page) -> None:
    sleep_s(tablet, IDLE_S + WARNING_S + 1)
    tablet.mouse.click(600, 240)
    expect(tablet.locator("body")).to_have_attribute("data-screen", QUIET)
    assert state(house, waiting) == "unfinished"


def test_after_a_short_sleep_the_marks_are_there_and_the_warning_is_as_long_as_ever(tablet: Page) -> None:
    sleep_s(tablet, IDLE_S - 5)
    pass_s(tablet, 1)
    assert value_of(tablet, "understood") == 4.2
    sleep_s(tablet, WARNING_S)
    expect(question(tablet)).to_contain_text("in 20 seconds")


@pytest.mark.parametrize("hours", [21, -21])
def test_a_clock_that_is_set_clears_nothing(tablet: Page, hours: int) -> None:
    set_clock(tablet, hours * 3600)
    pass_s(tablet, 1)
    if hours > 0:
        expect(question(tablet)).to_contain_text("in 20 seconds")
        pass_s(tablet, WARNING_S - 1)
        question(tablet).get_by_role("button", name="I need more time").click()
    assert value_of(tablet, "understood") == 4.2
    pass_s(tablet, IDLE_S - 2)
    expect(question(tablet)).to_be_hidden()
    pass_s(tablet, 3)
    expect(question(tablet)).to_be_visible()


def test_what_could_not_be_sent_is_covered_kept_and_sent_once(
    house: House, waiting: Waiting, tablet: Page, desk: Page, watch: Watch
) -> None:
    watch.expect("net::ERR_FAILED")
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    tablet.route(f"**{waiting.path}?*", lambda route: route.abort())
    tablet.get_by_role("button", name="Send", exact=True).click()
    expect(tablet.get_by_text("Not sent yet.")).to_be_visible()
    pass_s(tablet, IDLE_S - 1)
    expect(covers(tablet)).to_be_hidden()
    pass_s(tablet, 2)
    expect(covers(tablet)).to_be_visible()
    expect(tablet.locator(".mark:visible, #words:visible")).to_have_count(0)
    tablet.get_by_role("button", name="Show my answers").click()
    expect(covers(tablet)).to_be_hidden()
    expect(tablet.locator("#words")).to_be_visible()
    pass_s(tablet, IDLE_S + WARNING_S + 1)
    expect(tablet.get_by_role("button", name="Show my answers")).to_be_hidden()
    tablet.mouse.click(600, 240)
    tablet.keyboard.press("Escape")
    pass_s(tablet, 5 * IDLE_S)
    expect(covers(tablet)).to_be_visible()
    expect(question(tablet)).to_be_hidden()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Waiting for")
    tablet.unroute_all()
    tablet.clock.resume()
    covers(tablet).get_by_role("button", name="Try now").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Thank you.")
    assert house.stored(waiting).words == WORDS


def test_with_the_server_out_of_reach_the_form_is_cleared_all_the_same_and_told_later(
    house: House, waiting: Waiting, tablet: Page, watch: Watch
) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    tablet.context.set_offline(True)
    pass_s(tablet, IDLE_S + 1)
    pass_s(tablet, WARNING_S + 1)
    expect(tablet.get_by_text("This form has been cleared.")).to_be_visible()
    assert_nothing_left(tablet)
    assert state(house, waiting) == "opened"
    tablet.context.set_offline(False)
    pass_s(tablet, 10)
    expect(tablet.locator("body")).to_have_attribute("data-screen", QUIET)
    assert state(house, waiting) == "unfinished"


def test_on_a_phone_nothing_of_it_is_there(house: House, waiting: Waiting, phone: Page) -> None:
    phone.goto(house.url(waiting.path))
    expect(phone.get_by_role("heading", level=1)).to_have_text("How was today?")
    assert phone.locator("#still-there").count() == 0
    assert phone.locator("script").count() == 1
