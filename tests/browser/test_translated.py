"""A browser that translates the page by itself: it wraps every text in elements of its own and writes others into them.

It breaks no page, reads no answer wrong, and leaves alone the word that tells one form from another.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.client import LOW, line, tap, tap_all, value_of, ways
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import become, place, send_to, shows_form
from tests.browser.watch import AWAY, Watch
from tests.support.practice import Waiting

TRANSLATE = """
() => {
  const done = new WeakSet();
  const isOurs = (node) => done.has(node.parentNode) || !(node.nodeValue ?? "").trim();
  const isLeft = (node) => node.parentElement?.closest("script, style, textarea, [translate=no]");
  const wrap = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    for (const node of found) {
      if (isOurs(node) || isLeft(node)) continue;
      const outer = document.createElement("font");
      const inner = outer.appendChild(document.createElement("font"));
      inner.textContent = `~${node.nodeValue}~`;
      done.add(inner);
      node.replaceWith(outer);
    }
  };
  wrap();
  new MutationObserver(wrap).observe(document.body, { childList: true, characterData: true, subtree: true });
}
"""
"""Chromium's own translation of a page: text nodes go into <font><font>, and so does what comes later."""

PREFIXES = """
() => [...document.querySelectorAll(".item .ends, .item .ends *")]
  .filter((place) => place.checkVisibility())
  .map((place) => getComputedStyle(place, "::before").content)
  .filter((content) => content !== "none" && content !== "normal")
"""


def translate(page: Page) -> None:
    """Translate it, and whatever it says later."""
    page.evaluate(TRANSLATE)
    expect(page.locator("font font").first).to_be_attached()


def thanked(page: Page) -> None:
    page.locator("#form .send").click()
    expect(page.locator("h1")).to_contain_text("Thank you.")
    expect(page.locator("#form")).to_have_count(0)


def test_a_translated_form_takes_marks_and_is_sent(house: House, form: Page, waiting: Waiting) -> None:
    translate(form)
    assert form.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out sideways"
    tap_all(form)
    ways(form)
    form.locator(".toggle").click()
    form.locator("#item-topics label.pick").nth(8).click()  # another than is marked: that one would be taken away
    form.locator(".toggle").click()
    assert value_of(form, "understood") == LOW["understood"]
    expect(line(form, "overall")).to_be_visible()
    thanked(form)
    assert house.stored(waiting).marks["topics"] == 80


def test_translated_larger_text_says_once_what_0_and_10_are(house: House, form: Page, waiting: Waiting) -> None:
    tap(form, "understood", 4.2)
    translate(form)
    form.locator("[name=show][value=easy]").dispatch_event("click")
    expect(form.locator(".progress:visible")).to_have_count(1)
    assert form.evaluate(PREFIXES) == ['"0 = "', '"10 = "']
    for _ in range(4):
        form.locator(".next:visible").click()
    thanked(form)
    assert house.stored(waiting).marks == {"understood": 40}


def test_a_translated_form_that_cannot_be_sent_yet_says_so_and_is_sent_once(
    house: House, form: Page, waiting: Waiting, watch: Watch
) -> None:
    watch.expect(AWAY)
    tap_all(form)
    translate(form)
    form.context.set_offline(offline=True)
    form.locator("#form .send").click()
    expect(form.locator(".unsent")).to_be_visible(timeout=60_000)
    form.context.set_offline(offline=False)
    expect(form.locator("h1")).to_contain_text("Thank you.", timeout=60_000)
    assert len(house.responses(waiting)) == 1


@pytest.mark.parametrize("scene", ["form", "passing on"])
def test_the_word_that_tells_forms_apart_is_never_translated(house: House, open_page: Open, scene: str) -> None:
    first, second = house.cast.begin_together(house.new_code(), house.new_code())
    tablet = open_page(viewport={"width": 820, "height": 1180}, has_touch=True)
    room = become(house, tablet)
    for waiting in (first, second):
        send_to(house, waiting, room)
    assert place(house, room)
    shows_form(tablet)
    if scene == "passing on":
        tap_all(tablet)
        tablet.locator("#form .send").click()
        expect(tablet.locator("h1")).to_contain_text("pass the tablet on")
    translate(tablet)
    word = tablet.locator(".cue-word").first
    expect(word).to_have_attribute("translate", "no")
    assert "~" not in (word.text_content() or "~")
