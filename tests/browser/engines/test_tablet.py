"""The tablet in every engine: it shows a form by itself, thanks, and goes round among several people."""

import pytest

from tests.browser.client import LOW, about
from tests.browser.engines.conftest import LYING
from tests.browser.engines.screen import Screen
from tests.browser.house import House
from tests.browser.tablet import place, send_to
from tests.browser.test_nothing_comes_back import TRACES

PASS_ON = "Please pass the tablet on."
THANKS = "You can hand the tablet back."


@pytest.fixture
def room(house: House, screen: Screen) -> str:
    """The room of a tablet that this screen became, by a link as in the demo."""
    room = f"Room {house.new_code()}"
    screen.resize(*LYING)
    screen.open(house.url(f"/tablet/open/{place(house, room)}"))
    screen.press("Open the tablet")
    screen.reads("Make yourself at home.")
    return room


def answer(screen: Screen) -> None:
    """A form that comes by itself, with nothing on it yet."""
    screen.until("document.querySelector('#item-overall .line')")
    assert screen.run(f"return ({TRACES})()") == []
    for item, value in LOW.items():
        screen.mark(item, value)
    screen.press("Send")


def test_a_form_comes_by_itself_is_answered_and_makes_way_for_the_next(house: House, screen: Screen, room: str) -> None:
    for waiting in (house.begin(), house.begin()):
        send_to(house, waiting, room)
        answer(screen)
        screen.reads(THANKS)
        assert house.stored(waiting).marks == about(LOW, scale=10)


def test_the_tablet_goes_round_and_nobody_sees_what_another_marked(house: House, screen: Screen, room: str) -> None:
    people = house.begin_together(3, "family")
    send_to(house, people[0], room)
    for ending in (PASS_ON, PASS_ON, THANKS):
        answer(screen)
        screen.reads(ending)
        if ending == PASS_ON:
            screen.press("I am the next person")
    assert [house.stored(one).marks for one in people] == [about(LOW, scale=10)] * 3
