"""With a keyboard alone, and what is said when something is missing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.client import LEAVE, THANKS, send, slider, value_of
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.scenes import WELL
from tests.support.practice import Waiting

STANDS_IN_ORDER = """() => {
  const all = [...document.querySelectorAll('*')];
  return window.visited.map((place) => all.indexOf(place));
}"""


@pytest.fixture
def form(house: House, open_elsewhere: Open, waiting: Waiting) -> Page:
    page = open_elsewhere(viewport={"width": 1180, "height": 820})
    page.goto(house.url(waiting.path))
    return page


def tab_to(page: Page, place: str) -> None:
    """Tab on until this has the focus."""
    target = page.locator(place)
    for _ in range(12):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {place}")


def test_the_whole_form_is_answered_with_keys(house: House, form: Page, waiting: Waiting) -> None:
    keys = {"understood": "Home", "topics": "End", "approach": "ArrowRight", "overall": "End"}
    form.keyboard.press("Tab")
    expect(form.get_by_role("link", name="Leave", exact=True)).to_be_focused()
    tab_to(form, ".aa summary")
    tab_to(form, "[value=notice]")
    for item, key in keys.items():
        form.keyboard.press("Tab")
        expect(slider(form, item)).to_be_focused()
        form.keyboard.press(key)
    tab_to(form, ".own-words summary")
    form.keyboard.press("Enter")
    expect(form.get_by_label("In your own words")).to_be_focused()
    form.keyboard.type("Thank you.")
    tab_to(form, "[name=talk][value=now]")
    form.keyboard.press("Space")
    form.keyboard.press("ArrowRight")
    tab_to(form, ".send")
    form.keyboard.press("Enter")
    expect(form).to_have_url(THANKS)
    response = house.stored(waiting)
    assert response.marks == {"understood": 0, "topics": 100, "approach": 50, "overall": 100}
    assert (response.words, response.talk) == ("Thank you.", "next")


def test_the_buttons_are_reached_and_chosen_with_keys(house: House, form: Page, waiting: Waiting) -> None:
    tab_to(form, ".aa summary")
    form.keyboard.press("Enter")
    tab_to(form, ".toggle")
    form.keyboard.press("Enter")
    form.locator("#item-understood input[value='0']").focus()
    form.keyboard.press("ArrowRight")
    form.keyboard.press("ArrowRight")
    tab_to(form, ".send")
    form.keyboard.press("Space")
    expect(form).to_have_url(THANKS)
    assert house.stored(waiting).marks == {"understood": 20}


def test_the_order_of_the_focus_is_the_order_of_reading_and_has_no_trap(form: Page) -> None:
    form.evaluate("window.visited = []")
    form.evaluate("addEventListener('focusin', (event) => window.visited.push(event.target))")
    for _ in range(10):
        form.keyboard.press("Tab")
    visited = form.evaluate(STANDS_IN_ORDER)
    assert len(visited) >= 9
    assert visited == sorted(visited)


def test_sending_an_empty_form_leads_to_what_is_missing(house: House, form: Page, waiting: Waiting) -> None:
    send(form)
    card = form.locator("#problems")
    expect(card).to_be_focused()
    expect(card).to_contain_text("Nothing is marked yet.")
    expect(form).to_have_title("Error: How was today?")
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    expect(slider(form, "understood")).to_be_focused()
    form.keyboard.press("End")
    assert value_of(form, "understood") == 10
    assert house.responses(waiting) == []


def test_from_the_error_one_can_also_leave(form: Page) -> None:
    send(form)
    form.locator("#problems").get_by_role("link", name=LEAVE).press("Enter")
    expect(form.locator("#decline")).to_be_focused()
    form.keyboard.press("Enter")
    expect(form.get_by_text("all right.")).to_be_visible()


def test_the_therapists_page_begins_with_a_way_past_the_top(desk: Page) -> None:
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to the page")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()


def test_codes_are_suggested_in_one_list_and_chosen_by_keyboard(house: House, desk: Page) -> None:
    for code in ("Q-01", "Q-02"):
        house.send(house.begin(code=code), WELL)
    desk.goto(house.url("/"))
    box = desk.get_by_label("Client code", exact=True)
    box.press_sequentially("q0")
    options = desk.locator("#client-codes").get_by_role("option")
    expect(options).to_have_text([re.compile("Q-02"), re.compile("Q-01 Session check on their own phone")])
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("Q-01")
    expect(options).to_have_count(0)
    expect(desk.locator("#client-hint")).to_have_text("Session check on their own phone")
    box.fill("q01")
    expect(desk.locator("#client-hint")).to_have_text("New client q01? You have Q-01.")
