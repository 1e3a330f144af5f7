"""A tablet that a colleague needs: freed when nobody touches it, and its therapist is told."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from kiosk.actions.visits.open import Opened, open_visit
from kiosk.clock import now
from kiosk.storage.db import writing
from kiosk.storage.tables import Tablet
from tests.browser.chromium import TABLET_LANDSCAPE
from tests.browser.client import values
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import become, find_tablet, send_to, shows_form
from tests.browser.therapist import start
from tests.browser.watch import Watch
from tests.support.servers import wait_until


def test_a_colleague_frees_a_tablet_that_nobody_touches(house: House, open_elsewhere: Open, watch: Watch) -> None:
    tablet, bob = open_elsewhere(**TABLET_LANDSCAPE), open_elsewhere()
    room, waiting = become(house, tablet), house.begin(code="C-7731")
    send_to(house, waiting, room)
    shows_form(tablet)
    tablet.locator(".line").first.click()
    bob.goto(house.url(house.cast.one_time_link(house.cast.bob)))
    bob.get_by_role("button").click()
    with house.cast.on_stage():
        opened = open_visit(house.cast.actor(house.cast.bob), house.new_code(), "session-check", "room", now())
        assert isinstance(opened, Opened)
    address = house.url(f"/visits/{opened.visit}")
    bob.goto(address)
    expect(bob.get_by_text(f"{room}, in use by a colleague")).to_be_visible()
    until_touched(house, room)
    watch.expect("ERR_INTERNET_DISCONNECTED")
    with tablet.expect_event("requestfailed"):
        tablet.context.set_offline(True)  # it sleeps: else it tells of the touch again, every few seconds
    with house.cast.on_stage(), writing() as session:
        found = session.get_one(Tablet, find_tablet(house, room).id)
        found.sent_at = found.touched_at = now() - timedelta(hours=3)
    bob.goto(address)
    expect(bob.get_by_text("last touched 3 hours ago")).to_be_visible()
    bob.get_by_role("link", name=f"Free it for my form {room}").click()
    assert "C-7731" not in bob.content()
    before = tablet.locator("body").get_attribute("data-screen") or ""
    bob.get_by_role("button", name="Free it, and show my form there").click()
    expect(bob.get_by_text(f"{room} shows this form")).to_be_visible()
    tablet.context.set_offline(False)
    expect(tablet.locator("body")).not_to_have_attribute("data-screen", before)
    shows_form(tablet)
    assert set(values(tablet).values()) == {None}
    assert house.responses(waiting) == []


def test_while_a_page_waits_a_colleagues_tablet_becomes_free_to_take_and_its_therapist_is_told(
    house: House, desk: Page, open_elsewhere: Open
) -> None:
    """Nothing is loaded by hand: the row changes once nobody has touched that form for long enough."""
    tablet, bob = open_elsewhere(**TABLET_LANDSCAPE), open_elsewhere()
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    expect(desk.get_by_text(f"{room} shows this form")).to_be_visible()
    house.log_in(bob, house.cast.bob)
    bob.clock.install()
    start(bob, house.new_code())
    expect(bob.get_by_text(f"{room}, in use by a colleague")).to_be_visible()
    with house.cast.on_stage(), writing() as session:
        session.get_one(Tablet, find_tablet(house, room).id).sent_at = now() - timedelta(minutes=3)
    bob.clock.run_for(61_000)
    bob.get_by_role("link", name=f"Free it for my form {room}").click()
    bob.get_by_role("button", name="Free it, and show my form there").click()
    expect(desk.locator("#status-heading")).to_contain_text("The form was left on the tablet, and was not sent.")
    assert house.check_in(waiting).state == "unfinished"


def until_touched(house: House, room: str) -> None:
    """Wait until the tablet has told that somebody touched it."""
    wait_until(lambda: find_tablet(house, room).touched_at is not None, "the tablet has told of a touch")
