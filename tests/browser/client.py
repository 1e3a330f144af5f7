"""A client's steps on the form, by touch, mouse or key, and what can be seen of it."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, FloatRect, Locator, Page, Request, expect

ITEMS = ("understood", "topics", "approach", "overall")
LOW = {"understood": 4.2, "topics": 9.0, "approach": 8.8, "overall": 9.1}
OVERHANG = 16
PATIENCE_S = 60
LEAVE = "I\N{RIGHT SINGLE QUOTATION MARK}d rather not answer"
THANKS = re.compile(r"/c/thanks(\?|$)")
FETCHED = (
    "/send.js",
    "/take-away.js",
    "/onward.js",
    "/in-place.js",
    "/guard.js",
    "/modal.js",
    "/scenes.css",
    "/c/words",
)
MAKES_WAY = "Execution context was destroyed"
FORGETS_PAGES: set[Browser] = set()
"""The browsers without a back/forward cache, in which no test of Back could ever fail."""


def line(page: Page, item: str) -> Locator:
    return page.locator(f"#item-{item} .line")


def slider(page: Page, item: str) -> Locator:
    return page.locator(f"#item-{item} input[type=range]")


def box_of(place: Locator) -> FloatRect:
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    return box


def spot(page: Page, item: str, value: float) -> tuple[float, float]:
    """The spot on the screen at this value; under 0 and over 10 is the overhang of the line's ends."""
    box = box_of(line(page, item))
    track = box["width"] - 2 * OVERHANG
    return box["x"] + OVERHANG + track * value / 10, box["y"] + box["height"] / 2


def tap(page: Page, item: str, value: float) -> None:
    page.touchscreen.tap(*spot(page, item, value))


def tap_all(page: Page, marks: Mapping[str, float] = LOW) -> None:
    for item, value in marks.items():
        tap(page, item, value)


def value_of(page: Page, item: str) -> float | None:
    """The value that would be sent for this item; None when nothing is marked."""
    sent = page.evaluate("name => new FormData(document.querySelector('form')).get(name)", f"item-{item}")
    return float(sent) if sent else None


def values(page: Page) -> dict[str, float | None]:
    return {item: value_of(page, item) for item in ITEMS}


def stand_still(page: Page) -> None:
    """Once all that the page loads has begun to run, no time passes on it any more, until the test lets some."""
    page.wait_for_load_state()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)


def write(page: Page, words: str) -> None:
    if not page.locator(".own-words").get_attribute("open"):
        page.locator(".own-words summary").click()
    page.get_by_label("In your own words").fill(words)


def ways(page: Page) -> None:
    """Open what "Aa" holds, where it is closed: larger text, reading aloud, buttons instead of lines."""
    if page.locator(".aa").get_attribute("open") is None:
        page.locator(".aa summary").click()


def ease(page: Page, way: str) -> None:
    """Tap one of the ways that "Aa" holds."""
    ways(page)
    page.get_by_role("button", name=way, exact=True).click()


def about(marks: Mapping[str, float], *, scale: int = 1) -> object:
    """These marks, as near as a finger gets; stored they are tenths, so `scale` is 10."""
    return pytest.approx({item: value * scale for item, value in marks.items()}, abs=0.05 * scale)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def send_and_be_thanked(page: Page) -> None:
    send(page)
    expect(page).to_have_url(THANKS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")


@contextmanager
def prepared(page: Page) -> Iterator[None]:
    """Around the first mark: afterwards all that the form fetches then has come, and runs.

    A connection that goes earlier takes some of it along, which the browser's console calls an error. Whether the
    network is idle says nothing of that: a page is said to be idle once, before the mark.
    """
    entries = page.evaluate("history.length")
    with ExitStack() as fetched:
        for part in FETCHED:
            fetched.enter_context(page.expect_request_finished(partial(_asks_for, part)))
        fetched.enter_context(page.expect_request_finished(lambda request: "answering" in (request.post_data or "")))
        yield
    until(page, f"history.length > {entries}")


def _asks_for(part: str, request: Request) -> bool:
    return part in request.url


def until(page: Page, holds: str) -> None:
    """Wait until this expression holds. Playwright's own waiting evaluates text, which our policy forbids to pages."""
    ends = time.monotonic() + PATIENCE_S
    while not found(page, holds):
        assert time.monotonic() < ends, f"never came true: {holds}"


def found(page: Page, expression: str) -> Any:  # noqa: ANN401 -- whatever the expression gives
    """The element on the page, or on the next where it makes way for one at that moment."""
    ends = time.monotonic() + PATIENCE_S
    while True:
        try:
            return page.evaluate(expression)
        except Error as error:
            if MAKES_WAY not in error.message or time.monotonic() > ends:
                raise


def back(page: Page) -> None:
    """Back, also to a page that comes whole out of the back/forward cache and so never loads."""
    _check_pages_are_kept(page)
    page.go_back(wait_until="commit")
    until(page, "document.readyState === 'complete'")


def forward(page: Page) -> None:
    _check_pages_are_kept(page)
    page.go_forward(wait_until="commit")
    until(page, "document.readyState === 'complete'")


def _check_pages_are_kept(page: Page) -> None:
    assert page.context.browser not in FORGETS_PAGES, "give this test the mark `history`"
