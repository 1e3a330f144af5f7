"""The client's own list, written together at the desk with keys alone, and on a phone with a finger."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.test_keyboard import tab_to

LIST = "#priorities"


def entries(page: Page) -> Locator:
    return page.locator(f"{LIST} .priority-list .goal-words")


def open_client(house: House, page: Page) -> None:
    code = house.new_code()
    house.begin(code=code)
    house.log_in(page)
    page.goto(house.url("/clients"))
    page.get_by_role("link", name=code, exact=True).click()


def button(page: Page, does: str, entry: str) -> Locator:
    return page.locator(LIST).get_by_role("button", name=re.compile(f"^{does} ?: {entry}$"))


def test_the_list_is_written_ordered_and_crossed_out_with_keys_alone(house: House, open_page: Open) -> None:
    page = open_page(**DESK)
    open_client(house, page)
    page.locator(LIST).focus()
    tab_to(page, f"{LIST} .new-goal summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("To sleep again\nMy sister\nWork")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(entries(page)).to_have_text(["1. To sleep again", "2. My sister", "3. Work"])
    button(page, "Move up", "Work").focus()
    page.keyboard.press("Enter")
    expect(entries(page)).to_have_text(["1. To sleep again", "2. Work", "3. My sister"])
    expect(page.locator(LIST)).to_be_focused()
    button(page, "Cross out", "To sleep again").focus()
    page.keyboard.press("Space")
    expect(entries(page)).to_have_text(["1. Work", "2. My sister"])


def test_a_finger_writes_the_list_keeps_it_and_takes_back_what_it_crossed_out(house: House, open_page: Open) -> None:
    page = open_page(**PHONE)
    open_client(house, page)
    page.locator(f"{LIST} .new-goal summary").tap()
    page.get_by_label("one on each line").fill("To sleep again\nWork")
    page.get_by_role("button", name="Save the list").tap()
    button(page, "Move up", "Work").tap()
    expect(entries(page)).to_have_text(["1. Work", "2. To sleep again"])
    button(page, "Cross out", "Work").tap()
    expect(entries(page)).to_have_text(["1. To sleep again"])
    page.locator(f"{LIST} .earlier-goals summary").tap()
    button(page, "Take that back", "Work").tap()
    expect(entries(page)).to_have_text(["1. Work", "2. To sleep again"])
    page.reload()
    expect(entries(page)).to_have_text(["1. Work", "2. To sleep again"])
