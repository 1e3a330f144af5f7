"""What a client does with the form, by touch, mouse or key, and what can be seen of it."""

import re
import time
from collections.abc import Mapping

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

ITEMS = ("understood", "topics", "approach", "overall")
LOW = {"understood": 4.2, "topics": 9.0, "approach": 8.8, "overall": 9.1}
OVERHANG = 16
PATIENCE_S = 15
LEAVE = "I\N{RIGHT SINGLE QUOTATION MARK}d rather not answer"
THANKS = re.compile(r"/c/thanks$")


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
    """Where on the screen this value lies; under 0 and over 10 is the overhang of the line's ends."""
    box = box_of(line(page, item))
    track = box["width"] - 2 * OVERHANG
    return box["x"] + OVERHANG + track * value / 10, box["y"] + box["height"] / 2


def tap(page: Page, item: str, value: float) -> None:
    page.touchscreen.tap(*spot(page, item, value))


def tap_all(page: Page, marks: Mapping[str, float] = LOW) -> None:
    for item, value in marks.items():
        tap(page, item, value)


def value_of(page: Page, item: str) -> float | None:
    """What would be sent for this item; None when nothing is marked."""
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


def about(marks: Mapping[str, float], *, scale: int = 1) -> object:
    """These marks, as near as a finger gets; stored they are tenths, so `scale` is 10."""
    return pytest.approx({item: value * scale for item, value in marks.items()}, abs=0.05 * scale)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def send_and_be_thanked(page: Page) -> None:
    send(page)
    expect(page).to_have_url(THANKS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")


def until(page: Page, holds: str) -> None:
    """Wait until this expression holds. Playwright's own waiting evaluates text, which our policy forbids to pages."""
    ends = time.monotonic() + PATIENCE_S
    while not page.evaluate(holds):
        assert time.monotonic() < ends, f"never came true: {holds}"


def back(page: Page) -> None:
    """Back, also to a page that comes whole out of the back/forward cache and so never loads."""
    page.go_back(wait_until="commit")
    until(page, "document.readyState === 'complete'")


def forward(page: Page) -> None:
    page.go_forward(wait_until="commit")
    until(page, "document.readyState === 'complete'")
