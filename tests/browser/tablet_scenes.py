"""A tablet in each of its states: idle, with a form, on its way to the next person, and when something is amiss."""

import secrets

from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.actions.tablets.manage import switch_off
from kiosk.storage.db import writing
from kiosk.storage.tables import Tablet
from tests.browser.client import send, until
from tests.browser.form_scenes import fill_in, mark
from tests.browser.house import House
from tests.browser.scenes import LOW, WORDS, Scene
from tests.browser.tablet import KEEPS_ITS_PAGE, become, find_tablet, send_to, shows_form

UNTOUCHED_S = 93
"""A little longer than a practice's tablets usually wait for a touch."""


def tablet_idle(house: House, page: Page) -> None:
    become(house, page, "Room 2")


def tablet_form(house: House, page: Page) -> None:
    room = become(house, page)
    send_to(house, house.begin(), room)
    shows_form(page)


def tablet_filled(house: House, page: Page, *, words: str = WORDS) -> None:
    tablet_form(house, page)
    fill_in(page, words)


def tablet_thanks(house: House, page: Page) -> None:
    tablet_form(house, page)
    mark(page, LOW)
    send(page)
    expect(page.get_by_text("You can hand the tablet back.")).to_be_visible()


def tablet_on_its_way(house: House, page: Page) -> None:
    """One of three has answered."""
    room = become(house, page)
    first, *_ = house.begin_together(3, "family")
    send_to(house, first, room)
    shows_form(page)
    mark(page, LOW)
    send(page)
    expect(page.get_by_role("button", name="I am the next person")).to_be_visible()


def left_alone(house: House, page: Page) -> None:
    """A form that was begun on a tablet; both its clocks stand still, and its timers go on."""
    room = become(house, page)
    page.clock.set_fixed_time(0)
    send_to(house, house.begin(), room)
    shows_form(page)
    mark(page, LOW)
    page.evaluate("() => { const stands = performance.now(); performance.now = () => stands; }")


def tablet_asks(house: House, page: Page) -> None:
    left_alone(house, page)
    page.clock.set_fixed_time(UNTOUCHED_S)
    expect(page.get_by_role("alertdialog", name="Are you still there?")).to_be_visible()


def tablet_covers(house: House, page: Page) -> None:
    left_alone(house, page)
    page.route("**/c/*", lambda route: route.abort())
    send(page)
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    page.clock.set_fixed_time(UNTOUCHED_S)
    expect(page.get_by_role("alertdialog", name="Still trying to send")).to_be_visible()


def tablet_without_server(house: House, page: Page) -> None:
    """As kept for it: with the server there it would make way at once."""
    become(house, page)
    page.route("**/tablet/ask", lambda route: route.abort())
    page.goto(house.url("/tablet/no-server"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This tablet is looking for its server.")


def tablet_code(house: House, page: Page) -> None:
    page.goto(house.url("/tablet/pair"))
    page.get_by_role("button", name="Show a code").click()
    expect(page.locator(".pairing-code")).to_be_visible()


def tablet_off(house: House, page: Page) -> None:
    tablet_id = find_tablet(house, become(house, page)).public_id
    until(page, KEEPS_ITS_PAGE)
    with house.cast.on_stage():
        switch_off(house.cast.actor(house.cast.alice), tablet_id, clock.now())
    expect(page.get_by_role("heading", level=1)).to_have_text("This tablet was switched off.")


def nobody_else_asked(house: House, page: Page) -> None:
    """The question whether the round ends: shown for half a minute, and here for as long as somebody looks at it."""
    tablet_on_its_way(house, page)
    page.get_by_role("link", name="Nobody else is coming").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is nobody else coming?")
    page.evaluate("() => { document.body.dataset.stays = '9999'; }")


def tablet_comes_back(house: House, page: Page) -> None:
    """With an earlier credential than the newest one, a moment after that was heard; its own question never arrives."""
    number = find_tablet(house, become(house, page)).id
    page.route("**/tablet/ask", lambda route: route.abort())
    with house.cast.on_stage(), writing() as session:
        tablet = session.get_one(Tablet, number)
        tablet.in_charge, tablet.last_heard_at, tablet.issued = "another page", clock.now(), tablet.issued + 3
        tablet.credential_hash, tablet.former_hash = secrets.token_bytes(32), None
    page.goto(house.url("/tablet"))
    expect(page.get_by_role("heading", level=1)).to_have_text("One moment, please.")


def tablet_cleared(house: House, page: Page) -> None:
    """Its browser has cleared its cookies: the steps by which it is paired again."""
    become(house, page)
    page.goto("about:blank")  # a question that is still under way could bring a renewed credential
    page.context.clear_cookies()
    page.goto(house.url("/tablet"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This tablet is not paired.")
    expect(page.get_by_text("Tap “Show a code”.")).to_be_visible()


def tablet_closed_to_staff(house: House, page: Page) -> None:
    """It goes back to its screen after a few seconds; here it is kept from that."""
    become(house, page)
    page.goto(house.url("/login"))
    expect(page.get_by_text("Nobody logs in on a tablet")).to_be_visible()
    page.evaluate("stop()")


TABLET = (
    Scene("tablet idle", tablet_idle),
    Scene("tablet form", tablet_form),
    Scene("tablet on its way", tablet_on_its_way),
    Scene("tablet asks", tablet_asks),
    Scene("tablet covers", tablet_covers, expected="net::ERR_FAILED"),
    Scene("tablet without server", tablet_without_server, expected="net::ERR_FAILED"),
    Scene("tablet code", tablet_code),
    Scene("tablet off", tablet_off, expected="status of 403"),
    Scene("nobody else asked", nobody_else_asked),
    Scene("tablet comes back", tablet_comes_back, expected="net::ERR_FAILED"),
    Scene("tablet cleared", tablet_cleared, expected="status of 401"),
    Scene("tablet closed to staff", tablet_closed_to_staff, expected="status of 403"),
)
