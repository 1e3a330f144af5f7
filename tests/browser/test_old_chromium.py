"""The client's scenes in Chromium 80, which gets the buttons, and in 92, which gets the lines."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.house import House
from tests.browser.tablet import place, send_to
from tests.support.old_browsers import OldBrowser, found, missing
from tests.support.practice import Waiting

PHONE, UPRIGHT, LYING = (390, 844), (820, 1180), (1180, 820)
ITEM = "#item-understood"
SEND = ".end .send"
RING_MARGIN = "parseFloat(getComputedStyle(document.querySelector('.options span'), '::before').marginRight)"
HAS_LINES = {"80": False, "92": True}


def test_all_of_them_are_here_where_every_engine_is_asked_for() -> None:
    assert missing() == [] or os.environ.get("ENGINES") != "all"


@pytest.fixture(scope="module", params=found())
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def old(version: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OldBrowser]:
    browser = OldBrowser(version, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.end()


@pytest.fixture
def form(old: OldBrowser, house: House, waiting: Waiting) -> OldBrowser:
    old.size(*PHONE)
    old.goto(house.url(waiting.path))
    return old


def mark(page: OldBrowser, version: str) -> None:
    page.tap(f"{ITEM} .line" if HAS_LINES[version] else f"{ITEM} [value='4']", 0.4 if HAS_LINES[version] else 0.5)


def box(page: OldBrowser, selector: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(f"document.querySelector(`{selector}`).getBoundingClientRect().toJSON()")
    return found


def heading(page: OldBrowser, text: str) -> None:
    page.until(f"(document.querySelector('h1') || 0).textContent == '{text}'")


def test_it_begins_with_what_this_browser_can_draw(form: OldBrowser, version: str) -> None:
    selector, height = (f"{ITEM} .track", 48) if HAS_LINES[version] else (f"{ITEM} .pick", 44)
    assert box(form, selector)["height"] == height
    assert form.evaluate("document.querySelectorAll('.line').length") == (4 if HAS_LINES[version] else 0)


@pytest.mark.parametrize("size", [PHONE, UPRIGHT, LYING])
def test_it_fits_a_phone_and_a_tablet_in_the_tablets_layout(
    old: OldBrowser, house: House, waiting: Waiting, version: str, size: tuple[int, int]
) -> None:
    old.size(*size)
    old.goto(house.url(waiting.path))
    mark(old, version)
    assert old.evaluate("document.documentElement.scrollWidth") <= size[0]
    old.evaluate("scrollTo(0, 0)")
    marked = box(old, f"{ITEM} .line" if HAS_LINES[version] else f"{ITEM} .steps")
    if size == PHONE:
        assert 330 < marked["width"] < 390
        return
    assert 600 < marked["width"] < 760
    assert box(old, SEND)["bottom"] < size[1]
    assert (box(old, f"{ITEM} .ask")["right"] < marked["left"]) == (size == LYING)


def test_what_is_chosen_is_drawn_by_us_alone(form: OldBrowser, version: str) -> None:
    """A browser's own radio would lie over the word, as a dark disc."""
    mark(form, version)
    form.tap("[name=talk][value=next]")
    for radio in ("[name=talk][value=next]", f"{ITEM} .pick input"):
        assert form.evaluate(f"getComputedStyle(document.querySelector(`{radio}`)).webkitAppearance") == "none"
    assert form.evaluate("document.querySelector('[name=talk]').offsetLeft") == 0
    for quiet in (".leave .link", "#decline .link"):
        assert "underline" in form.evaluate(f"getComputedStyle(document.querySelector('{quiet}')).textDecorationLine")


