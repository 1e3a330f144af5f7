"""Sending, declining and asking for help: each says in its own words what is on its way, what waits, what arrived."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.chromium import PHONE, launch_settings
from tests.browser.client import LEAVE, THANKS, back, prepared, send, tap_all
from tests.browser.held_back import FORM, hold, let_go, until_sent
from tests.browser.house import House
from tests.browser.watch import Watch
from tests.support.practice import Waiting

OFFLINE = "net::ERR_INTERNET_DISCONNECTED"
ANSWERS = "Your answers are still here"
CHOICE = "t know yet that you\N{RIGHT SINGLE QUOTATION MARK}d rather not answer."
HELP = "t know yet that you need help."
NUMBER = "0800 555 0134"


def decline(page: Page) -> None:
    page.get_by_role("button", name=LEAVE).click()


def send_for_help(page: Page) -> None:
    page.locator("#safety").check()
    send(page)


def decline_for_help(page: Page) -> None:
    page.locator("#safety").check()
    decline(page)


WISHES: dict[str, tuple[Callable[[Page], None], str, list[str]]] = {
    "send": (send, ANSWERS, ["Alice has your answer now."]),
    "decline": (decline, CHOICE, ["That\N{RIGHT SINGLE QUOTATION MARK}s all right.", "Alice knows you"]),
    "help": (send_for_help, HELP, ["Alice has your answer now.", "Your request for help has arrived."]),
    "decline, with help": (decline_for_help, HELP, ["Alice knows you", "Your request for help has arrived."]),
}


def ready(page: Page) -> None:
    """Marked, with all that sending needs fetched."""
    with prepared(page):
        tap_all(page)


@pytest.mark.parametrize("wish", WISHES)
def test_offline_each_wish_says_what_has_not_arrived_and_then_that_it_has(form: Page, watch: Watch, wish: str) -> None:
    watch.expect(OFFLINE)
    act, waits, arrived = WISHES[wish]
    ready(form)
    form.context.set_offline(offline=True)
    act(form)
    notice = form.locator(".unsent")
    expect(notice).to_contain_text("Not sent yet. The connection is gone.")
    expect(notice).to_contain_text(waits)
    for other in {ANSWERS, CHOICE, HELP} - {waits}:
        expect(notice).not_to_contain_text(other)
    form.context.set_offline(offline=False)
    expect(form).to_have_url(THANKS)
    for sentence in arrived:
        expect(form.locator("main")).to_contain_text(sentence)
    expect(form.locator("main")).to_contain_text(NUMBER)
    expect(form.get_by_text("has your answer")).to_have_count(int("decline" not in wish))


@pytest.mark.parametrize("wish", WISHES)
def test_where_the_connection_goes_right_after_it_thanks_say_the_same(form: Page, watch: Watch, wish: str) -> None:
    watch.expect("net::ERR_FAILED")
    act, _, arrived = WISHES[wish]
    ready(form)
    form.route(THANKS, lambda route: route.abort())
    act(form)
    expect(form).to_have_url(THANKS)
    for sentence in arrived:
        expect(form.locator("main")).to_contain_text(sentence)
    expect(form.locator("main")).to_contain_text(NUMBER)
    expect(form.locator(".crisis")).to_have_count(int("help" in wish))
    expect(form.get_by_text("has your answer")).to_have_count(int("decline" not in wish))
    form.unroute(THANKS)
    form.reload()
    for sentence in arrived:
        expect(form.locator("main")).to_contain_text(sentence)
    form.reload()
    expect(form.get_by_text("Your answer has arrived.")).to_have_count(int("decline" not in wish))
    expect(form.locator("main")).to_contain_text(NUMBER)


def test_while_it_is_declined_nothing_says_that_it_is_sent(form: Page) -> None:
    ready(form)
    late = hold(form, FORM)
    decline(form)
    until_sent(form, late, 1)
    expect(form.get_by_role("button", name="Telling your therapist …")).to_be_visible()
    expect(form.get_by_role("button", name="Send", exact=True)).to_be_visible()
    expect(form.get_by_text("Sending …")).to_have_count(0)
    let_go(*late)
    expect(form).to_have_url(THANKS)


def test_who_changes_their_mind_offline_reads_of_what_they_wish_now(form: Page, watch: Watch) -> None:
    watch.expect(OFFLINE)
    ready(form)
    form.context.set_offline(offline=True)
    send(form)
    notice = form.locator(".unsent")
    expect(notice).to_contain_text(ANSWERS)
    decline(form)
    expect(notice).to_contain_text(CHOICE)
    expect(notice).not_to_contain_text(ANSWERS)
    form.locator("#safety").check()
    expect(notice).to_contain_text(HELP)
    form.context.set_offline(offline=False)
    expect(form).to_have_url(THANKS)


def test_declined_before_anything_else_was_fetched_nothing_untrue_is_said(
    house: House, phone: Page, watch: Watch, waiting: Waiting
) -> None:
    watch.expect(OFFLINE)
    phone.goto(house.url(waiting.path), wait_until="networkidle")
    phone.context.set_offline(offline=True)
    decline(phone)
    expect(phone.locator(".unsent")).to_contain_text("Not sent yet. The connection is gone.")
    expect(phone.locator(".kept")).to_be_hidden()
    phone.context.set_offline(offline=False)
    expect(phone).to_have_url(THANKS)
    assert house.stored(waiting).declined


def test_in_another_language_the_words_follow(form: Page, watch: Watch) -> None:
    watch.expect("net::ERR_FAILED")
    ready(form)
    lost = re.compile("decline=yes")
    form.route(FORM, lambda route: route.abort() if lost.search(route.request.post_data or "") else route.continue_())
    decline(form)
    expect(form.locator(".unsent")).to_contain_text(CHOICE)
    form.locator(".languages summary").click()
    form.get_by_role("button", name="Deutsch").click()
    expect(form.locator(".kept")).to_contain_text("dass Sie lieber nicht antworten.")


@pytest.mark.history
def test_back_to_thanks_that_were_loaded_anew_shows_them_and_no_form(form: Page) -> None:
    ready(form)
    decline(form)
    expect(form).to_have_url(THANKS)
    form.goto(form.url.partition("/c/")[0] + "/join")
    back(form)
    expect(form.get_by_role("heading", level=1)).to_have_text("Thank you.")
    expect(form.locator("main")).to_contain_text("Your choice has arrived.")
    expect(form.locator("#form")).to_have_count(0)


@pytest.mark.parametrize("has_javascript", [True, False])
def test_with_every_cookie_refused_thanks_know_what_they_are_for(
    house: House, watch: Watch, browser_type: BrowserType, profile: Path, *, has_javascript: bool
) -> None:
    refused = '{"profile": {"default_content_setting_values": {"cookies": 2}}}'
    (profile / "Default" / "Preferences").write_text(refused)
    context = browser_type.launch_persistent_context(
        profile, **launch_settings(), **PHONE, java_script_enabled=has_javascript
    )
    watch.follow(context)
    page = context.pages[0]
    for wish, (act, _, _) in WISHES.items():
        waiting = house.begin()
        page.goto(house.url(waiting.path))
        if has_javascript:
            tap_all(page)
        else:
            page.locator("#item-understood").get_by_label("7", exact=True).check()
        act(page)
        for _ in range(2):
            is_thanked_without_a_cookie(page, wish)
            page.reload()
        assert context.cookies() == []
        assert waiting.token not in page.url
    context.close()


def is_thanked_without_a_cookie(page: Page, wish: str) -> None:
    expect(page).to_have_url(THANKS)
    said = page.locator("main")
    expect(said).to_contain_text(NUMBER)
    expect(page.locator(".crisis")).to_have_count(int("help" in wish))
    expect(said).to_contain_text("Your choice has arrived." if "decline" in wish else "Your answer has arrived.")
    expect(page.get_by_text("Your answer has arrived.")).to_have_count(int("decline" not in wish))
