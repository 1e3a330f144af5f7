"""Without JavaScript nothing is missing: the client's way, and the therapist's."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.client import LEAVE, THANKS, send, send_and_be_thanked
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.therapist import start
from tests.browser.watch import Watch
from tests.support.practice import PASSWORD, Waiting

WORDS = "It went a bit fast for me."


@pytest.fixture
def plain_phone(house: House, open_elsewhere: Open, waiting: Waiting) -> Page:
    """The form on a phone that runs no scripts."""
    page = open_elsewhere(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto(house.url(waiting.path))
    return page


def choose(page: Page, item: str, step: int) -> None:
    page.locator(f"#item-{item}").get_by_label(str(step), exact=True).check()


def test_a_client_answers_with_buttons(house: House, plain_phone: Page, waiting: Waiting) -> None:
    for item, step in {"understood": 4, "topics": 9, "approach": 9, "overall": 10}.items():
        choose(plain_phone, item, step)
    plain_phone.locator(".own-words summary").click()
    plain_phone.get_by_label("In your own words").fill(WORDS)
    plain_phone.get_by_role("radio", name="Next time").check()
    send_and_be_thanked(plain_phone)
    response = house.stored(waiting)
    assert response.marks == {"understood": 40, "topics": 90, "approach": 90, "overall": 100}
    assert (response.words, response.talk, response.marked) == (WORDS, "next", "buttons")


def test_what_was_chosen_can_be_taken_away(house: House, plain_phone: Page, waiting: Waiting) -> None:
    expect(plain_phone.get_by_text("to take a mark away.")).to_be_visible()
    for item in ("understood", "topics"):
        choose(plain_phone, item, 4)
    plain_phone.get_by_role("radio", name="Now").check()
    for group in ("#item-understood", "#talk"):
        plain_phone.locator(group).get_by_label("No mark").check()
    boxes = [plain_phone.locator(f"#item-topics {part}").bounding_box() for part in ("[value='5']", "[value='']")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["width"] == boxes[1]["width"]
    send_and_be_thanked(plain_phone)
    response = house.stored(waiting)
    assert (response.marks, response.talk) == ({"topics": 40}, None)


def test_nothing_that_needs_a_script_is_offered(plain_phone: Page) -> None:
    expect(plain_phone.get_by_role("slider")).to_have_count(0)
    expect(plain_phone.locator(".toggle")).to_be_hidden()
    expect(plain_phone.get_by_text("Not sent yet.")).to_be_hidden()


def test_an_empty_form_comes_back_with_what_was_written_and_the_way_on(
    house: House, watch: Watch, plain_phone: Page, waiting: Waiting
) -> None:
    watch.expect("status of 422")
    send(plain_phone)
    expect(plain_phone).to_have_title("Error: How was today?")
    expect(plain_phone.locator("#problems")).to_be_focused()
    expect(plain_phone.locator("#problems")).to_contain_text("Nothing is marked yet.")
    assert house.responses(waiting) == []
    plain_phone.locator("#problems").get_by_role("link").first.click()
    choose(plain_phone, "understood", 7)
    send_and_be_thanked(plain_phone)
    assert house.stored(waiting).marks == {"understood": 70}


def test_what_was_marked_is_still_there_after_a_refusal(
    house: House, watch: Watch, plain_phone: Page, waiting: Waiting
) -> None:
    watch.expect("status of 422")
    choose(plain_phone, "topics", 3)
    plain_phone.get_by_role("radio", name="Now").check()
    plain_phone.evaluate("document.querySelector('[name=item-understood]').value = '77'")
    plain_phone.evaluate("document.querySelector('[name=item-understood]').checked = true")
    send(plain_phone)
    expect(plain_phone).to_have_title("Error: How was today?")
    expect(plain_phone.locator("#item-topics").get_by_label("3", exact=True)).to_be_checked()
    expect(plain_phone.get_by_role("radio", name="Now")).to_be_checked()
    choose(plain_phone, "understood", 5)
    send_and_be_thanked(plain_phone)
    assert house.stored(waiting).marks == {"understood": 50, "topics": 30}


def test_a_client_can_leave_it(house: House, plain_phone: Page, waiting: Waiting) -> None:
    choose(plain_phone, "topics", 3)
    plain_phone.get_by_role("button", name=LEAVE).click()
    expect(plain_phone).to_have_url(THANKS)
    expect(plain_phone.get_by_text("No marks were kept.")).to_be_visible()
    response = house.stored(waiting)
    assert (response.declined, response.marks) == (True, {})


def test_asking_for_help_shows_the_number_before_anything_is_sent(plain_phone: Page) -> None:
    number = plain_phone.locator(".crisis").get_by_role("link", name="0800 555 0134")
    expect(number).to_be_hidden()
    plain_phone.get_by_label("I need help staying safe").check()
    expect(number).to_be_visible()
    expect(number).to_have_attribute("href", "tel:08005550134")


def test_a_therapist_logs_in_starts_looks_again_and_keeps_what_came_of_it(house: House, open_page: Open) -> None:
    desk = open_page(java_script_enabled=False)
    desk.goto(house.url("/login"))
    desk.get_by_label("Email").fill("alice@example.org")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Log in").click()
    expect(desk).to_have_url(house.url("/"))
    waiting = house.token_of(start(desk, "C-600"))
    expect(desk.get_by_role("textbox", name="Link to the form")).to_have_value(house.address + waiting.path)
    house.cast.send(waiting, understood="4.2", topics="9", approach="9", overall="9", words=WORDS)
    desk.get_by_role("link", name="Look again").click()
    expect(desk.get_by_text(f"“{WORDS}”", exact=True)).to_be_visible()
    desk.get_by_label("Note (part of the client").fill("Slower.")
    desk.get_by_role("button", name="We talked about it").click()
    expect(desk.get_by_text("Saved at")).to_be_visible()
    expect(desk.get_by_label("Note (part of the client")).to_have_value("Slower.")
