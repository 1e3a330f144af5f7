"""The client's form in each of its states, the way to it, and what comes after it."""

from functools import partial

from playwright.sync_api import Page, expect

from tests.browser.client import LEAVE, ease, send, send_and_be_thanked, slider, until, write
from tests.browser.house import House
from tests.browser.scenes import LOW, WORDS, Scene, at


def form(house: House, page: Page) -> None:
    page.goto(house.url(house.begin().path))
    expect(slider(page, "overall")).to_be_attached()


def mark(page: Page, marks: dict[str, float]) -> None:
    """Mark without pointing, so that any kind of screen can do it."""
    for item, value in marks.items():
        slider(page, item).fill(str(value))


def filled(house: House, page: Page, *, words: str = WORDS) -> None:
    form(house, page)
    fill_in(page, words)


def fill_in(page: Page, words: str) -> None:
    mark(page, LOW)
    if words:
        write(page, words)
        page.get_by_role("radio", name="Now").check()


def buttons(house: House, page: Page) -> None:
    form(house, page)
    mark(page, {"understood": 4.2, "topics": 9.0})
    ease(page, "Buttons 0 to 10")


def in_the_way(house: House, page: Page) -> None:
    """Asked what got in the way, where something did."""
    with house.with_settings(asks_strain=True, asks_obstacle=True):
        form(house, page)
    page.get_by_role("radio", name="Partly").check()
    expect(page.get_by_role("radio", name="Who I am")).to_be_visible()


def easy(house: House, page: Page, *, pages_on: int = 0) -> None:
    """Larger text, one question at a time, after two marks on lines."""
    form(house, page)
    mark(page, {"understood": 4.2, "topics": 9.0})
    ease(page, "Larger text")
    expect(page.get_by_text("Question 1 of 5")).to_be_visible()
    for _ in range(pages_on):
        page.locator(".next:visible").click()


def nothing_marked(house: House, page: Page) -> None:
    form(house, page)
    send(page)
    expect(page.locator("#problems")).to_be_focused()


def not_sent_yet(house: House, page: Page) -> None:
    filled(house, page, words="")
    page.route("**/c/*", lambda route: route.abort())
    send(page)
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def help_asked(house: House, page: Page) -> None:
    form(house, page)
    page.get_by_label("I need help staying safe").check()


def back_asks(house: House, page: Page) -> None:
    """Something is marked, and somebody has gone Back."""
    entries = page.evaluate("history.length")
    form(house, page)
    mark(page, LOW)
    until(page, f"history.length > {entries} + 1")
    page.evaluate("history.back()")
    expect(page.get_by_role("alertdialog", name="Leave without sending?")).to_be_visible()


def thanks(house: House, page: Page) -> None:
    form(house, page)
    mark(page, LOW)
    send_and_be_thanked(page)


def declined_thanks(house: House, page: Page) -> None:
    form(house, page)
    page.get_by_role("button", name=LEAVE).click()
    expect(page.get_by_text("all right.")).to_be_visible()


def closed(house: House, page: Page) -> None:
    page.goto(house.url("/c/a-link-that-opens-nothing"))


def join_refused(house: House, page: Page) -> None:
    page.goto(house.url("/join"))
    page.fill("#code", "KX4M-729T")
    page.get_by_role("button", name="Open the form").click()
    expect(page.locator("#problems")).to_be_visible()


def faces(house: House, page: Page) -> None:
    page.goto(house.url(house.cast.begin(house.new_code(), measure="child-check").path))


CLIENT = (
    Scene("form", form),
    Scene("filled", filled),
    Scene("buttons", buttons),
    Scene("what got in the way", in_the_way),
    Scene("easy", easy),
    Scene("easy on", partial(easy, pages_on=1)),
    Scene("easy last", partial(easy, pages_on=4)),
    Scene("nothing marked", nothing_marked),
    Scene("not sent yet", not_sent_yet, expected="net::ERR_FAILED"),
    Scene("help asked", help_asked),
    Scene("faces", faces),
    Scene("back asks", back_asks),
    Scene("thanks", thanks),
    Scene("declined", declined_thanks),
    Scene("closed", closed, expected="status of 410"),
    Scene("join", at("/join")),
    Scene("join refused", join_refused, expected="status of 422"),
    Scene("no such page", at("/nothing-here"), expected="status of 404"),
)
