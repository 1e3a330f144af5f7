"""Takes a picture of the form on a lying tablet in each engine: python -m tests.browser.engines.pictures FOLDER."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch_settings
from tests.browser.engines.conftest import LYING
from tests.browser.engines.driver import Browser
from tests.browser.engines.in_chromium import ChromiumBrowser
from tests.browser.engines.in_firefox import firefox_browser
from tests.browser.engines.in_webkit import webkit_browser
from tests.browser.engines.screen import Screen
from tests.browser.house import House, open_house
from tests.browser.pictures import with_few_colours
from tests.browser.scenes import LOW


@contextmanager
def chromium_browser(_: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_settings())
        yield ChromiumBrowser(browser)
        browser.close()


BROWSERS = {"chromium": chromium_browser, "firefox": firefox_browser, "webkit": webkit_browser}


def answered_form(house: House, browser: Browser) -> Screen:
    screen = Screen(browser.window())
    screen.resize(*LYING)
    screen.open_form(house.url(house.begin().path))
    for item, value in LOW.items():
        screen.mark(item, value)
    screen.press("Now")
    return screen


def take_all(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, open_house(Path(place), demo="1") as house:
        for name, begin in BROWSERS.items():
            with begin(Path(place) / name) as browser:
                picture = answered_form(house, browser).picture()
            file = folder / f"form-in-{name}.png"
            with_few_colours(picture).save(file, optimize=True)
            print(f"{file.stat().st_size / 1000:6.1f} kB  {file}")  # noqa: T201 -- a command's own words


if __name__ == "__main__":
    take_all(Path(sys.argv[1]))
