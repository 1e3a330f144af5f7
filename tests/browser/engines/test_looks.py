"""Visible in every engine: the underline of a link, the mark, and all that was written."""

from PIL import Image

from tests.browser.engines.conftest import LYING
from tests.browser.engines.screen import Screen
from tests.browser.house import House
from tests.browser.sight import contrast

UNDERLINE = 3
"""The least contrast of a link's line with the ground it stands on."""
MOSTLY = 0.8
WORDS = "This is what I wanted to say. "
LINKS = """
  const seen = [...document.querySelectorAll('.link, .number')].filter((link) => link.checkVisibility());
  return seen.map((link) => {
    const box = link.getBoundingClientRect();
    return [link.textContent.trim(), box.x, box.y, box.width, box.height];
  });
"""


def has_a_line(picture: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """True if a line runs through the lower half of this box."""
    left, top, width, height = (round(side) for side in box)
    ground = pixel(picture, left, top)
    across = range(left + 1, left + width - 1)
    return any(
        sum(contrast(pixel(picture, at, down), ground) > UNDERLINE for at in across) > MOSTLY * len(across)
        for down in range(top + height // 2, top + height + 2)
    )


def pixel(picture: Image.Image, across: int, down: int) -> tuple[int, int, int]:
    red, green, blue = picture.getpixel((across, down))  # type: ignore[misc]  # three channels, as it was converted
    return red, green, blue


def test_every_link_of_the_form_is_underlined(house: House, screen: Screen) -> None:
    screen.resize(*LYING)
    screen.open_form(house.url(house.begin().path))
    screen.press_part(".aa summary")
    screen.until("document.querySelector('.ways .link').checkVisibility()")
    picture, links = screen.picture(), screen.run(LINKS)
    assert len(links) >= 5
    assert [name for name, *box in links if not has_a_line(picture, tuple(box))] == []


def test_a_mark_is_drawn_where_the_line_was_pressed(house: House, screen: Screen) -> None:
    screen.open_form(house.url(house.begin().path))
    across, down, width, height = screen.box("#item-topics .line")
    there = (round(across + width / 2), round(down + height / 2))
    screen.mark("topics", 5)
    screen.until("document.querySelector('#item-topics .mark').getClientRects().length")
    seen = screen.picture()
    assert contrast(pixel(seen, there[0], there[1] + 8), pixel(seen, there[0], there[1] + 20)) > UNDERLINE


def test_the_box_grows_with_the_words(house: House, screen: Screen) -> None:
    screen.open_form(house.url(house.begin().path))
    screen.press("Add something in your own words")
    screen.until("document.activeElement.id === 'words'")
    *_, before = screen.box("#words")
    screen.type(WORDS * 8)
    screen.until("document.querySelector('#words').scrollHeight <= document.querySelector('#words').clientHeight")
    assert screen.box("#words")[3] > before
