"""Once something is marked, Back asks before it is lost; before that, and after sending, it is an ordinary Back."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.chromium import PHONE, TABLET_LANDSCAPE
from tests.browser.client import LEAVE, LOW, THANKS, about, back, prepared, send_and_be_thanked, tap_all, until, values
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import become, send_to, shows_form
from tests.browser.test_languages import speak
from tests.browser.test_leaving import ELSEWHERE, LEFT, leave
from tests.browser.test_nothing_comes_back import assert_nothing_left
from tests.support.practice import Waiting

pytestmark = pytest.mark.history
ASKED_WITH = "**/c/words?*"
GUARDED = "import('/static/js/guard.js').then(() => undefined)"
"""Done once the script that asks runs."""
NO_DIALOGS = "for (const name of ['show', 'showModal', 'close', 'open']) delete HTMLDialogElement.prototype[name];"


def question(page: Page, words: str = "Leave without sending?") -> Locator:
    return page.get_by_role("alertdialog", name=words)


def mark(page: Page) -> None:
    """A tap on the first line, until the words of the question have come: the entry to go back from is there before."""
    page.locator(".line").first.click()
    until(page, "'guarded' in document.getElementById('form').dataset")


@pytest.fixture
def marked(house: House, phone: Page, waiting: Waiting) -> Page:
    phone.goto(ELSEWHERE)
    phone.goto(house.url(waiting.path))
    with prepared(phone):
        tap_all(phone)
    return phone


def test_back_asks_and_staying_keeps_every_mark(house: House, waiting: Waiting, marked: Page) -> None:
    before = values(marked)
    for answer in ("button", "Escape"):
        marked.context.set_offline(offline=True)
        back(marked)
        expect(question(marked)).to_be_visible()
        expect(question(marked)).to_have_accessible_description("If you leave, what you marked is gone from here.")
        expect(question(marked).get_by_role("button", name="Stay here")).to_be_focused()
        if answer == "button":
            question(marked).get_by_role("button", name="Stay here").click()
        else:
            marked.keyboard.press(answer)
        expect(question(marked)).to_be_hidden()
        marked.context.set_offline(offline=False)
        assert values(marked) == before
    send_and_be_thanked(marked)
    assert house.stored(waiting).marks == about(LOW, scale=10)


def test_leaving_leads_back_and_nothing_comes_again(marked: Page) -> None:
    back(marked)
    question(marked).get_by_role("button", name="Leave", exact=True).click()
    expect(marked).to_have_title("Elsewhere")
    marked.go_forward(wait_until="commit")
    expect(marked.get_by_role("heading", level=1)).to_have_text("You can close this page.")
    assert_nothing_left(marked)


def test_with_nothing_before_it_leaving_ends_on_the_page_that_says_nothing(house: House, phone: Page) -> None:
    phone.goto(house.url("/join"))
    with phone.expect_popup() as opened:
        phone.evaluate("address => { window.open(address); }", house.url(house.begin().path))
    form = opened.value
    mark(form)
    form.evaluate("history.back()")
    question(form).get_by_role("button", name="Leave", exact=True).click()
    expect(form.get_by_role("heading", level=1)).to_have_text("You can close this page.")
    expect(form).to_have_url(LEFT)
    form.wait_for_timeout(500)
    assert_nothing_left(form)


def test_with_nothing_marked_back_asks_nothing(house: House, phone: Page, waiting: Waiting) -> None:
    phone.goto(ELSEWHERE)
    phone.goto(house.url(waiting.path))
    phone.get_by_role("heading", level=1).click()
    with phone.expect_request_finished(lambda request: "/c/words" in request.url):
        phone.locator("#item-understood .ends").click()
    phone.evaluate(GUARDED)
    back(phone)
    expect(phone).to_have_title("Elsewhere")


@pytest.mark.parametrize("ending", ["sent", "declined", "left"])
def test_afterwards_one_back_leads_to_where_one_came_from(marked: Page, ending: str) -> None:
    if ending == "sent":
        send_and_be_thanked(marked)
    elif ending == "declined":
        marked.get_by_role("button", name=LEAVE).click()
        expect(marked).to_have_url(THANKS)
    else:
        leave(marked)
    back(marked)
    expect(marked).to_have_title("Elsewhere")


def test_without_dialogs_it_asks_as_well(house: House, open_elsewhere: Open) -> None:
    page = open_elsewhere(**PHONE)
    page.add_init_script(NO_DIALOGS)
    page.goto(house.url(house.begin().path))
    mark(page)
    page.evaluate("history.back()")
    expect(question(page)).to_be_visible()
    expect(page.locator(".mark:visible")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".mark:visible")).to_have_count(1)


def test_it_asks_in_the_language_of_the_form(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin(language="de").path))
    mark(phone)
    phone.evaluate("history.back()")
    expect(question(phone, "Verlassen, ohne zu senden?")).to_be_visible()


@pytest.mark.parametrize("missing", [ASKED_WITH, "**/guard.js", "**/send.js?*"])
def test_back_before_anything_can_be_asked_stays_says_so_and_asks_once_it_can(
    house: House, phone: Page, missing: str
) -> None:
    kept: list[Route] = []
    is_slow = True
    phone.route(missing, lambda route: kept.append(route) if is_slow else route.continue_())
    phone.goto(ELSEWHERE)
    phone.goto(house.url(house.begin().path))
    with phone.expect_request(missing):
        tap_all(phone)
    before = values(phone)
    phone.evaluate("history.back()")
    expect(phone.get_by_text("Not sent yet.")).to_be_visible()
    expect(phone.get_by_text("The connection is gone.")).to_be_hidden()
    expect(phone.get_by_text("this page keeps trying")).to_be_hidden()
    assert values(phone) == before
    is_slow = False
    for request in kept:
        request.continue_()
    expect(question(phone)).to_be_visible()
    question(phone).get_by_role("button", name="Stay here").click()
    assert values(phone) == before
    back(phone)
    question(phone).get_by_role("button", name="Leave", exact=True).click()
    expect(phone).to_have_title("Elsewhere")


def test_another_back_before_anything_can_be_asked_leaves(house: House, phone: Page) -> None:
    phone.route("**/send.js?*", lambda _: None)
    phone.goto(ELSEWHERE)
    phone.goto(house.url(house.begin().path))
    tap_all(phone)
    phone.evaluate("history.back()")
    expect(phone.get_by_text("Not sent yet.")).to_be_visible()
    back(phone)
    expect(phone).to_have_title("Elsewhere")
    phone.unroute_all(behavior="ignoreErrors")


def test_it_asks_in_the_former_language_while_the_words_of_another_are_on_their_way(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin(language="de").path))
    mark(phone)
    phone.route(ASKED_WITH, lambda _: None)
    speak(phone, "English")
    expect(phone.get_by_role("heading", level=1)).to_have_text("How was today?")
    phone.evaluate("history.back()")
    expect(question(phone, "Verlassen, ohne zu senden?")).to_be_visible()
    phone.unroute_all(behavior="ignoreErrors")


def test_on_a_tablet_leaving_shows_a_fresh_form_and_the_round_goes_on(house: House, open_page: Open) -> None:
    tablet = open_page(**TABLET_LANDSCAPE)
    room = become(house, tablet)
    river, lake = house.cast.begin_together(house.new_code(), house.new_code())
    send_to(house, river, room)
    shows_form(tablet)
    mark(tablet)
    tablet.evaluate("history.back()")
    question(tablet).get_by_role("button", name="Leave", exact=True).click()
    expect(question(tablet)).to_be_hidden()
    shows_form(tablet)
    assert_nothing_left(tablet)
    for _ in (river, lake):
        tablet.locator(".line").first.click()
        tablet.get_by_role("button", name="Send", exact=True).click()
        expect(tablet.get_by_role("heading", level=1)).not_to_have_text("How was today?")
        if tablet.get_by_role("button", name="I am the next person").count():
            tablet.get_by_role("button", name="I am the next person").click()
            shows_form(tablet)
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Thank you.")
    tablet.go_back(wait_until="commit")
    assert_nothing_left(tablet)
    assert len(house.responses(river)) == len(house.responses(lake)) == 1


def test_pulling_the_page_down_does_not_load_it_anew(form: Page) -> None:
    assert form.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorY") == "contain"
