"""Choices made on a phone while something else is on its way: the latest counts, and nothing is lost."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser import tablet
from tests.browser.chromium import PHONE, TABLET_LANDSCAPE
from tests.browser.client import LEAVE, LOW, THANKS, ease, send, slider, stand_still, tap_all, ways, write
from tests.browser.conftest import Open
from tests.browser.held_back import FORM, hold, let_go, until_sent
from tests.browser.house import House
from tests.browser.test_aloud import SILENT, VOICE, said
from tests.browser.watch import Watch
from tests.support.practice import Waiting

LEFT = "You can close this page."
GRACE_MS = 800
"""For what should not happen to happen."""

LEAVES_WHEN_IT_COMES = """
  navigation.addEventListener("navigate", ({ destination }) => {
    if (destination.url.includes("/c/")) setTimeout(() => document.querySelector(".leave a").click(), 300);
  });
"""
"""Somebody's finger: while a page is on its way to it, Playwright touches nothing."""


def is_sent(form: Page, late: list[Route]) -> None:
    """It goes through, whatever else is held back."""
    before = len(late)
    send(form)
    until_sent(form, late, before + 1)
    let_go(late.pop())
    expect(form).to_have_url(THANKS)


def is_left(form: Page, late: list[Route]) -> None:
    """Nothing goes through."""
    del late
    form.get_by_role("link", name="Leave", exact=True).click()


ENDED = {"sent": is_sent, "left": is_left}


def choose(page: Page, language: str) -> None:
    page.locator(".languages summary").click()
    page.get_by_role("button", name=language, exact=True).click()


