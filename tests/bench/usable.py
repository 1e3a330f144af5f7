"""The time until a form that a phone was never shown can be used, on a slow network with a slow processor.

Run it by `python -m tests.bench.usable [TIMES]`: 400 kbit/s, 400 ms, and a processor four times slower. The moment is
when the lines stand there instead of the buttons and a tap would mark one.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import PHONE, launch_settings
from tests.browser.client import until
from tests.browser.house import House, open_house

TIMES = 5
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
NOTE_USABLE = """new MutationObserver(() => {
    if (!window.usable && document.querySelector("form[data-way]")) window.usable = performance.now();
}).observe(document, { attributes: true, childList: true, subtree: true })"""


def once(house: House, phones: Browser) -> float:
    """Milliseconds from the tap on the link."""
    context = phones.new_context(**PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(NOTE_USABLE)
    page.goto(house.url(house.begin().path), wait_until="commit")
    until(page, "window.usable > 0")
    taken = float(page.evaluate("window.usable"))
    context.close()
    return taken


def main(times: int = TIMES) -> None:
    """Print the median and the slowest."""
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder)) as house, sync_playwright() as playwright:
        phones = playwright.chromium.launch(**launch_settings())
        taken = sorted(once(house, phones) for _ in range(times))
        phones.close()
    words = f"usable on 400 kbit/s + 400 ms + CPU 4x, {times} times"
    sys.stdout.write(
        f"{words}: median {statistics.median(taken):.0f} ms, slowest {taken[-1]:.0f} ms (to reach: 1500)\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)
