"""A note that is typed: how much room is left, and nothing of it lost by going elsewhere."""

from playwright.sync_api import Dialog, expect

from tests.browser.chromium import DESK
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.support.practice import WELL


def test_a_note_is_counted_from_nine_tenths_on_and_not_left_without_asking(house: House, open_page: Open) -> None:
    page = open_page(**DESK)
    started = house.begin()
    house.send(started, WELL)
    house.log_in(page)
    page.goto(house.url(f"/visits/{started.visit}"))
    note, told = page.locator("#note"), page.locator(".note-count")
    note.click()
    note.fill("x" * 1_799)
    expect(told).to_be_empty()
    note.fill("x" * 1_800)
    expect(told).to_have_text("1800 of 2000 characters")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Clients", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(note).to_have_value("x" * 1_800)
    page.locator("#repair-talked").click()
    expect(page.locator(".recorded")).to_contain_text("Saved")
    assert asked == ["beforeunload"]
