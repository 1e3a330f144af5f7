"""Chromium, by Playwright: a phone's or tablet's browser, touched with a finger."""

import json
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.engines.driver import ARROW_RIGHT, DELETE, ENTER

KEYS = {ARROW_RIGHT: "ArrowRight", DELETE: "Delete", ENTER: "Enter"}


class ChromiumWindow:
    points_by = "touch"

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, url: str) -> None:
        self._page.goto(url)

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})

    def run(self, script: str, *given: object) -> Any:  # noqa: ANN401 -- whatever the script gives
        return self._page.evaluate(f"json => {{ const given = JSON.parse(json); {script} }}", json.dumps(given))

    def press(self, across: float, down: float) -> None:
        self._page.touchscreen.tap(across, down)

    def type(self, keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(KEYS.get(key, key))

    def back(self) -> None:
        self._page.go_back(wait_until="commit")

    def picture(self) -> bytes:
        return self._page.screenshot()

    def close(self) -> None:
        self._page.context.close()


class ChromiumBrowser:
    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def window(self) -> ChromiumWindow:
        return ChromiumWindow(self._browser.new_context(has_touch=True, reduced_motion="reduce").new_page())
