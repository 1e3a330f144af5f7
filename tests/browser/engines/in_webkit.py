"""WebKit, the engine of Safari and of every browser on an iPad or iPhone: Debian's WebKitGTK, by its own driver."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from selenium.webdriver import ActionChains, WebKitGTK
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.client import PATIENCE_S
from tests.browser.engines.driver import Browser
from tests.browser.engines.installed import mini_browser, webkit_driver

SCREEN = "1600x2000x24"
NARROW_BARS = """
headerbar, headerbar *, toolbar, toolbar *, entry, button {
  min-width: 0; margin: 0; padding: 0; border-width: 0; font-size: 1px; -gtk-icon-transform: scale(0.1);
}
"""
"""For the buttons around the page: as wide as they usually are, no window is narrower than 447 px."""
SETTLES_WITHIN_S = 2
PICTURE = "/static/img/tablet-180.png"
FRAMES = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done()));"
KEEPS = """
  const [done] = arguments;
  const kept = [navigator.serviceWorker?.getRegistrations() ?? [], globalThis.caches?.keys() ?? []];
  Promise.all(kept).then((found) => done(found.flat().length > 0));
"""
START = "const given = arguments; "


class WebKitWindow:
    points_by = "mouse"

    def __init__(self, driver: WebKitGTK) -> None:
        self._driver = driver
        self.leaves_nothing = False

    def open(self, url: str) -> None:
        self._driver.get(url)

    def resize(self, width: int, height: int) -> None:
        """The driver sets the window with its frame: it is told what the frame takes.

        The page may learn of it later than the driver. What the frame takes is reckoned only between two sizes that
        belong together: from an old one within and a new one without it would come out below nothing.
        """
        for _ in range(3):
            inner = self._inner()
            if inner == [width, height]:
                return
            outer = self._driver.get_window_size()
            self._driver.set_window_size(outer["width"] + width - inner[0], outer["height"] + height - inner[1])
            self._settle([width, height])
        assert self._inner() == [width, height]

    def _inner(self) -> list[int]:
        return list(self.run("return [innerWidth, innerHeight]"))

    def _settle(self, wanted: list[int]) -> None:
        """Until the page has this size, or has had time enough to get another."""
        ends = time.monotonic() + SETTLES_WITHIN_S
        while self._inner() != wanted and time.monotonic() < ends:
            time.sleep(0.02)

    def run(self, script: str, *given: object) -> Any:  # noqa: ANN401 -- whatever the script gives
        return self._driver.execute_script(START + script, *given)

    def press(self, across: float, down: float) -> None:
        hand = ActionBuilder(self._driver)
        mouse: Any = hand.pointer_action  # its types are not given
        mouse.move_to_location(int(across), int(down)).pointer_down().pointer_up()
        hand.perform()

    def type(self, keys: str) -> None:
        ActionChains(self._driver).send_keys(keys).perform()

    def back(self) -> None:
        self._driver.back()

    def picture(self) -> bytes:
        """As soon as it stands still: what was done last is painted some frames later.

        On a screen that nobody sees a window is now and then all of one colour, until its size changes.
        """
        before, shot, ends = b"", self._shot(), time.monotonic() + PATIENCE_S
        while before != shot or _is_plain(shot):
            assert time.monotonic() < ends, "the picture never stands still"
            if before == shot:
                width, height = self._inner()
                self.resize(width + 1, height)
                self.resize(width, height)
            before, shot = shot, self._shot()
        return shot

    def _shot(self) -> bytes:
        """With at least two frames since the last thing that was done."""
        self._driver.execute_async_script(FRAMES)
        return self._driver.get_screenshot_as_png()

    def close(self) -> None:
        """There is one window for all: the next finds nothing of this one.

        Cookies are deleted from a picture of the same server. A tablet's page that misses its own goes to another page
        at that moment, and of two navigations at once the driver may wait for the end of the one that was given up.
        A tablet's service worker stays for a while where it is told to go, and now and then WebKit never ends what its
        driver loads through one: after it there is another browser.
        """
        self._driver.get(str(self.run(f"return new URL('{PICTURE}', location.href).href")))
        keeps = self._driver.execute_async_script(KEEPS)
        self._driver.delete_all_cookies()
        self._driver.get("about:blank")
        self.leaves_nothing = not keeps


def _is_plain(shot: bytes) -> bool:
    return Image.open(BytesIO(shot)).convert("RGB").getcolors(1) is not None


class WebKitBrowser:
    """One browser for all windows, until one of them leaves something behind, or could not even be closed."""

    def __init__(self, begin: Callable[[], WebKitGTK]) -> None:
        self._begin = begin
        self._driver = begin()
        self._window: WebKitWindow | None = None

    def window(self) -> WebKitWindow:
        if self._window and not self._window.leaves_nothing:
            self._driver.quit()
            self._driver = self._begin()
        self._window = WebKitWindow(self._driver)
        return self._window

    def end(self) -> None:
        self._driver.quit()


@contextmanager
def webkit_browser(folder: Path) -> Iterator[Browser]:
    """WebKit for as long as the block runs, with all that it keeps in this folder, on a screen that nobody sees."""
    looks = folder / "gtk-3.0" / "gtk.css"
    looks.parent.mkdir(parents=True)
    looks.write_text(NARROW_BARS, "utf-8")
    places = {f"XDG_{what}_HOME": str(folder) for what in ("CONFIG", "CACHE", "DATA")}
    options = Options()
    options.binary_location = str(mini_browser())
    options.add_argument("--automation")
    with _screen() as display:
        environ = os.environ | places | {"DISPLAY": display, "GDK_BACKEND": "x11"}

        def begin() -> WebKitGTK:
            driver = WebKitGTK(options=options, service=Service(webkit_driver() or "", env=environ))
            driver.set_page_load_timeout(PATIENCE_S)  # five minutes otherwise, and a script waits for a page too
            driver.set_script_timeout(PATIENCE_S)
            return driver

        browser = WebKitBrowser(begin)
        try:
            yield browser
        finally:
            browser.end()


@contextmanager
def _screen() -> Iterator[str]:
    """The name of a screen; it chooses a number that is free."""
    reads, writes = os.pipe()
    program = ["Xvfb", "-displayfd", str(writes), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(program, pass_fds=(writes,), stderr=subprocess.DEVNULL) as screen, os.fdopen(reads) as said:
        os.close(writes)
        try:
            yield f":{said.readline().strip()}"
        finally:
            screen.terminate()
