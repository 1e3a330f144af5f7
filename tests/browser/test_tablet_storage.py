"""The tablet's browser: what it keeps of the pairing, what it may lose, and that nothing of a client stays in it."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserType, Page, expect

from kiosk.storage.db import writing
from kiosk.storage.tables import Tablet
from tests.browser.chromium import TABLET_LANDSCAPE, launch_settings
from tests.browser.client import tap_all, until, values
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import ASK, KEEPS_ITS_PAGE, answer, become, find_tablet, is_idle, send_to, shows_form
from tests.browser.watch import Watch

WORDS = "zebra lantern quartz"
KEPT = """() => caches.keys()
  .then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))
  .then((found) => found.flat().map((request) => request.url))"""
SECOND = 2
OURS_ALONE = {"/tablet", "/static/css", "/static/js", "/static/fonts"}
"""The folders of what a tablet keeps: the page for when the server is away, and how that looks."""


def until_renewed(house: House, tablet: Page, room: str) -> None:
    """Until it has asked with the second credential: a copy of the first that spoke before it would be as good."""
    while find_tablet(house, room).came_with == 0 or find_tablet(house, room).issued < SECOND:
        with tablet.expect_response(ASK):
            pass
    with tablet.expect_response(ASK):
        pass


def test_a_copy_of_the_credential_is_shut_out_and_the_tablet_goes_on(
    house: House, desk: Page, tablet: Page, open_page: Open, watch: Watch
) -> None:
    watch.expect("status of 403")
    room = become(house, tablet)
    until_renewed(house, tablet, room)
    copy = open_page(**TABLET_LANDSCAPE)
    copy.context.add_cookies(tablet.context.cookies())  # type: ignore[arg-type]  # what a context gives it also takes
    copy.goto(house.url("/tablet"))
    expect(copy.get_by_role("heading", level=1)).to_have_text("This tablet has to be paired again.")
    is_idle(tablet)
    send_to(house, house.begin(), room)
    shows_form(tablet)
    desk.goto(house.url("/settings/tablets"))
    expect(desk.get_by_text("Another device used its credential")).to_be_visible()


def test_a_tablet_that_lost_its_newest_cookies_with_its_power_goes_on(
    house: House, desk: Page, tablet: Page, open_page: Open
) -> None:
    """As a WebView does it that had not written them to its disk: what comes back is three renewals old."""
    room = become(house, tablet)
    written = tablet.context.cookies()
    for _ in range(3):
        with house.cast.on_stage(), writing() as session:
            session.get_one(Tablet, find_tablet(house, room).id).renewed_at = None
        held = tablet.context.cookies()
        while tablet.context.cookies() == held:
            with tablet.expect_response(ASK):
                pass
    tablet.close()
    started = open_page(**TABLET_LANDSCAPE)
    started.context.add_cookies(written)  # type: ignore[arg-type]  # what a context gives it also takes
    started.goto(house.url("/tablet"))
    expect(started.get_by_role("heading", level=1)).to_have_text("One moment, please.")
    is_idle(started)
    send_to(house, house.begin(), room)
    shows_form(started)
    desk.goto(house.url("/settings/tablets"))
    expect(desk.get_by_role("listitem").filter(has_text=room)).not_to_contain_text("was shut out")


def test_after_clear_cookies_a_tablet_says_how_to_pair_it_and_keeps_its_place(
    house: House, desk: Page, tablet: Page, watch: Watch
) -> None:
    watch.expect("status of 401")
    watch.expect("status of 422")
    room = become(house, tablet)
    send_to(house, house.begin(), room)
    shows_form(tablet)
    tablet.context.clear_cookies()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("This tablet is not paired.")
    expect(tablet.get_by_text("its browser has cleared its cookies")).to_be_visible()
    tablet.get_by_role("button", name="Show a code").click()
    code = tablet.locator(".pairing-code").inner_text()
    desk.goto(house.url("/settings/tablets"))
    desk.get_by_label("The code that the tablet shows").fill(code)
    desk.locator("#room").fill(room)
    desk.get_by_role("button", name="Pair", exact=True).click()
    desk.get_by_role("button", name="It is the same tablet: pair it again").click()
    expect(desk.get_by_text("Paired.")).to_be_visible()
    shows_form(tablet)


def test_after_clear_cookies_the_browser_still_finds_the_worker_that_keeps_the_page(house: House, tablet: Page) -> None:
    become(house, tablet)
    until(tablet, KEEPS_ITS_PAGE)
    tablet.goto("about:blank")
    tablet.context.clear_cookies()
    tablet.goto(house.url("/join"))
    registration = "navigator.serviceWorker.getRegistration('/tablet')"
    assert tablet.evaluate(f"{registration}.then((one) => one.update()).then(() => 'found', String)") == "found"


def test_a_restarted_tablet_is_back_at_its_screen_and_a_form_starts_clean(
    house: House, watch: Watch, browser_type: BrowserType, profile: Path
) -> None:
    settings = launch_settings() | TABLET_LANDSCAPE
    context = browser_type.launch_persistent_context(profile, **settings)
    room, waiting = become(house, context.pages[0]), house.begin()
    send_to(house, waiting, room)
    shows_form(context.pages[0])
    tap_all(context.pages[0])
    context.close()
    context = browser_type.launch_persistent_context(profile, **settings)
    watch.follow(context)
    watch.expect("status of 403")
    page = context.pages[0]
    page.goto(house.url("/tablet"))
    shows_form(page)
    assert set(values(page).values()) == {None}
    answer(page)
    is_idle(page)
    page.goto(house.url("/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This tablet shows forms, and nothing else.")
    page.get_by_role("link", name="Back to it now").click()
    is_idle(page)
    context.close()


def test_nothing_of_a_client_stays_in_the_tablets_profile(
    house: House, watch: Watch, browser_type: BrowserType, profile: Path
) -> None:
    context = browser_type.launch_persistent_context(profile, **launch_settings(), **TABLET_LANDSCAPE)
    watch.follow(context)
    page, waiting = context.pages[0], house.begin(code="C-7731")
    room = become(house, page)
    send_to(house, waiting, room)
    shows_form(page)
    answer(page, WORDS)
    is_idle(page)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert {urlsplit(address).path.rpartition("/")[0] for address in page.evaluate(KEPT)} == OURS_ALONE
    context.close()
    files = [file.read_bytes() for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    assert any(house.address.encode() in content for content in files), "the profile was written to disk"
    for secret in (WORDS, waiting.token, "C-7731"):
        assert not any(secret.encode(code) in content for content in files for code in ("utf-8", "utf-16-le"))
