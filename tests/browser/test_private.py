"""A private screen learns of a held call for help by itself, while a shared one beside it says only that it came."""

from playwright.sync_api import Page, Route, expect

from tests.browser.client import until
from tests.browser.house import House
from tests.browser.therapist import connected, is_same_page, mark_page

WORDS = "Please not in front of him."


def test_a_private_day_page_shows_a_held_call_for_help_without_a_reload(house: House, desk: Page) -> None:
    desk.goto(house.url("/"))
    desk.locator("#main").get_by_role("switch", name="Only I can see this screen").click()
    connected(desk)
    mark_page(desk)
    waiting = house.begin(place="telehealth", code="C-310")
    house.cast.send(waiting, understood="9", topics="9", approach="9", overall="9", words=WORDS, safety="yes")
    card = desk.get_by_role("region", name="C-310: asks for help staying safe")
    expect(card).to_contain_text(WORDS)
    assert is_same_page(desk)
    card.get_by_role("link").click()
    expect(desk.get_by_role("heading", name="C-310 asks for help")).to_be_visible()
    desk.get_by_label("Spoken with them").check()
    desk.get_by_role("button", name="Save what was done").click()
    expect(desk.get_by_text("Spoken with them.")).to_be_visible()
    desk.goto(house.url("/"))
    expect(card).to_have_count(0)


def test_what_one_tab_turns_the_others_follow_at_once(house: House, desk: Page) -> None:
    desk.goto(house.url("/"))
    switch = desk.get_by_role("switch", name="Only I can see this screen")
    clients = desk.context.new_page()
    clients.goto(house.url("/clients"))
    waiting = house.begin(place="telehealth", code="C-311")
    house.cast.send(waiting, understood="9", topics="9", approach="9", overall="9", words=WORDS, safety="yes")
    clients.locator(".menu summary").click()
    theirs = clients.get_by_role("switch", name="Only I can see this screen")
    theirs.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    card = desk.get_by_role("region", name="C-311: asks for help staying safe")
    expect(card).to_contain_text(WORDS)
    card.get_by_role("link").click()
    expect(desk.get_by_role("heading", name="C-311 asks for help")).to_be_visible()
    clients.locator(".menu summary").click()
    theirs.click()
    expect(desk.get_by_role("heading", name="C-311 asks for help")).to_have_count(0)
    expect(desk.get_by_text(WORDS)).to_have_count(0)
    expect(desk.locator(".private-switch button")).to_have_attribute("aria-checked", "false")
    desk.locator(".menu summary").click()
    switch.click()
    clients.locator(".menu summary").click()
    expect(theirs).to_have_attribute("aria-checked", "true")
    theirs.click()
    expect(desk.locator(".private-switch button")).to_have_attribute("aria-checked", "false")


def test_a_page_that_comes_late_from_before_the_switch_was_turned_off_follows_it(house: House, desk: Page) -> None:
    """It was made while the switch was on, and its script runs once the other tab has said that it is off."""
    desk.goto(house.url("/clients"))
    desk.locator(".menu summary").click()
    desk.get_by_role("switch").click()
    late, held = desk.context.new_page(), list[Route]()
    late.route("**/private.js*", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks the function
    late.goto(house.url("/"), wait_until="commit")
    expect(late.locator("#main")).to_be_visible()
    desk.locator(".menu summary").click()
    desk.get_by_role("switch").click()
    expect(desk.locator(".private-switch button")).to_have_attribute("aria-checked", "false")
    until(late, "document.readyState === 'interactive'")
    for request in held:
        request.continue_()
    expect(late.locator(".private-switch button")).to_have_attribute("aria-checked", "false")
    expect(desk.locator(".private-switch button")).to_have_attribute("aria-checked", "false")
