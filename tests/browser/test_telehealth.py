"""On a call the screen may be shared: what came is shown only when the therapist asks for it."""

from playwright.sync_api import Page, expect

from tests.browser.client import send_and_be_thanked, tap, write
from tests.browser.house import House
from tests.browser.therapist import connected, is_same_page, link_on, mark_page, start

WORDS = "I wanted more time for the letter."


def test_the_answer_is_kept_off_the_screen_until_it_is_asked_for(house: House, desk: Page, phone: Page) -> None:
    start(desk, "C-300", place="On a call")
    connected(desk)
    mark_page(desk)
    phone.goto(link_on(desk))
    tap(phone, "understood", 1.3)
    write(phone, WORDS)
    phone.get_by_role("radio", name="Now").tap()
    send_and_be_thanked(phone)
    expect(desk).to_have_title("Received · C-300")
    assert is_same_page(desk)
    for told in (WORDS, "1.3", "Worth", "Wants to talk", "s marks"):
        assert told not in desk.content()
    desk.get_by_role("button", name="Show answer").click()
    expect(desk.get_by_text(f"“{WORDS}”", exact=True)).to_be_visible()
    desk.goto(house.url("/"))
    expect(desk.get_by_role("listitem").filter(has_text="C-300")).to_contain_text("They want to talk about it now.")


def test_the_day_says_only_that_something_was_received(house: House, desk: Page) -> None:
    waiting = house.begin(place="telehealth", code="C-301")
    house.cast.send(waiting, understood="1.3", topics="9", approach="9", overall="9", words=WORDS)
    desk.goto(house.url("/"))
    row = desk.get_by_role("region", name="C-301")
    expect(row).to_contain_text("Received. Open it to see it.")
    expect(row).not_to_contain_text("Worth")
    assert WORDS not in desk.content()
