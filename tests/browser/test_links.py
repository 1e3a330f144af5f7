"""A link is used up by sending, and by nothing else; whoever comes too late is told kindly."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.client import send, send_and_be_thanked, slider, tap, write
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.therapist import connected
from tests.browser.watch import Watch


def test_a_preview_bot_uses_nothing_up(house: House, desk: Page, open_elsewhere: Open, phone: Page) -> None:
    waiting = house.begin()
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    connected(desk)
    bot = open_elsewhere(java_script_enabled=False, user_agent="WhatsApp/2.23.20.0", service_workers="block")
    for _ in range(3):
        bot.goto(house.url(waiting.path))
        bot.request.head(house.url(waiting.path))
    bot.close()
    desk.reload()
    expect(desk).to_have_title(f"Waiting · C-{house.clients}")
    phone.goto(house.url(waiting.path))
    tap(phone, "understood", 6)
    send_and_be_thanked(phone)
    assert len(house.responses(waiting)) == 1


@pytest.mark.parametrize("has_javascript", [True, False])
def test_of_two_open_forms_the_first_that_is_sent_counts(
    house: House, watch: Watch, open_page: Open, open_elsewhere: Open, *, has_javascript: bool
) -> None:
    watch.expect("status of 410")
    waiting = house.begin()
    first, second = open_page(has_touch=True), open_elsewhere(java_script_enabled=has_javascript)
    for page in (first, second):
        page.goto(house.url(waiting.path))
    tap(first, "understood", 6)
    write(first, "from the first")
    if has_javascript:
        slider(second, "understood").press("End")
    else:
        second.locator("#item-understood").get_by_label("9", exact=True).check()
    send_and_be_thanked(first)
    send(second)
    expect(second.get_by_role("heading", level=1)).to_have_text("Not needed any more")
    assert "first" not in second.locator("main").inner_text()
    assert house.stored(waiting).words == "from the first"


def test_a_form_that_is_withdrawn_while_it_is_open_says_it_is_closed(
    house: House, watch: Watch, desk: Page, phone: Page
) -> None:
    watch.expect("status of 410")
    waiting = house.begin()
    phone.goto(house.url(waiting.path))
    tap(phone, "understood", 6)
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    expect(desk.get_by_role("heading", name="Answering now")).to_be_visible()
    desk.locator("#withdraw-asks summary").click()
    desk.get_by_role("button", name="Withdraw this check-in").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Check-in withdrawn")
    send(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Not needed any more")
    assert house.responses(waiting) == []


def test_a_reload_before_sending_gives_a_form_that_can_be_sent(house: House, phone: Page) -> None:
    waiting = house.begin()
    phone.goto(house.url(waiting.path))
    phone.reload()
    tap(phone, "understood", 6)
    send_and_be_thanked(phone)
    assert len(house.responses(waiting)) == 1


def test_after_sending_the_address_and_the_tabs_history_hold_no_token(house: House, phone: Page) -> None:
    waiting = house.begin()
    phone.goto(house.url(waiting.path))
    tap(phone, "understood", 6)
    send_and_be_thanked(phone)
    session = phone.context.new_cdp_session(phone)
    entries = session.send("Page.getNavigationHistory")["entries"]
    assert [entry["url"] for entry in entries if waiting.token in entry["url"]] == []
