"""Last night's database put back under an open page: it loads itself anew, unless something is typed in it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK
from tests.browser.conftest import Open
from tests.browser.house import open_house
from tests.browser.therapist import connected, is_same_page, mark_page
from tests.browser.watch import Watch
from tests.support.copies import copy_of, put_back


@pytest.mark.parametrize("typed", ["", "C-7"])
def test_an_open_day_loads_itself_anew_and_shows_what_there_is_now(
    tmp_path: Path, open_page: Open, watch: Watch, typed: str
) -> None:
    watch.expect("net::ERR_")
    with open_house(tmp_path) as house:
        desk = open_page(**DESK)
        house.log_in(desk)
        last_night = copy_of(house.cast)
        house.begin(code="C-GONE")
        expect(desk.get_by_role("link", name="C-GONE", exact=True)).to_be_visible()
        connected(desk)
        mark_page(desk)
        desk.locator("#client").fill(typed)
        house.server.stop()
        put_back(house.cast, last_night)
        house.begin(code="C-NOW")
        house.server.start()
        expect(desk.get_by_role("link", name="C-NOW", exact=True)).to_be_visible()
        expect(desk.get_by_role("link", name="C-GONE", exact=True)).to_have_count(0)
        connected(desk)
        assert is_same_page(desk) == bool(typed)
        expect(desk.locator("#client")).to_have_value(typed)
