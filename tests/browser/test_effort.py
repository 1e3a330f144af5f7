"""The effort for a client: five taps, no scrolling on a tablet, three requests, twelve kilobytes."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.access import probe
from tests.browser.chromium import TABLET_LANDSCAPE, TABLET_PORTRAIT
from tests.browser.client import LOW, THANKS, about, spot, tap, until
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import become, send_to
from tests.browser.tablet_scenes import tablet_form

GAP_PX = 8
ORIENTATIONS = [pytest.param(TABLET_PORTRAIT, id="820x1180"), pytest.param(TABLET_LANDSCAPE, id="1180x820")]


def assert_needs_no_scrolling(page: Page) -> None:
    page.wait_for_load_state()
    whole, seen = page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert whole <= seen


@pytest.mark.parametrize("tablet", ORIENTATIONS)
def test_five_taps_and_no_scrolling_on_a_tablet(house: House, open_page: Open, tablet: dict[str, object]) -> None:
    page, waiting = open_page(**tablet), house.begin()
    page.goto(house.url(waiting.path))
    for item, value in LOW.items():
        tap(page, item, value)
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page).to_have_url(THANKS)
    assert house.stored(waiting).marks == about(LOW, scale=10)


@pytest.mark.parametrize("tablet", ORIENTATIONS)
def test_the_form_fits_a_tablet(house: House, open_page: Open, tablet: dict[str, object]) -> None:
    page = open_page(**tablet)
    page.goto(house.url(house.begin().path))
    assert_needs_no_scrolling(page)


def test_the_form_fits_an_upright_tablet_with_the_words_open(house: House, open_page: Open) -> None:
    page = open_page(**TABLET_PORTRAIT)
    tablet_form(house, page)
    page.locator(".own-words summary").tap()
    expect(page.get_by_label("In your own words")).to_be_focused()
    assert_needs_no_scrolling(page)


def test_faces_and_every_language_fit_a_practices_tablet(house: House, open_page: Open) -> None:
    page = open_page(**TABLET_PORTRAIT)
    room = become(house, page)
    for measure, language in (("child-check", "ar"), ("child-check", "de"), ("first-faces", "en")):
        send_to(house, house.begin(measure=measure, language=language), room)
        expect(page.locator(f"html[lang={language}] #form .faced").first).to_be_visible()
        for tablet in (TABLET_LANDSCAPE, TABLET_PORTRAIT):
            page.set_viewport_size(tablet["viewport"])
            assert_needs_no_scrolling(page)
            assert probe(page, "crowded", GAP_PX) == []
    send_to(house, house.begin(language="ar"), room)
    expect(page.locator("html[lang=ar] #form .line").first).to_be_visible()
    page.locator(".own-words summary").tap()
    expect(page.locator("#words")).to_be_focused()
    assert_needs_no_scrolling(page)


def test_opening_the_words_moves_nothing_above_them(house: House, open_page: Open) -> None:
    page = open_page(**TABLET_PORTRAIT)
    page.goto(house.url(house.begin().path))
    before = spot(page, "overall", 5)
    page.locator(".own-words summary").tap()
    expect(page.get_by_label("In your own words")).to_be_focused()
    assert spot(page, "overall", 5) == before


def wire(session: CDPSession) -> list[int]:
    """Fills with the bytes of each response, headers and all, as it ends."""
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    session.send("Network.enable")
    return sizes


def test_a_first_visit_is_three_requests_and_under_twelve_kilobytes(house: House, phone: Page) -> None:
    asked: list[str] = []
    sizes = wire(phone.context.new_cdp_session(phone))
    phone.on("request", lambda request: asked.append(request.method))
    with phone.expect_response("**/seen"):
        phone.goto(house.url(house.begin().path))
    phone.wait_for_load_state("networkidle")
    assert asked.count("GET") <= 3
    assert asked.count("POST") == 1, "the one that only says: it is open"
    assert len(sizes) >= 3
    assert sum(sizes) < 12_000, sizes


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reduced_motion_moves_nothing(house: House, open_page: Open, scheme: str) -> None:
    page = open_page(reduced_motion="reduce", has_touch=True, color_scheme=scheme)
    page.goto(house.url(house.begin().path))
    tap(page, "understood", 3)
    assert page.evaluate("document.getAnimations().length") == 0


def test_without_that_wish_a_mark_appears_with_a_short_motion(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin().path))
    phone.evaluate("addEventListener('animationstart', (event) => { window.moved = event.animationName; })")
    tap(phone, "understood", 3)
    until(phone, "window.moved === 'appear'")
