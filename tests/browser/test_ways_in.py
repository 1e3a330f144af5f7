"""The ways in, in a real browser: a code after the password, by keyboard alone, and a passkey instead of both."""

from typing import Any

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect
from pyotp import TOTP

from kiosk import clock
from tests.browser.chromium import DESK
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.watch import Watch
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
    page.get_by_label("Current password").focus()
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


def hold_passkeys(page: Page) -> dict[str, Any]:
    """From here on this browser's machine can hold passkeys, and makes sure of its owner by itself."""
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    made: dict[str, Any] = machine.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    return made


def leave_alone(house: House, page: Page) -> None:
    """As if nobody had touched a page of this browser for an hour and a half."""
    signer = SecureCookieSessionInterface().get_signing_serializer(house.cast.app)
    assert signer is not None
    (cookie,) = (each for each in page.context.cookies() if each["name"] == "__Host-staff")
    content = signer.loads(cookie["value"])
    value = signer.dumps(content | {"active": content["active"] - 91 * 60})
    page.context.add_cookies(
        [{"name": "__Host-staff", "value": value, "domain": "localhost", "path": "/", "secure": True}]
    )


def test_a_passkey_is_added_logs_in_unlocks_and_is_offered_at_its_own_address_alone(
    house: House, open_page: Open, watch: Watch
) -> None:
    watch.expect("status of 401")
    page = open_page(**DESK)
    hold_passkeys(page)
    home = house.by_name()
    home.log_in(page)
    page.goto(home.url("/account/passkeys"))
    page.get_by_label("A name to recognize it by").fill("Laptop")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Laptop")).to_be_visible()
    page.get_by_label("Current password").last.fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device has a passkey of yours already.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(home.url("/clients"))
    page.get_by_role("button", name="Use a passkey").click()
    heading(page, "Clients")
    leave_alone(house, page)
    page.reload()
    heading(page, "It is quiet here")
    page.get_by_role("button", name="Unlock with a passkey").click()
    heading(page, "Clients")
    page.goto(house.url("/login"))
    expect(page.get_by_role("button", name="Log in", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
