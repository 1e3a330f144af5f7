"""The staff's pages in a language whose words are two fifths longer: nothing is cut off, and nothing goes sideways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.access import probe, sized
from tests.browser.chromium import DESK
from tests.browser.house import House, open_house
from tests.browser.watch import Watch
from tests.support.pseudo import OPENS, PSEUDO, write_pseudo_language
from tests.web.browsing import change, log_in
from tests.web.staff_pages import live_a_little, pages

WINDOWS = ((1440, 900), (390, 844))


@pytest.fixture(scope="module")
def wordy_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("wordy"), furnish=write_pseudo_language) as opened:
        yield opened


def test_longer_words_are_cut_off_nowhere(wordy_house: House, browser: Browser, watch: Watch) -> None:
    desk = log_in(wordy_house.cast, wordy_house.cast.alice)
    live_a_little(wordy_house.cast, desk)
    addresses = [page.request.full_path.rstrip("?") for page in pages(desk) if page.request.method == "GET"]
    context = browser.new_context(**DESK)
    watch.follow(context)
    page = context.new_page()
    wordy_house.log_in(page)
    change(wordy_house.cast, "UPDATE people SET language = ?", PSEUDO)
    watch.expect("404")
    broken = []
    for address in addresses:
        page.goto(wordy_house.url(address), wait_until="domcontentloaded")
        for window in WINDOWS:
            with sized(page, *window):
                found = probe(page, "cut") + (["sideways"] if probe(page, "isSideways") else [])
                broken += [f"{address} at {window[0]}: {each}" for each in found]
        assert OPENS in page.inner_text("main"), address
    context.close()
    assert broken == []