@pytest.mark.parametrize("size", [PHONE, UPRIGHT, LYING])
def test_nothing_in_a_row_touches_its_neighbour(
    old: OldBrowser, house: House, waiting: Waiting, size: tuple[int, int]
) -> None:
    """No gap between flex items before Chrome 84 and Safari 14.1: the space is a margin there."""
    old.size(*size)
    old.goto(house.url(waiting.path))
    assert old.evaluate(RING_MARGIN) >= 8
    ends = f"{ITEM} .ends span"
    for one, other in ((".languages", ".aa"), (".aa", ".top .leave"), (ends, f"{ends}:last-child")):
        assert box(old, other)["left"] - box(old, one)["right"] >= 8
    sends, declines = box(old, SEND), box(old, "#decline")
    below, beside = declines["top"] - sends["bottom"], declines["left"] - sends["right"]
    assert (below if size == PHONE else beside) >= 8


def test_in_arabic_the_questions_stand_right_of_their_answers(old: OldBrowser, house: House) -> None:
    old.size(*LYING)
    old.goto(house.url(house.begin(language="ar").path))
    assert box(old, f"{ITEM} legend")["left"] >= box(old, f"{ITEM} .ends")["right"]


def test_larger_text_is_larger_and_turns_its_pages(form: OldBrowser, house: House, waiting: Waiting) -> None:
    form.evaluate("document.querySelector('[name=show]').click()")
    form.until("!!document.querySelector('.paged')")
    form.until("getComputedStyle(document.documentElement).fontSize == '20px'")
    form.tap(f"{ITEM} [value='4']")
    for at in range(2, 6):
        form.tap(".here .next")
        form.until(f"document.querySelector('.here').id == 'part-{at}'")
        assert form.evaluate("document.querySelectorAll('.part')[0].offsetHeight") == 0
    form.tap(SEND)
    heading(form, "Thank you.")
    assert house.stored(waiting).marks == {"understood": 40}


def test_marks_are_sent_and_thanked_for(form: OldBrowser, house: House, waiting: Waiting, version: str) -> None:
    mark(form, version)
    form.tap("[name=talk][value=next]")
    form.tap(SEND)
    heading(form, "Thank you.")
    stored = house.stored(waiting)
    assert stored.marks == {"understood": pytest.approx(40, abs=2)}
    assert stored.talk == "next"


def test_who_declines_sends_no_marks(form: OldBrowser, house: House, waiting: Waiting, version: str) -> None:
    mark(form, version)
    form.tap("#decline")
    form.until("location.pathname == '/c/thanks'")
    heading(form, "Thank you.")
    stored = house.stored(waiting)
    assert (stored.declined, stored.marks) == (True, {})


def test_leaving_is_one_tap(form: OldBrowser, version: str) -> None:
    mark(form, version)
    form.tap(".leave a")
    heading(form, "You can close this page.")
    assert form.evaluate("document.querySelectorAll('form').length") == 0


def test_a_tablet_goes_round_by_itself(old: OldBrowser, lan_house: House) -> None:
    """On plain http of a local network: these keep no cookie of this very machine that asks for https."""
    room = f"Room {lan_house.new_code()}"
    old.size(*LYING)
    old.goto(lan_house.url(f"/tablet/open/{place(lan_house, room)}"))
    old.tap(".send")
    old.until("document.body.dataset.screen.startsWith('idle-')")
    river, lake = lan_house.cast.begin_together(lan_house.new_code(), lan_house.new_code())
    send_to(lan_house, river, room)
    heading(old, "How was today?")
    old.until("document.readyState == 'complete'")
    assert box(old, ".languages")["left"] - box(old, ".whose")["right"] >= 8
    old.tap("[form=not-me]")
    for _ in (lake, river):
        old.until("(document.querySelector('.send') || 0).textContent == 'I am the next person'")
        on = box(old, ".send")
        assert (on["left"] + on["right"]) / 2 == pytest.approx(LYING[0] / 2, abs=1)
        old.tap(".send")
        heading(old, "How was today?")
        old.tap("#decline")
        old.until("document.querySelector('h1').textContent != 'How was today?'")
    heading(old, "Thank you.")
    assert {lan_house.stored(one).declined for one in (river, lake)} == {True}
