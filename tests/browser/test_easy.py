"""Larger text, one question at a time: the same form, and no mark is lost on the way there or back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE
from tests.browser.client import THANKS, back, ease, line, send_and_be_thanked, tap, value_of, ways, write
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.watch import Watch
from tests.support.practice import Waiting

WORDS = "It went a bit fast for me."


@pytest.fixture
def plain(house: House, open_elsewhere: Open, waiting: Waiting) -> Page:
    """The form on a phone that runs no scripts."""
    page = open_elsewhere(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto(house.url(waiting.path))
    return page


def larger(page: Page) -> None:
    ease(page, "Larger text")
    expect(progress(page)).to_have_count(1)
    expect(progress(page)).to_have_text("Question 1 of 5")


def progress(page: Page) -> Locator:
    return page.locator(".progress:visible")


def go_on(page: Page, pages: int = 1) -> None:
    for _ in range(pages):
        page.locator(".next:visible").click()


def go_back(page: Page) -> None:
    page.locator(".turn:visible").get_by_role("link", name="Back").click()


def choose(page: Page, item: str, step: int) -> None:
    page.locator(f"#item-{item}").get_by_label(str(step), exact=True).check()


def test_marks_words_and_choices_come_along_and_are_sent(house: House, form: Page, waiting: Waiting) -> None:
    tap(form, "understood", 4.2)
    write(form, WORDS)
    form.get_by_role("radio", name="Next time").check()
    larger(form)
    assert value_of(form, "understood") == 4
    go_on(form)
    choose(form, "topics", 9)
    go_on(form, 3)
    expect(form.get_by_label("In your own words")).to_have_value(WORDS)
    send_and_be_thanked(form)
    response = house.stored(waiting)
    assert response.marks == {"understood": 40, "topics": 90}
    assert (response.words, response.talk, response.marked) == (WORDS, "next", "buttons")


def test_one_question_is_there_at_a_time_and_sending_comes_last(form: Page) -> None:
    larger(form)
    for number in range(1, 6):
        expect(progress(form)).to_have_text(f"Question {number} of 5")
        expect(form.locator(".part:visible")).to_have_count(1)
        expect(form.locator(".part:visible")).to_be_focused()
        expect(form.locator("#decline")).to_be_visible()
        expect(form.locator(".send")).to_be_visible(visible=number == 5)
        expect(form.locator(".next:visible")).to_have_count(0 if number == 5 else 1)
        expect(form.locator(".top bdi")).to_be_visible(visible=number == 1)
        expect(form.locator(".who")).to_be_visible(visible=number == 1)
        if number < 5:
            go_on(form)
    expect(form.get_by_text("Add something in your own words")).to_be_visible()
    expect(form.get_by_role("radio", name="Next time")).to_be_visible()


def test_a_form_with_nothing_marked_leads_to_the_page_of_its_first_question(form: Page) -> None:
    larger(form)
    go_on(form, 4)
    form.get_by_role("button", name="Send", exact=True).click()
    expect(form.locator("#problems")).to_be_focused()
    form.locator("#problems a").first.click()
    expect(progress(form)).to_have_text("Question 1 of 5")
    expect(form.locator("#item-understood input").first).to_be_focused()


def test_everything_can_be_looked_at_and_changed_before_sending(house: House, form: Page, waiting: Waiting) -> None:
    larger(form)
    choose(form, "understood", 3)
    go_on(form, 4)
    for _ in range(4):
        go_back(form)
    expect(form.locator("#item-understood").get_by_label("3", exact=True)).to_be_checked()
    choose(form, "understood", 8)
    go_on(form, 4)
    send_and_be_thanked(form)
    assert house.stored(waiting).marks == {"understood": 80}


def test_all_at_once_again_an_exact_mark_is_exact_again(form: Page) -> None:
    tap(form, "understood", 8.3)
    exact = value_of(form, "understood")
    larger(form)
    ease(form, "Show it all at once")
    expect(line(form, "overall")).to_be_visible()
    expect(progress(form)).to_have_count(0)
    assert value_of(form, "understood") == exact
    larger(form)
    assert value_of(form, "understood") == 8


def test_a_form_that_begins_in_it_is_left_and_taken_up_again_in_any_language(
    house: House, desk: Page, phone: Page, waiting: Waiting
) -> None:
    desk.goto(house.url("/clients"))
    desk.get_by_role("link", name=f"C-{house.clients}", exact=True).click()
    desk.get_by_role("link", name="Manage", exact=True).click()
    desk.get_by_label("Text of the form").select_option(label="Larger, one question at a time")
    with desk.expect_navigation():
        desk.get_by_role("region", name="How we ask").get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_label("Text of the form")).to_have_value("larger")
    phone.goto(house.url(waiting.path))
    expect(progress(phone)).to_have_text("Question 1 of 5")
    choose(phone, "understood", 3)
    phone.locator(".languages summary").click()
    phone.get_by_role("button", name="Deutsch").click()
    expect(progress(phone)).to_have_text("Frage 1 von 5")
    ease(phone, "Alles auf einmal zeigen")
    expect(line(phone, "overall")).to_be_visible()
    assert value_of(phone, "understood") == 3
    ease(phone, "Größere Schrift")
    expect(progress(phone)).to_have_text("Frage 1 von 5")
    go_on(phone, 4)
    phone.get_by_role("button", name="Senden", exact=True).click()
    expect(phone).to_have_url(THANKS)
    assert house.stored(waiting).marks == {"understood": 30}


def test_the_type_is_larger_and_so_is_what_is_touched(form: Page) -> None:
    larger(form)
    assert form.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    box = form.locator("#item-understood .pick").first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 60


def test_without_a_connection_the_form_stays_as_it_is(watch: Watch, form: Page) -> None:
    watch.expect("net::ERR_")
    tap(form, "understood", 4.2)
    form.route("**/c/*", lambda route: route.abort())
    with form.expect_event("requestfailed"):
        ease(form, "Larger text")
    expect(form.get_by_role("status").get_by_text("That needs the connection.")).to_be_visible()
    assert value_of(form, "understood") == pytest.approx(4.2, abs=0.05)
    form.unroute("**/c/*")
    larger(form)
    expect(form.locator("#why")).to_have_text("")


def test_with_keys_alone(form: Page) -> None:
    ways(form)
    form.get_by_role("button", name="Larger text").focus()
    form.keyboard.press("Enter")
    expect(progress(form)).to_have_text("Question 1 of 5")
    for key in ("Tab", "Space", "ArrowRight", "Tab", "Enter"):
        form.keyboard.press(key)
    expect(progress(form)).to_have_text("Question 2 of 5")
    assert value_of(form, "understood") == 1


@pytest.mark.history
def test_after_sending_nothing_of_it_comes_back(form: Page, waiting: Waiting) -> None:
    larger(form)
    choose(form, "understood", 3)
    go_on(form, 4)
    send_and_be_thanked(form)
    back(form)
    expect(form.locator("input:checked")).to_have_count(0)
    assert waiting.token not in form.url


def test_without_javascript_the_marks_come_along_page_by_page(house: House, plain: Page, waiting: Waiting) -> None:
    choose(plain, "understood", 4)
    plain.locator(".own-words summary").click()
    plain.get_by_label("In your own words").fill(WORDS)
    larger(plain)
    assert house.responses(waiting) == []
    expect(plain.locator("#item-understood").get_by_label("4", exact=True)).to_be_checked()
    go_on(plain)
    expect(progress(plain)).to_have_text("Question 2 of 5")
    expect(plain.locator(".part:visible")).to_have_count(1)
    choose(plain, "topics", 9)
    go_on(plain, 3)
    expect(plain.locator(".part:visible")).to_have_count(1)
    expect(plain.locator(".who")).to_be_hidden()
    send_and_be_thanked(plain)
    response = house.stored(waiting)
    assert (response.marks, response.words) == ({"understood": 40, "topics": 90}, WORDS)


def test_without_javascript_nothing_marked_is_said_in_larger_text_too(
    house: House, watch: Watch, plain: Page, waiting: Waiting
) -> None:
    watch.expect("status of 422")
    larger(plain)
    go_on(plain, 4)
    plain.get_by_role("button", name="Send", exact=True).click()
    expect(plain.locator("#problems")).to_be_focused()
    expect(plain.locator(".part:visible")).to_have_count(5)
    choose(plain, "understood", 7)
    send_and_be_thanked(plain)
    assert house.stored(waiting).marks == {"understood": 70}


def test_without_javascript_one_gets_back_to_it_all_at_once(plain: Page) -> None:
    larger(plain)
    choose(plain, "understood", 4)
    ease(plain, "Show it all at once")
    ways(plain)
    expect(plain.get_by_role("button", name="Larger text")).to_be_visible()
    expect(plain.locator("#item-understood").get_by_label("4", exact=True)).to_be_checked()


def test_without_javascript_the_enter_key_sends(house: House, plain: Page, waiting: Waiting) -> None:
    choose(plain, "understood", 4)
    plain.locator("#item-understood").get_by_label("4", exact=True).press("Enter")
    expect(plain).to_have_url(THANKS)
    assert house.stored(waiting).marks == {"understood": 40}


@pytest.mark.parametrize("measure", ["child-check", "first-faces", "alliance-12"])
def test_other_forms_have_a_page_for_each_question_too(house: House, open_elsewhere: Open, measure: str) -> None:
    page = open_elsewhere(**PHONE)
    page.goto(house.url(house.cast.begin(house.new_code(), measure=measure).path))
    questions = page.locator("fieldset.scale, fieldset.item").count()
    pages = questions if measure == "first-faces" else questions + 1
    ease(page, "Larger text")
    expect(progress(page)).to_have_text(f"Question 1 of {pages}")
    page.locator(".part:visible .pick").first.tap()
    expect(page.locator(".part:visible input:checked")).to_have_count(1)
