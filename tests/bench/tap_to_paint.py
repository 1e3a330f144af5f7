"""From the client's tap on Send to the prompt painted on the therapist's screen, in two browsers on two workers.

Run it by `python -m tests.bench.tap_to_paint [TIMES]`. Both browsers are on this machine and share its clock. The first
moment is the click event's own; the second is a frame after the one in which the result came into the page.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import client, therapist
from tests.browser.chromium import DESK, PHONE, launch_settings
from tests.browser.house import House, open_house

TIMES = 50
NOTE_CLICK = """() => document.querySelector('.send').addEventListener('click', event => {
    window.name = String(performance.timeOrigin + event.timeStamp);
})"""
NOTE_PAINT = """() => new MutationObserver(() => {
    if (window.painted || !document.querySelector('#live[data-state=sent] .result')) return;
    const paint = () => { window.painted = performance.timeOrigin + performance.now(); };
    requestAnimationFrame(() => requestAnimationFrame(paint));
}).observe(document.body, { attributes: true, childList: true, subtree: true })"""


def once(house: House, desk: Page, phones: Browser) -> float:
    """Milliseconds of one check-in."""
    waiting = house.begin()
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    therapist.connected(desk)
    desk.evaluate(NOTE_PAINT)
    context = phones.new_context(**PHONE)
    phone = context.new_page()
    phone.goto(house.url(waiting.path))
    client.tap_all(phone)
    phone.evaluate(NOTE_CLICK)
    client.send_and_be_thanked(phone)
    tapped = float(phone.evaluate("window.name"))
    client.until(desk, "window.painted > 0")
    painted = float(desk.evaluate("window.painted"))
    context.close()
    return painted - tapped


def main(times: int = TIMES) -> None:
    """Print median and 95th percentile."""
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder)) as house, sync_playwright() as playwright:
        settings = launch_settings()
        desks, phones = (playwright.chromium.launch(**settings) for _ in range(2))
        desk = desks.new_context(**DESK).new_page()
        house.log_in(desk)
        taken = sorted(once(house, desk, phones) for _ in range(times))
        desks.close()
        phones.close()
    p95 = statistics.quantiles(taken, n=20)[-1]
    sys.stdout.write(
        f"tap on Send to painted, {times} times: median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)
