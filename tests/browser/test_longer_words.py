"""Pages in a language whose words are two fifths longer: nothing is cut off, and nothing goes sideways."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.storage.tables import CheckIn, Person
from tests.browser.access import does_not_fit
from tests.browser.chromium import DESK, TABLET_PORTRAIT
from tests.browser.client import stand_still, ways
from tests.browser.conftest import Open
from tests.browser.form_scenes import mark
from tests.browser.house import House, open_house
from tests.browser.tablet import place, send_to
from tests.browser.watch import Watch
from tests.support.practice import Waiting
from tests.support.pseudo import OPENS, PSEUDO, write_pseudo_language, write_pseudo_measures
from tests.support.stored import change
from tests.web.browsing import log_in
from tests.web.staff_pages import live_a_little, pages

WINDOWS = ((1440, 900), (390, 844))
CUT_OFF = ("sideways", "cut")
IN_HANDS = ((390, 844), (320, 568), (820, 1180), (1180, 820))
MEASURES = ("session-check", "child-check", "family-check")
EXPECTED = {"not_sent_yet": ("net::ERR_",), "closed": ("status of 410",), "join": ("status of 422",)}
"""Complaints of the browser that are right on the way to a scene."""
SCENES: dict[str, Callable[[House, Page], None]] = {}


def scene(show: Callable[[House, Page], None]) -> Callable[[House, Page], None]:
    """One of the pages that clients hold in their hands; none of its words are known here."""
    SCENES[show.__name__] = show
    return show


def furnish(instance: Path) -> None:
    write_pseudo_language(instance)
    write_pseudo_measures(instance, *MEASURES)


@pytest.fixture(scope="module")
def wordy_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("wordy"), furnish=furnish) as opened:
        yield opened


def begin(house: House, *, measure: str = "session-check") -> Waiting:
    waiting = house.begin(measure=measure)
    change(house.cast, CheckIn, language=PSEUDO)
    return waiting


def together(house: House) -> tuple[Waiting, ...]:
    people = house.cast.begin_together(house.new_code(), house.new_code())
    change(house.cast, CheckIn, language=PSEUDO)
    return people


@scene
def form(house: House, page: Page) -> None:
    page.goto(house.url(begin(house).path))
    mark(page, {"understood": 4.2, "topics": 9.0})
    page.locator(".own-words summary").click()
    page.locator("#safety").check()


@scene
def buttons(house: House, page: Page) -> None:
    form(house, page)
    ways(page)
    page.locator(".toggle").click()


@scene
def languages(house: House, page: Page) -> None:
    form(house, page)
    page.locator(".languages summary").click()


@scene
def easy(house: House, page: Page) -> None:
    form(house, page)
    ways(page)
    page.locator("[name=show][value=easy]").click()
    expect(page.locator(".part.here")).to_be_visible()


@scene
def easy_last(house: House, page: Page) -> None:
    easy(house, page)
    for _ in range(4):
        page.locator(".next:visible").click()


@scene
def faces(house: House, page: Page) -> None:
    page.goto(house.url(begin(house, measure="child-check").path))


@scene
def nothing_marked(house: House, page: Page) -> None:
    page.goto(house.url(begin(house).path))
    page.locator(".send").click()
    expect(page.locator("#problems")).to_be_visible()


@scene
def not_sent_yet(house: House, page: Page) -> None:
    form(house, page)
    page.route("**/c/*", lambda route: route.abort())
    page.locator(".send").click()
    expect(page.locator(".unsent")).to_be_visible()
    ways(page)
    page.locator("[name=show][value=easy]").click()
    expect(page.locator("#why")).not_to_be_empty()


@scene
def thanks(house: House, page: Page) -> None:
    form(house, page)
    page.locator(".send").click()
    expect(page.locator(".scene")).to_be_visible()


@scene
def declined(house: House, page: Page) -> None:
    form(house, page)
    page.locator("#decline").click()
    expect(page.locator(".scene")).to_be_visible()


@scene
def of_several(house: House, page: Page) -> None:
    page.goto(house.url(together(house)[0].path))


@scene
def not_me(house: House, page: Page) -> None:
    of_several(house, page)
    page.locator("[form=not-me]").click()
    expect(page.locator(".scene")).to_be_visible()


@scene
def closed(house: House, page: Page) -> None:
    page.goto(house.url("/c/a-link-that-opens-nothing"))


@scene
def join(house: House, page: Page) -> None:
    page.goto(house.url("/join"))
    page.locator("#code").fill("KX4M-729T")
    page.locator(".send").click()
    expect(page.locator("#problems")).to_be_visible()


@pytest.mark.soak
def test_longer_words_are_cut_off_nowhere(
    wordy_house: House, browser: Browser, watch: Watch, times: Callable[[int, int], int]
) -> None:
    desk = log_in(wordy_house.cast, wordy_house.cast.alice)
    live_a_little(wordy_house.cast, desk)
    addresses = [page.request.full_path.rstrip("?") for page in pages(desk) if page.request.method == "GET"]
    context = browser.new_context(**DESK)
    watch.follow(context)
    page = context.new_page()
    wordy_house.log_in(page)
    change(wordy_house.cast, Person, language=PSEUDO)
    watch.expect("404")
    broken = []
    for address in addresses[:: times(6, 1)]:
        page.goto(wordy_house.url(address), wait_until="domcontentloaded")
        broken += [f"{address}: {each}" for each in does_not_fit(page, WINDOWS, CUT_OFF)]
        assert OPENS in page.inner_text("main"), address
    context.close()
    assert broken == []


@pytest.mark.parametrize("name", SCENES)
def test_longer_words_are_cut_off_nowhere_in_a_clients_hands(
    wordy_house: House, open_page: Open, watch: Watch, name: str
) -> None:
    watch.expect(*EXPECTED.get(name, ()))
    page = open_page(locale=PSEUDO, has_touch=True)
    SCENES[name](wordy_house, page)
    assert OPENS in page.inner_text("main")
    assert does_not_fit(page, IN_HANDS) == []


def test_longer_words_are_cut_off_nowhere_on_a_tablet(wordy_house: House, open_page: Open) -> None:
    page, room = open_page(**TABLET_PORTRAIT, locale=PSEUDO), f"Room {wordy_house.new_code()}"
    broken: list[str] = []

    def look(selector: str) -> None:
        expect(page.locator(selector)).to_be_visible()
        assert OPENS in page.inner_text(selector)
        broken.extend(f"{selector}: {each}" for each in does_not_fit(page, IN_HANDS))

    page.clock.install()
    page.goto(wordy_house.url(f"/tablet/open/{place(wordy_house, room)}"))
    look(".scene")
    page.locator("form .send").click()
    look(".quiet-scene")
    person, _ = together(wordy_house)
    send_to(wordy_house, person, room)
    look(".page")
    mark(page, {"understood": 4.2})
    page.locator("form .send").click()
    look(".passing")
    page.locator("form .send").click()
    expect(page.locator("#form")).to_be_visible()
    stand_still(page)
    page.clock.run_for(91_000)
    look("#still-there")
    assert broken == []
