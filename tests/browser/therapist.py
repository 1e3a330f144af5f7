"""A therapist's steps at the desk."""

import re

from playwright.sync_api import Locator, Page, expect

from kiosk.domain.public_ids import PublicId

VISIT = re.compile(r"/visits/\w{32}$")


def start(page: Page, code: str, *, place: str = "") -> PublicId:
    """Type a code and start; gives the number of the visit."""
    page.get_by_label("Client code", exact=True).fill(code)
    if place:
        form = page.locator("form:has(#client)")
        form.get_by_text("Change").click()
        form.get_by_label("Where").select_option(place)
    page.get_by_role("button", name="Start check-in", exact=True).click()
    page.wait_for_url(VISIT)
    return PublicId(page.url.rpartition("/")[2])


def connected(page: Page) -> None:
    """Wait until the page follows the stream."""
    expect(connection(page)).to_have_text("Connected")


def connection(page: Page) -> Locator:
    return page.locator("#connection-words")


def link_on(page: Page) -> str:
    """The link to the form, as *Copy link* would give it."""
    return page.locator("#copy-link").get_attribute("data-link") or ""


def mark_page(page: Page) -> None:
    """Mark the page, so that `is_same_page` can tell later whether it was loaded anew."""
    page.evaluate("window.marker = 'same page'")


def is_same_page(page: Page) -> bool:
    return bool(page.evaluate("window.marker === 'same page'"))
