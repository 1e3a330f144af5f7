"""The form has the same measures in every engine: lines, columns, Send in view, and nothing beside the window."""

import pytest

from tests.browser.engines.conftest import LYING, UPRIGHT
from tests.browser.engines.screen import Screen
from tests.browser.house import House

TRACK_PX = 692
"""A line's length between its ends, on a tablet upright as well as lying."""
WINDOWS = ((320, 568), (390, 844), (568, 320), UPRIGHT, LYING, (1440, 900))
TOLERANCE_PX = 1
LENGTHS = "return [...document.querySelectorAll('.line')].map((line) => line.getBoundingClientRect().width - 32)"
IN_VIEW = "return document.querySelector('.send').getBoundingClientRect().bottom <= innerHeight"
BESIDE = """return [...document.querySelectorAll('fieldset')].filter((asked) => asked.getClientRects().length)
  .every((asked) => {
    const [legend, answer] = [...asked.children].map((part) => part.getBoundingClientRect());
    return legend.right < answer.left && legend.top < answer.bottom;
  })"""


@pytest.mark.parametrize("tablet", [UPRIGHT, LYING])
def test_lines_are_long_and_send_is_in_view_on_a_tablet(house: House, screen: Screen, tablet: tuple[int, int]) -> None:
    screen.resize(*tablet)
    screen.open_form(house.url(house.begin().path))
    assert screen.run(LENGTHS) == pytest.approx([TRACK_PX] * 4, abs=TOLERANCE_PX)
    assert screen.run(IN_VIEW)


@pytest.mark.parametrize("measure", ["session-check", "child-check", "alliance-12"])
def test_what_is_asked_stands_beside_what_is_done_on_a_lying_tablet(house: House, screen: Screen, measure: str) -> None:
    screen.resize(*LYING)
    screen.open_form(house.url(house.begin(measure=measure).path))
    assert screen.run(BESIDE)


@pytest.mark.parametrize("measure", ["session-check", "child-check"])
def test_nothing_lies_beside_the_window(house: House, screen: Screen, measure: str) -> None:
    screen.open_form(house.url(house.begin(measure=measure).path))
    for window in WINDOWS:
        screen.resize(*window)
        assert (window, screen.is_within()) == (window, True)
