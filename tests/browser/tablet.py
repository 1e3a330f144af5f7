"""A tablet in the browser: paired by a link, as in the demo, and what a therapist sends to it."""

import os
import re
import signal
import time

from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.actions.tablets.pair import make_tablet
from kiosk.actions.tablets.send import send_to_tablet, take_back
from kiosk.domain.actors import CommandLine
from kiosk.storage import tablets
from kiosk.storage.db import reading
from kiosk.storage.tables import Person, Tablet
from tests.browser.client import send, tap_all, write
from tests.browser.house import House
from tests.support.practice import Waiting

TABLET = re.compile(r"/tablet$")
GREETING = re.compile("Make yourself at home.")
ASK = "**/tablet/ask"
AFTER = "**/tablet/after/thanks?*"
PATIENCE_MS = 60_000
QUIET = re.compile("^idle-")
KEEPS_ITS_PAGE = "navigator.serviceWorker.getRegistration('/tablet').then((found) => Boolean(found?.active))"
"""Whether it has fetched the page for when its server is away; asked for later, a tablet that is off gets none."""


def become(house: House, page: Page, room: str = "") -> str:
    """This page is a tablet from here on; gives its room."""
    room = room or f"Room {house.new_code()}"
    page.goto(house.url(f"/tablet/open/{place(house, room)}"))
    page.get_by_role("button", name="Open the tablet").click()
    is_idle(page)
    return room


def place(house: House, room: str) -> str:
    """The secret of a link by which a device takes the place of a new tablet there."""
    with house.cast.on_stage():
        practice = reading().get_one(Person, house.cast.alice).practice_id
        return make_tablet(CommandLine(), practice, room, clock.now())


def is_idle(page: Page) -> None:
    expect(page.get_by_text(GREETING)).to_be_visible()
    expect(page).to_have_url(TABLET)


def shows_form(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("How was today?")
    expect(page).to_have_url(TABLET)


def answer(page: Page, words: str = "") -> None:
    tap_all(page)
    if words:
        write(page, words)
    send(page)
    page.wait_for_url(AFTER)
    expect(page.get_by_text("You can hand the tablet back.")).to_be_visible()


def find_tablet(house: House, room: str) -> Tablet:
    with house.cast.on_stage():
        alice = reading().get_one(Person, house.cast.alice)
        return next(one for one in tablets.of_practice(reading(), alice.practice_id) if one.room == room)


def send_to(house: House, waiting: Waiting, room: str) -> None:
    """Alice sends it, from wherever she is."""
    tablet = find_tablet(house, room).public_id
    with house.cast.on_stage():
        send_to_tablet(house.cast.actor(house.cast.alice), waiting.check_in, tablet, clock.now())


def end(house: House) -> None:
    """The server ends at once, with a tablet's question still open."""
    os.kill(house.server.pid, signal.SIGINT)
    house.server.stop()


def restart(house: House, page: Page) -> float:
    """The server ends and starts again; gives how many seconds the tablet then took to be answered by it."""
    end(house)
    with page.expect_response(ASK, timeout=PATIENCE_MS):
        house.server.start()
        ready = time.monotonic()
    return time.monotonic() - ready


def take_away(house: House, waiting: Waiting) -> None:
    with house.cast.on_stage():
        take_back(house.cast.actor(house.cast.alice), waiting.check_in, clock.now())
