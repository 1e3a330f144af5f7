"""Scenes: a page in one of its states, and the way there. They are checked by rule, and some are pictured."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.house import House

WORDS = "I wanted to get to the phone call with my sister."
LOW = {"understood": 9.3, "topics": 4.2, "approach": 9.0, "overall": 9.3}
WELL = {"understood": 9.4, "topics": 9.0, "approach": 9.2, "overall": 9.6}


@dataclass(frozen=True)
class Scene:
    """A page in one state; `expected` is what the browser rightly complains of on the way there."""

    name: str
    show: Callable[[House, Page], None]
    who: str = ""
    expected: str = ""


def at(path: str) -> Callable[[House, Page], None]:
    return lambda house, page: void(page.goto(house.url(path)))


def void(_: object) -> None:
    """Take what nobody needs."""
