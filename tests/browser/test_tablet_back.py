"""Back on a tablet leads to no former form and to nobody's day."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.client import back, send, tap_all
from tests.browser.house import House
from tests.browser.tablet import answer, become, is_idle, place, send_to, shows_form
from tests.browser.watch import Watch

WORDS = "zebra lantern quartz"


@pytest.mark.history
def test_back_leads_to_no_former_form(house: House, tablet: Page) -> None:
    room = become(house, tablet)
    for _ in range(3):
        send_to(house, house.begin(), room)
        shows_form(tablet)
        answer(tablet, WORDS)
    for _ in range(3):
        if tablet.evaluate("history.length") == 1:
            break
        back(tablet)
        assert WORDS not in tablet.content()
        assert not tablet.locator(".mark:visible").count()


@pytest.mark.history
def test_back_to_the_link_that_paired_it_ends_on_the_tablets_screen(house: House, tablet: Page) -> None:
    become(house, tablet)
    back(tablet)
    is_idle(tablet)


@pytest.mark.history
def test_back_during_a_familys_round_shows_nobodys_day(house: House, tablet: Page, watch: Watch) -> None:
    """A therapist used this browser before it became the tablet."""
    watch.expect("status of 403")
    tablet.goto(house.url(house.cast.one_time_link(house.cast.alice)))
    tablet.get_by_role("button").click()
    expect(tablet.get_by_label("Client code", exact=True)).to_be_visible()
    room = f"Room {house.new_code()}"
    tablet.goto(house.url(f"/tablet/open/{place(house, room)}"))
    tablet.get_by_role("button", name="Log out, and make this browser the tablet").click()
    is_idle(tablet)
    first, _ = house.begin_together()
    send_to(house, first, room)
    shows_form(tablet)
    tap_all(tablet)
    send(tablet)
    expect(tablet.get_by_role("button", name="I am the next person")).to_be_visible()
    for _ in range(3):
        tablet.evaluate("void setTimeout(() => history.back())")  # once this call is over: the page goes with it
        tablet.wait_for_timeout(700)
        assert not tablet.get_by_text(
            re.compile("Start a check-in|Start check-in|Somebody else|Clients|Settings$")
        ).count()
    tablet.goto(house.url("/login"))
    expect(tablet.get_by_text("Nobody logs in on a tablet")).to_be_visible()
    assert not tablet.get_by_label("Password").count()
    tablet.get_by_role("link", name="Back to it now").click()
    expect(tablet.get_by_role("button", name="I am the next person")).to_be_visible()
