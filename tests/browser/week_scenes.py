"""Scenes of forms at the start of a session, of a client's own list, of a child's form and of good news."""

from datetime import timedelta
from functools import partial

from playwright.sync_api import Page, expect

from kiosk import clock
from tests.browser.form_scenes import mark
from tests.browser.house import House
from tests.browser.scenes import WELL

HARD_WEEK = {"myself": 3.4, "people": 7.8, "work": 6.1, "week": 4.6}
WRONG = {"understood": 6.9, "topics": 8.4, "approach": 8.6, "overall": 8.0}
NOT_UNDERSTOOD = {"understood": "2.5", "topics": "7.5", "approach": "10", "overall": "7.5"}


def opening(house: House, page: Page, *, measure: str = "week-check", marks: dict[str, float] | None = None) -> None:
    """The form before a session, on the client's own device."""
    code = house.new_code()
    house.begin(code=code)
    (waiting,) = house.cast.begin_week(code, measure=measure)
    page.goto(house.url(waiting.path))
    mark(page, marks or {})


opening_filled = partial(opening, marks=HARD_WEEK)


def childs_opening(house: House, page: Page) -> None:
    opening(house, page, measure="child-week")
    for item, value in (("myself", "7.5"), ("people", "10"), ("work", "5")):
        page.locator(f"[name=item-{item}][value='{value}']").check()


def several_before(house: House, page: Page) -> None:
    """A family before its session: one of them is asked how the week was, the others came along last time."""
    codes = ("C-061", "C-062", "C-063")
    for waiting in house.cast.begin_together(*codes, kind="family"):
        house.send(waiting, WELL)
    house.cast.ask_week(codes[2])
    house.free(*codes)
    (week,) = house.cast.begin_week(codes[2], kind="family")
    page.goto(house.url(f"/visits/{week.visit}"))
    expect(page.get_by_text("Also here last time")).to_be_visible()


def childs_result(house: House, page: Page) -> None:
    """A child showed that nobody quite got what it meant."""
    waiting = house.cast.begin(house.new_code(), measure="child-check")
    house.send(waiting, NOT_UNDERSTOOD, marked="faces")
    page.goto(house.url(f"/visits/{waiting.visit}"))
    expect(page.get_by_text("really get what you meant")).to_be_visible()


def good_news(house: House, page: Page) -> None:
    """A way back, beside words that are worth an answer."""
    code = house.new_code()
    weeks = (WELL, WELL, WELL, WRONG)
    for ago, marks in zip(range(len(weeks), 0, -1), weeks, strict=True):
        at = clock.now() - timedelta(weeks=ago)
        said = {item: str(value) for item, value in marks.items()}
        house.cast.send(house.cast.begin(code, at=at), at=at, **said)
    waiting = house.begin(code=code)
    house.send(waiting, WELL, words="It helped that we went slower.")
    page.goto(house.url(f"/visits/{waiting.visit}"))
    expect(page.get_by_text("back on the same track")).to_be_visible()
