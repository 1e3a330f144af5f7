"""The ways in, in a real browser: a code after the password, by keyboard alone."""

from playwright.sync_api import Page, expect
from pyotp import TOTP

from kiosk import clock
from tests.browser.chromium import DESK
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.support.practice import PASSWORD


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_codes_are_set_up_and_typed_with_keys_alone(house: House, open_page: Open) -> None:
    page = open_page(**DESK)
    house.log_in(page, house.cast.bob)
    page.goto(house.url("/account/codes"))
    page.get_by_label("Present password").focus()
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    heading(page, "Scan this with your app")
    app = TOTP(page.locator(".to-type").inner_text().replace(" ", ""))
    page.get_by_label("Code").focus()
    page.keyboard.type(app.at(clock.now()))
    press(page, "Enter")
    heading(page, "Keep these ten codes")
    recovery = page.locator(".recovery-codes li").first.inner_text()
    page.context.clear_cookies()
    page.goto(house.url("/login"))
    page.get_by_label("Email").focus()
    page.keyboard.type("bob@example.org")
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    heading(page, "Now the code")
    page.get_by_label("Code").focus()
    page.keyboard.insert_text(f" {recovery}")
    press(page, "Enter")
    expect(page.get_by_role("link", name="Today", exact=True)).to_be_visible()
