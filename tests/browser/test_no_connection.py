"""The network goes between two of the client's pages: no way on ends in the browser's error page, and each goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from kiosk.keys import keys
from tests.browser.client import THANKS, send_and_be_thanked, tap_all
from tests.browser.house import House
from tests.browser.test_nothing_comes_back import assert_nothing_left, fill
from tests.browser.watch import Watch

OFFLINE = "net::ERR_INTERNET_DISCONNECTED"
GONE = "There is no connection just now."


@contextmanager
def network_away(page: Page) -> Iterator[None]:
    """Gone for as long as the block runs; meanwhile the page says so, keeps the way out, and whom to turn to."""
    page.context.set_offline(offline=True)
    yield
    heading(page, GONE)
    expect(page.get_by_text("This page keeps trying, and goes on by itself.")).to_be_visible()
    expect(page.get_by_role("link", name="Leave", exact=True)).to_be_visible()
    page.context.set_offline(offline=False)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1).filter(visible=True)).to_have_text(text)


def leave(page: Page) -> None:
    page.context.set_offline(offline=True)
    page.get_by_role("link", name="Leave", exact=True).click()
    heading(page, "You can close this page.")
    page.context.set_offline(offline=False)


def test_a_form_that_is_not_mine_is_handed_back_as_soon_as_there_is_a_network(
    house: House, watch: Watch, phone: Page
) -> None:
    watch.expect(OFFLINE)
    river, _ = house.cast.begin_together(house.new_code(), house.new_code())
    phone.goto(house.url(river.path), wait_until="networkidle")
    fill(phone, has_javascript=True)
    with network_away(phone):
        phone.get_by_role("button", name="This is not me").click()
        heading(phone, GONE)
        expect(phone.locator(".help-line")).to_contain_text("0800 555 0134")
        expect(phone.locator(".help-line")).to_be_visible()
        assert_nothing_left(phone)
    heading(phone, "That\N{RIGHT SINGLE QUOTATION MARK}s all right.")
    assert river.token not in phone.url
    assert "not-me" in house.events(river)
    leave(phone)


def test_a_new_code_leads_to_its_form_through_a_network_that_comes_and_goes(
    house: House, watch: Watch, phone: Page
) -> None:
    watch.expect(OFFLINE, "status of 410", "status of 422")
    waiting = house.begin()
    with house.cast.on_stage():
        code = keys().short_code(waiting.check_in, 1)
    phone.goto(house.url("/c/a-link-that-opens-nothing"), wait_until="networkidle")
    with network_away(phone):
        phone.get_by_role("link", name="I have a new code").click()
    heading(phone, "Type your code")
    for typed in ("KX4M-729T", code):
        phone.get_by_label("The code on your therapist").fill(typed)
        with network_away(phone):
            phone.get_by_role("button", name="Open the form").click()
        if typed != code:
            expect(phone.locator("#problems")).to_be_focused()
    heading(phone, "How was today?")
    tap_all(phone)
    send_and_be_thanked(phone)
    assert house.responses(waiting)
    leave(phone)
    expect(phone).not_to_have_url(THANKS)


def test_the_way_out_of_thanks_that_were_loaded_anew_needs_no_network(house: House, phone: Page) -> None:
    phone.goto(house.url("/c/thanks"), wait_until="networkidle")
    leave(phone)
