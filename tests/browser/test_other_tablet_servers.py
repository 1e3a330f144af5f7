"""A tablet and its form outlive a change around them: switched off meanwhile, another port, two servers."""

from pathlib import Path

from playwright.sync_api import Page, expect

from kiosk.actions.tablets.manage import switch_off
from kiosk.clock import now
from tests.browser.chromium import LAN_ADDRESS
from tests.browser.client import LOW, about, send, tap_all
from tests.browser.conftest import Open
from tests.browser.house import House, open_house, running
from tests.browser.tablet import become, end, find_tablet, is_idle, send_to, shows_form
from tests.browser.watch import Watch
from tests.support.servers import Server, free_port


def test_switched_off_while_a_form_is_filled_on_it_the_form_is_gone_and_its_therapist_told(
    house: House, desk: Page, tablet: Page, watch: Watch
) -> None:
    watch.expect("status of 403")
    room, waiting = become(house, tablet), house.begin()
    tablet_id = find_tablet(house, room).public_id
    send_to(house, waiting, room)
    shows_form(tablet)
    tap_all(tablet)
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    with house.cast.on_stage():
        switch_off(house.cast.actor(house.cast.alice), tablet_id, now())
    expect(desk.locator("#status-heading")).to_contain_text("The form was left on the tablet, and was not sent.")
    expect(tablet.get_by_role("heading", level=1)).to_have_text("This tablet was switched off.")
    expect(tablet.locator(".line")).to_have_count(0)
    assert house.responses(waiting) == []


def test_behind_another_port_the_tablet_is_still_the_tablet(tmp_path: Path, tablet: Page, watch: Watch) -> None:
    """Its cookie is the host's, whatever the port; only its address has to be opened anew."""
    watch.expect("net::ERR_")
    with open_house(tmp_path) as house:
        room, waiting = become(house, tablet), house.begin()
        end(house)
        environ = house.cast.environ | {"KIOSK_PORT": str(free_port(LAN_ADDRESS))}
        with running(Server(environ, LAN_ADDRESS)) as moved:
            tablet.goto(f"{moved.url}/tablet")
            is_idle(tablet)
            send_to(house, waiting, room)
            shows_form(tablet)
            tap_all(tablet)
            send(tablet)
            expect(tablet.get_by_text("You can hand the tablet back.")).to_be_visible()
            assert house.stored(waiting).marks == about(LOW, scale=10)


def test_two_servers_with_one_database_are_one_to_the_tablet(tmp_path: Path, tablet: Page, open_page: Open) -> None:
    """The therapist works on the one, the tablet on the other: a form comes at once, and its end is told at once."""
    with open_house(tmp_path) as house:
        environ = house.cast.environ | {"KIOSK_PORT": str(free_port(LAN_ADDRESS))}
        with running(Server(environ, LAN_ADDRESS)) as second:
            room, waiting = become(house, tablet), house.begin()
            desk = open_page()
            desk.goto(f"{second.url}{house.cast.one_time_link(house.cast.alice)}")
            desk.get_by_role("button", name="Open as").click()
            desk.goto(f"{second.url}/visits/{waiting.visit}")
            desk.get_by_role("button", name=f"Send to tablet {room}").click()
            shows_form(tablet)
            tap_all(tablet)
            send(tablet)
            expect(tablet.get_by_text("You can hand the tablet back.")).to_be_visible()
            expect(desk.get_by_role("heading", level=1)).to_contain_text("has answered")
            tablet.goto(f"{second.url}/tablet")
            is_idle(tablet)
            tablet.goto(house.url("/tablet"))
            is_idle(tablet)
            desk.close()
            tablet.close()
