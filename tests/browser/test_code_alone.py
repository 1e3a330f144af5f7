"""The code alone on a screen that others see: hidden at once, renewed in place, and gone when it is not needed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK
from tests.browser.client import send, tap, until
from tests.browser.conftest import Open
from tests.browser.held_back import hold, let_go, until_sent
from tests.browser.house import House
from tests.browser.test_qr import read_code
from tests.browser.therapist import is_same_page, mark_page
from tests.browser.watch import Watch
from tests.support.practice import Waiting

CODE = re.compile(r"/check-ins/\w+/code$")


@pytest.fixture
def waiting(house: House) -> Waiting:
    return house.begin(place="telehealth")


@pytest.fixture
def shared(house: House, desk: Page, waiting: Waiting) -> Page:
    """The window that the therapist shares in the call."""
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Show only the code").click()
    opened.value.wait_for_load_state()
    return opened.value


def test_it_is_hidden_and_shown_in_place_and_stays_hidden_after_a_reload(shared: Page, waiting: Waiting) -> None:
    mark_page(shared)
    shared.get_by_role("link", name="Hide").click()
    expect(shared.get_by_role("heading", name="The code is hidden.")).to_be_visible()
    expect(shared.locator("svg.qr, .short-code")).to_have_count(0)
    assert is_same_page(shared), "full screen would end with another page"
    shared.reload()
    expect(shared.get_by_role("heading", name="The code is hidden.")).to_be_visible()
    shared.get_by_role("link", name="Show the code").click()
    assert read_code(shared).endswith(waiting.path)


def test_it_is_hidden_at_once_though_the_server_is_out_of_reach(watch: Watch, shared: Page) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    shared.context.set_offline(offline=True)
    with shared.expect_event("requestfailed", lambda request: "hidden=1" in request.url):
        shared.get_by_role("link", name="Hide").click()
        expect(shared.locator("svg.qr, .short-code")).to_have_count(0)
    shared.context.set_offline(offline=False)
    expect(shared.get_by_role("heading", name="The code is hidden.")).to_be_visible()


def test_it_stays_hidden_when_an_older_answer_with_the_code_in_it_comes_late(
    house: House, shared: Page, phone: Page, waiting: Waiting
) -> None:
    late = hold(shared, CODE, "GET")
    phone.goto(house.url(waiting.path))
    until_sent(shared, late, 1)
    shared.get_by_role("link", name="Hide").click()
    with shared.expect_response(CODE):
        let_go(late[0])
    expect(shared.get_by_role("heading", name="The code is hidden.")).to_be_visible()
    expect(shared.locator("svg.qr, .short-code")).to_have_count(0)


def test_a_new_code_takes_the_place_of_the_old_one_and_ends_it(
    house: House, watch: Watch, shared: Page, phone: Page, waiting: Waiting
) -> None:
    watch.expect("status of 410")
    old, old_words = read_code(shared), shared.locator(".short-code").inner_text()
    phone.goto(old)
    tap(phone, "understood", 6)
    mark_page(shared)
    shared.get_by_role("button", name="New code").click()
    expect(shared.locator(".short-code")).not_to_have_text(old_words)
    expect(shared.locator("#live").get_by_text("Waiting to be opened")).to_be_visible()
    fresh = read_code(shared)
    assert fresh != old
    assert is_same_page(shared)
    send(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Not needed any more")
    assert house.responses(waiting) == []
    phone.goto(fresh)
    expect(phone.get_by_role("heading", name="How was today?")).to_be_visible()


def test_without_a_connection_the_old_code_stays_and_the_page_says_so(watch: Watch, shared: Page) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    before = read_code(shared)
    shared.context.set_offline(offline=True)
    shared.get_by_role("button", name="New code").click()
    expect(shared.locator("#live").get_by_text("The connection is gone. The code has not changed.")).to_be_visible()
    assert read_code(shared) == before
    shared.context.set_offline(offline=False)
    expect(shared.locator("#live").get_by_text("Waiting to be opened")).to_be_visible()


def test_a_press_that_has_begun_counts_though_the_page_hears_something_meanwhile(
    house: House, shared: Page, phone: Page, waiting: Waiting
) -> None:
    old = shared.locator(".short-code").inner_text()
    shared.get_by_role("button", name="New code").hover()
    shared.mouse.down()
    phone.goto(house.url(waiting.path))
    expect(shared.locator("#live").get_by_text("Waiting to be opened")).to_have_count(0)
    shared.mouse.up()
    expect(shared.locator(".short-code")).not_to_have_text(old)


def test_without_javascript_each_of_them_is_a_page(house: House, open_page: Open, waiting: Waiting) -> None:
    desk = open_page(**DESK, java_script_enabled=False)
    house.log_in(desk)
    desk.goto(house.url(f"/check-ins/{waiting.check_in}/code"))
    before = read_code(desk)
    desk.get_by_role("link", name="Hide").click()
    expect(desk.locator("svg.qr")).to_have_count(0)
    desk.get_by_role("link", name="Show the code").click()
    desk.get_by_role("button", name="New code").click()
    expect(desk.get_by_role("button", name="New code")).to_be_visible()
    assert read_code(desk) != before


def test_it_fills_the_screen_where_the_browser_can(shared: Page) -> None:
    shared.get_by_role("button", name="Fill the screen").click()
    until(shared, "document.fullscreenElement !== null")
    shared.get_by_role("link", name="Hide").click()
    expect(shared.get_by_role("heading", name="The code is hidden.")).to_be_visible()
    assert shared.evaluate("document.fullscreenElement !== null")