def language_of(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang + ' ' + document.documentElement.dir"))


def test_whoever_declines_while_it_is_sent_has_sent_nothing(house: House, form: Page, waiting: Waiting) -> None:
    tap_all(form)
    write(form, "I would rather not have said this.")
    late = hold(form, FORM)
    send(form)
    until_sent(form, late, 1)
    form.get_by_role("button", name=LEAVE).click()
    until_sent(form, late, 2)
    let_go(late[1])
    expect(form).to_have_url(THANKS)
    stored = house.stored(waiting)
    assert (stored.declined, stored.marks, stored.words) == (True, {}, "")


def test_help_that_is_asked_for_while_it_is_sent_is_asked_for(house: House, form: Page, waiting: Waiting) -> None:
    tap_all(form)
    late = hold(form, FORM)
    send(form)
    until_sent(form, late, 1)
    form.locator("#safety").check()
    until_sent(form, late, 2)
    let_go(late[1])
    expect(form).to_have_url(THANKS)
    assert house.stored(waiting).safety
    assert len(house.responses(waiting)) == 1


def test_help_that_is_asked_for_after_the_reply_was_lost_is_asked_for(
    house: House, form: Page, waiting: Waiting, watch: Watch
) -> None:
    watch.expect("net::ERR_FAILED")
    tap_all(form)
    late = hold(form, FORM)
    send(form)
    until_sent(form, late, 1)
    late[0].fetch()
    late[0].abort()
    expect(form.get_by_text("Not sent yet.")).to_be_visible()
    assert not house.stored(waiting).safety
    form.locator("#safety").check()
    until_sent(form, late, 2)
    let_go(late[1])
    expect(form).to_have_url(THANKS)
    expect(form.locator(".crisis")).to_be_visible()
    assert house.stored(waiting).safety
    assert len(house.responses(waiting)) == 1


def test_without_a_connection_thanks_say_what_is_so_and_whom_to_turn_to(form: Page, watch: Watch) -> None:
    watch.expect("net::ERR_FAILED")
    form.locator("#safety").check()
    form.route(THANKS, lambda route: route.abort())
    form.get_by_role("button", name=LEAVE).click()
    expect(form).to_have_url(THANKS)
    expect(form.get_by_role("heading", level=1)).to_have_text("Thank you.")
    expect(form.get_by_text("Your answer has arrived.")).to_have_count(0)
    expect(form.locator(".crisis")).to_be_visible()
    form.get_by_role("link", name="Leave", exact=True).click()
    expect(form).to_have_title(LEFT)


def test_whoever_leaves_while_the_form_comes_gets_no_form(house: House, desk: Page, phone: Page) -> None:
    waiting = house.begin()
    desk.goto(house.url(f"/check-ins/{waiting.check_in}/code"))
    phone.goto(house.url("/join"))
    phone.get_by_label("Code").fill(desk.locator(".short-code").inner_text())
    late = hold(phone, FORM, "GET")
    phone.evaluate(LEAVES_WHEN_IT_COMES)
    phone.get_by_role("button", name="Open the form").click(no_wait_after=True)
    until_sent(phone, late, 1)
    phone.wait_for_timeout(GRACE_MS)
    with suppress(Error):  # the browser has given it up by now
        let_go(late[0])
    phone.wait_for_timeout(GRACE_MS)
    expect(phone).to_have_title(LEFT)


def test_sent_on_a_tablet_while_what_sends_is_fetched_it_is_not_replaced(
    house: House, open_page: Open, waiting: Waiting
) -> None:
    page = open_page(**TABLET_LANDSCAPE)
    room = tablet.become(house, page)
    tablet.send_to(house, waiting, room)
    tablet.shows_form(page)
    late = hold(page, re.compile(r"/send\."), "GET")
    for item, mark in LOW.items():
        slider(page, item).fill(str(mark))
    page.get_by_role("button", name="Send", exact=True).click(no_wait_after=True)
    until_sent(page, late, 1)
    tablet.send_to(house, house.begin(), room)
    page.wait_for_timeout(3 * GRACE_MS)
    let_go(*late)
    expect(page.get_by_text("Thank you", exact=False).first).to_be_visible()
    assert len(house.responses(waiting)) == 1


def test_two_taps_on_larger_text_are_one(form: Page) -> None:
    tap_all(form)
    ways(form)
    form.get_by_role("button", name="Larger text").dblclick()
    expect(form.locator(".part.here")).to_be_visible()
    ways(form)
    expect(form.get_by_role("button", name="Show it all at once")).to_be_visible()
    form.wait_for_timeout(GRACE_MS)
    assert form.locator("section.part").count() == 5
    assert form.locator("section.part fieldset").count() >= 4


@pytest.mark.parametrize("ended", ENDED)
def test_larger_text_that_comes_after_the_form_has_gone_is_nothing(form: Page, ended: str) -> None:
    tap_all(form)
    late = hold(form, FORM)
    ease(form, "Larger text")
    until_sent(form, late, 1)
    had = late[0].fetch()
    ENDED[ended](form, late)
    late[0].fulfill(response=had)
    form.wait_for_timeout(GRACE_MS)
    assert form.locator("section.part, fieldset").count() == 0


@pytest.mark.parametrize("first", ["Larger text", "Deutsch"])
def test_larger_text_and_another_language_at_once_are_both_so(form: Page, first: str) -> None:
    late = hold(form, FORM)
    ways(form)
    form.locator(".languages summary").click()
    for name in (first, {"Larger text": "Deutsch", "Deutsch": "Larger text"}[first]):
        sent = len(late)
        form.get_by_role("button", name=name, exact=True).click()
        until_sent(form, late, sent + (1 if name == "Larger text" else 2))
    form.route(FORM, lambda route: route.continue_())
    for route in reversed(late):
        let_go(route)
        form.wait_for_timeout(GRACE_MS / 2)
    expect(form.get_by_role("link", name="Weiter").first).to_be_visible()
    expect(form.get_by_text("Next", exact=True)).to_have_count(0)


def test_of_two_languages_the_last_one_counts(form: Page) -> None:
    late = hold(form, FORM)
    choose(form, "العربية")
    until_sent(form, late, 2)
    form.get_by_role("button", name="Deutsch").click()
    until_sent(form, late, 4)
    let_go(*late[2:])
    expect(form.get_by_role("heading", level=1)).to_have_text("Wie war es heute?")
    let_go(*late[:2])
    form.wait_for_timeout(GRACE_MS)
    assert language_of(form) == "de ltr"
    expect(form.get_by_role("heading", level=1)).to_have_text("Wie war es heute?")


@pytest.mark.parametrize("ended", ENDED)
def test_a_language_that_comes_after_the_form_has_gone_changes_nothing(form: Page, ended: str) -> None:
    tap_all(form)
    late = hold(form, FORM)
    choose(form, "العربية")
    until_sent(form, late, 2)
    had = [route.fetch() for route in late]
    ENDED[ended](form, late)
    for route, answer in zip(late, had, strict=True):
        route.fulfill(response=answer)
    form.wait_for_timeout(GRACE_MS)
    assert language_of(form) == "en ltr"


def test_thanks_run_as_their_own_language_does(form: Page) -> None:
    tap_all(form)
    late = hold(form, FORM)
    send(form)
    until_sent(form, late, 1)
    choose(form, "العربية")
    until_sent(form, late, 3)
    let_go(*late[1:])
    expect(form.locator("html")).to_have_attribute("lang", "ar")
    let_go(late[0])
    expect(form).to_have_url(THANKS)
    assert language_of(form) == "en ltr"


def test_what_is_asked_of_a_blank_form_is_asked_in_the_new_language(form: Page) -> None:
    send(form)
    expect(form.locator("#problems")).to_contain_text("Nothing is marked yet.")
    choose(form, "Deutsch")
    expect(form.locator("#problems")).not_to_contain_text("marked")
    expect(form).to_have_title(re.compile("^Fehler:"))


def test_a_language_that_comes_late_takes_nobody_away_from_their_words(form: Page) -> None:
    late = hold(form, FORM)
    choose(form, "Deutsch")
    until_sent(form, late, 2)
    write(form, "Hello")
    form.locator("#words").focus()
    let_go(*late)
    expect(form.locator("html")).to_have_attribute("lang", "de")
    expect(form.locator("#words")).to_be_focused()


@pytest.fixture
def speaking(house: House, open_elsewhere: Open, waiting: Waiting) -> Page:
    """A form in a browser whose voice writes down what it says."""
    page = open_elsewhere(**PHONE)
    page.add_init_script(VOICE)
    page.goto(house.url(waiting.path))
    return page


def test_two_taps_before_a_voice_was_found_leave_no_voice_behind(speaking: Page) -> None:
    speaking.evaluate(SILENT)
    ways(speaking)
    stand_still(speaking)  # a voice is looked for as long as the clock says, not as long as a busy machine needs
    button = speaking.get_by_role("button", name="Read aloud")
    button.dblclick()
    button.evaluate("({ dataset }) => import(dataset.source).then(() => undefined)")  # what answers both taps has come
    speaking.clock.run_for(GRACE_MS // 2)
    speaking.evaluate("window.voices = [{ lang: 'en-US' }]")
    speaking.clock.run_for(GRACE_MS)
    expect(speaking.get_by_role("button", name="Stop reading")).to_be_visible()
    speaking.get_by_role("link", name="Leave", exact=True).click()
    assert said(speaking)[-1] == "(stopped)"
    assert said(speaking).count("How was today?") == 1


def test_nothing_is_read_on_over_the_thanks(speaking: Page) -> None:
    tap_all(speaking)
    late = hold(speaking, FORM)
    send(speaking)
    until_sent(speaking, late, 1)
    ease(speaking, "Read aloud")
    expect(speaking.get_by_role("button", name="Stop reading")).to_be_visible()
    let_go(late[0])
    expect(speaking).to_have_url(THANKS)
    assert said(speaking)[-1] == "(stopped)"
