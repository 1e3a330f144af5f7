"""Pages of a login that is over cover themselves in every tab, and come back for the same person alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect
from sqlalchemy import delete

from kiosk.storage.db import writing
from kiosk.storage.tables import Login
from tests.browser.client import back
from tests.browser.house import House
from tests.browser.tablet import is_idle, place
from tests.browser.watch import Watch
from tests.support.practice import WELL

pytestmark = pytest.mark.history
WORDS = "what nobody else should read"
SOON_MS = 2_000


def assert_is_covered(page: Page) -> None:
    """Within two seconds, with nothing of what stood there left in the document."""
    expect(page.get_by_role("heading", name="You are logged out")).to_be_visible(timeout=SOON_MS)
    assert WORDS not in page.content()
    assert "C-777" not in page.content() + page.title()


def test_every_tab_covers_itself_and_comes_back_with_the_same_person(house: House, watch: Watch, desk: Page) -> None:
    watch.expect("status of 401")
    house.cast.send(house.begin(code="C-777"), None, **WELL, words=WORDS)
    desk.goto(house.url("/clients"))
    desk.get_by_role("link", name="C-777").first.click()
    expect(desk.get_by_text(WORDS).first).to_be_visible()
    client = desk.url
    typing, other = desk.context.new_page(), desk.context.new_page()
    typing.goto(client)
    note = typing.get_by_role("main").locator("textarea, input[type=text], input:not([type])").first
    note.evaluate("field => { field.closest('details')?.setAttribute('open', ''); field.value = 'Half a thought'; }")
    other.goto(house.url("/account"))
    other.get_by_role("main").get_by_role("button", name="Log out", exact=True).click()
    for page in (desk, typing):
        assert_is_covered(page)
    desk.goto(house.url("/join"))
    back(desk)
    expect(desk.get_by_text(WORDS)).to_have_count(0)
    house.log_in(other)
    expect(typing.get_by_text(WORDS).first).to_be_visible()
    assert note.input_value() == "Half a thought"
    other.goto(house.url(f"/tablet/open/{place(house, 'Room 12')}"))
    other.get_by_role("button", name="Log out, and make this browser the tablet").click()
    is_idle(other)
    assert_is_covered(typing)


def asleep(page: Page) -> None:
    """A computer sleeps until the login is over: the clock on the wall goes on, and nothing else does."""
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + 90 * 60 + 10)
    page.clock.run_for(1_000)


def left(page: Page) -> None:
    page.clock.fast_forward("01:30:10")


@pytest.mark.parametrize("until_it_is_over", [left, asleep])
def test_a_page_left_until_its_login_is_over_is_covered_and_asks_seldom_until_then(
    house: House, desk: Page, until_it_is_over: Callable[[Page], None]
) -> None:
    house.cast.send(house.begin(code="C-777"), None, **WELL, words=WORDS)
    desk.clock.install()
    desk.goto(house.url("/clients"))
    desk.get_by_role("link", name="C-777").first.click()
    expect(desk.get_by_text(WORDS).first).to_be_visible()
    asked: list[Request] = []
    desk.on("request", lambda request: asked.append(request) if request.url.endswith("/account/here") else None)
    desk.clock.run_for(6 * 60_000)
    assert len(asked) == 1
    with house.cast.on_stage(), writing() as session:
        session.execute(delete(Login))
    until_it_is_over(desk)
    assert_is_covered(desk)
