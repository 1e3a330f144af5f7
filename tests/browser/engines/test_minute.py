"""The client's minute in every engine: marking, sending once whatever the network does, declining, and nothing left."""

import pytest

from tests.browser.client import LEAVE, LOW, about
from tests.browser.engines.driver import ARROW_RIGHT, DELETE
from tests.browser.engines.screen import Screen
from tests.browser.house import House
from tests.browser.proxy import Network
from tests.browser.test_nothing_comes_back import TRACES

WORDS = "zebra lantern quartz"
NO_MARK = "[...document.querySelectorAll('.mark')].every((mark) => !mark.getClientRects().length)"


def thanked(screen: Screen) -> None:
    screen.is_at("/c/thanks")
    screen.reads("Thank you.")


def test_a_line_is_marked_by_hand_and_by_key(house: House, screen: Screen) -> None:
    screen.open_form(house.url(house.begin().path))
    screen.until(NO_MARK)
    for item, value in LOW.items():
        screen.mark(item, value)
    assert {item: screen.value(item) for item in LOW} == about(LOW)
    screen.mark("overall", 2)
    screen.run("document.querySelector('#item-overall input[type=range]').focus()")
    screen.type(ARROW_RIGHT)
    assert screen.value("overall") == pytest.approx(2.5, abs=0.05)
    screen.type(DELETE)
    assert screen.value("overall") is None


def test_what_is_sent_is_stored_and_thanked_for(house: House, screen: Screen) -> None:
    waiting = house.begin()
    screen.open_form(house.url(waiting.path))
    for item, value in LOW.items():
        screen.mark(item, value)
    screen.press("Add something in your own words")
    screen.until("document.activeElement.id === 'words'")
    screen.type(WORDS)
    screen.press("Next time")
    screen.press("Send")
    thanked(screen)
    stored = house.stored(waiting)
    assert (stored.marks, stored.talk) == (about(LOW, scale=10), "next")


def test_buttons_are_pressed_instead_of_lines(house: House, screen: Screen) -> None:
    waiting = house.begin()
    screen.open_form(house.url(waiting.path))
    screen.press_part(".aa summary")
    screen.press("Buttons 0 to 10")
    screen.press_part("#item-topics .pick:nth-child(8)")
    screen.press("Send")
    thanked(screen)
    assert house.stored(waiting).marks == {"topics": 70}


def test_who_declines_is_thanked_and_no_mark_is_kept(house: House, screen: Screen) -> None:
    waiting = house.begin()
    screen.open_form(house.url(waiting.path))
    screen.mark("overall", 3)
    screen.press(LEAVE)
    screen.reads("all right.")
    stored = house.stored(waiting)
    assert (stored.declined, stored.marks) == (True, {})


def test_what_cannot_be_sent_is_kept_and_sent_once_when_the_network_is_back(
    house: House, screen: Screen, between: tuple[Network, str]
) -> None:
    (net, address), waiting = between, house.begin()
    screen.open_form(address + waiting.path)
    for item, value in LOW.items():
        screen.mark(item, value)
    screen.until("document.querySelector('link[href*=scenes]')?.sheet")  # what sends has come while there was a network
    net.fate = lambda _method, _path: "is lost"
    screen.press("Send")
    screen.reads("Not sent yet.")
    assert {item: screen.value(item) for item in LOW} == about(LOW)
    net.fate = lambda _method, _path: "passes"
    screen.press("Try now")
    thanked(screen)
    assert house.stored(waiting).marks == about(LOW, scale=10)


def test_after_sending_back_and_the_link_show_nothing_of_it(house: House, screen: Screen) -> None:
    waiting = house.begin()
    screen.open(house.url("/join"))
    screen.open_form(house.url(waiting.path))
    screen.mark("topics", 3)
    screen.press("Add something in your own words")
    screen.until("document.activeElement.id === 'words'")
    screen.type(WORDS)
    assert screen.run(f"return ({TRACES})()") != [], "what is looked for can be found"
    screen.press("Send")
    thanked(screen)
    screen.back()
    assert (screen.run(f"return ({TRACES})()"), WORDS in screen.content()) == ([], False)
    screen.open(house.url(waiting.path))
    screen.reads("This form is closed.")
    assert WORDS not in screen.content()
