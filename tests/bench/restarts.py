"""The server starts again and again under a form that is being filled: `python -m tests.bench.restarts [TIMES]`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import TABLET_LANDSCAPE, launch_settings
from tests.browser.client import LOW, about, send, tap_all, values
from tests.browser.house import open_house
from tests.browser.tablet import become, restart, send_to, shows_form

TIMES = 20


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder)) as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_settings())
        page = browser.new_page(**TABLET_LANDSCAPE)
        room, waiting = become(house, page), house.begin()
        send_to(house, waiting, room)
        shows_form(page)
        tap_all(page)
        took = []
        for _ in range(times):
            took.append(restart(house, page))
            assert values(page) == about(LOW)
        send(page)
        page.wait_for_url("**/tablet/after/thanks?*")
        browser.close()
        assert house.stored(waiting).marks == about(LOW, scale=10)
    print(f"{times} restarts, marks kept through each; answered again after {max(took):.1f} s at most")  # noqa: T201


if __name__ == "__main__":
    main()
