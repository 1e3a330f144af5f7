"""*Leave*: one tap, a page that says nothing, nothing behind Back, whatever the network does."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE, TABLET_PORTRAIT
from tests.browser.client import THANKS, back, prepared, send, tap_all, write
from tests.browser.conftest import Open
from tests.browser.held_back import FORM, hold, let_go, until_sent
from tests.browser.house import House
from tests.browser.test_nothing_comes_back import assert_nothing_left
from tests.browser.watch import Watch
from tests.support.practice import Waiting

pytestmark = pytest.mark.history
ELSEWHERE = "data:text/html,<title>Elsewhere</title>"
LEFT = re.compile(r"/leave$")
WORDS = "It went a bit fast for me."


def leave(page: Page) -> None:
    page.get_by_role("link", name="Leave", exact=True).click()
    expect(page).to_have_url(LEFT)
    expect(page.get_by_role("heading", level=1)).to_have_text("You can close this page.")
    expect(page).to_have_title("You can close this page.")


def is_read_out(page: Page) -> None:
    """Expect the heading to have the focus, so that a screen reader says it."""
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def filled(house: House, page: Page) -> None:
    page.goto(ELSEWHERE)
    page.goto(house.url(house.begin().path))
    with prepared(page):
        tap_all(page)
    write(page, WORDS)


@pytest.mark.parametrize("is_online", [True, False])
def test_one_tap_and_nothing_is_behind_back(house: House, phone: Page, *, is_online: bool) -> None:
    filled(house, phone)
    phone.context.set_offline(offline=not is_online)
    leave(phone)
    is_read_out(phone)
    assert_nothing_left(phone)
    assert WORDS not in phone.content()
    back(phone)
    expect(phone).to_have_title("Elsewhere")


def test_every_box_of_the_form_is_emptied(house: House, phone: Page) -> None:
    filled(house, phone)
    phone.locator("#words").evaluate("box => { box.after(box.cloneNode()); box.nextSibling.defaultValue = box.value; }")
    boxes = phone.locator("textarea")
    assert boxes.evaluate_all("all => all.map((box) => box.value)") == [WORDS, WORDS]
    phone.evaluate("document.querySelector('#words').form.reset()")
    assert boxes.evaluate_all("all => all.map((box) => box.value)") == ["", ""]


def test_without_javascript_back_shows_a_form_with_nothing_on_it(house: House, open_elsewhere: Open) -> None:
    page = open_elsewhere(**PHONE, java_script_enabled=False)
    page.goto(house.url(house.begin().path))
    page.locator("#item-understood").get_by_label("4", exact=True).check()
    page.locator(".own-words summary").click()
    page.locator("#words").fill(WORDS)
    leave(page)
    back(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("How was today?")
    assert_nothing_left(page)


def test_what_is_left_is_not_sent_any_more(house: House, watch: Watch, phone: Page) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    waiting = house.begin()
    phone.clock.install()
    phone.goto(house.url(waiting.path))
    tap_all(phone)
    phone.context.set_offline(offline=True)
    send(phone)
    expect(phone.get_by_text("Not sent yet.")).to_be_visible()
    leave(phone)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.context.set_offline(offline=False)
    phone.clock.run_for(60_000)
    assert asked == []
    assert house.responses(waiting) == []


@pytest.mark.parametrize(("under_way", "method"), [(FORM, "POST"), (THANKS, "GET")], ids=["answers", "thanks"])
def test_sent_and_left_at_once_it_stays_left(
    house: House, form: Page, waiting: Waiting, under_way: re.Pattern[str], method: str
) -> None:
    tap_all(form)
    late = hold(form, under_way, method)
    send(form)
    until_sent(form, late, 1)
    leave(form)
    with form.expect_response(under_way):
        let_go(late[0])
    form.wait_for_timeout(1000)
    expect(form).to_have_title("You can close this page.")
    expect(form).to_have_url(LEFT)
    assert len(house.responses(waiting)) == 1


@pytest.mark.parametrize("screen", [PHONE, TABLET_PORTRAIT], ids=["phone", "tablet"])
def test_the_way_out_is_in_the_same_place_on_every_page(
    house: House, watch: Watch, open_page: Open, screen: dict[str, object]
) -> None:
    watch.expect("status of 410")
    page, places = open_page(**screen), []
    for path in (house.begin().path, "/join", "/c/thanks", "/c/late", "/c/AAAAAAAAAAAAAAAAAAAAAA"):
        page.goto(house.url(path))
        places.append(page.get_by_role("link", name="Leave", exact=True).bounding_box())
    assert len({str(place) for place in places}) == 1
    assert places[0] is not None
    assert places[0]["height"] >= 44
