"""The tablet runs itself: forms come and go at one address, it comes back from everything, nothing is left on it."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.chromium import TABLET_LANDSCAPE, TABLET_PORTRAIT, launch_settings
from tests.browser.client import LOW, about, back, send, tap_all, until, values, write
from tests.browser.conftest import Open
from tests.browser.house import House, open_house
from tests.browser.tablet import KEEPS_ITS_PAGE, become, end, is_idle, restart, send_to, shows_form, take_away
from tests.browser.watch import Watch

WORDS = "zebra lantern quartz"
AFTER = "**/tablet/after/thanks"
BACK_WITHIN_MS = 5_000
RESTARTS = 5
"""Twenty of them, and how soon it is back each time: python -m tests.bench.restarts."""
KEPT = """() => caches.keys()
  .then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))
  .then((found) => found.flat().map((request) => request.url))"""
OURS_ALONE = {"/tablet", "/static/css", "/static/js", "/static/fonts"}
"""The folders of what a tablet keeps: the page for when the server is away, and how that looks."""


@pytest.fixture
def tablet(open_elsewhere: Open) -> Page:
    return open_elsewhere(**TABLET_LANDSCAPE)


def answer(page: Page, words: str = "") -> None:
    tap_all(page)
    if words:
        write(page, words)
    send(page)
    page.wait_for_url(AFTER)
    expect(page.get_by_text("You can hand the tablet back.")).to_be_visible()


def test_a_tablet_is_paired_by_the_code_it_shows(house: House, desk: Page, tablet: Page, watch: Watch) -> None:
    watch.expect("status of 401")
    tablet.goto(house.url("/tablet"))
    tablet.get_by_role("button", name="Show a code").click()
    code = tablet.locator(".pairing-code").inner_text()
    desk.goto(house.url("/settings/tablets"))
    desk.get_by_label("The code that the tablet shows").fill(code.lower())
    desk.locator("#room").fill("Room 2")
    desk.get_by_role("button", name="Pair", exact=True).click()
    expect(desk.get_by_text("Paired.")).to_be_visible()
    is_idle(tablet)
    expect(tablet.get_by_text("Room 2")).to_be_visible()


def test_the_form_comes_and_goes_by_itself_at_one_address(house: House, desk: Page, tablet: Page) -> None:
    room, waiting = become(house, tablet), house.begin()
    before = tablet.evaluate("history.length")
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    desk.get_by_role("button", name=f"Send to tablet {room}").click()
    shows_form(tablet)
    expect(desk.get_by_text(f"{room} shows this form")).to_be_visible()
    answer(tablet)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("has answered")
    is_idle(tablet)
    assert tablet.evaluate("history.length") == before
    assert house.stored(waiting).marks == about(LOW, scale=10)


def test_thanks_stay_to_be_read_and_make_way_for_the_next_form(house: House, tablet: Page) -> None:
    room = become(house, tablet)
    send_to(house, house.begin(), room)
    shows_form(tablet)
    answer(tablet)
    tablet.wait_for_timeout(4_500)
    expect(tablet.get_by_text("You can hand the tablet back.")).to_be_visible()
    send_to(house, house.begin(), room)
    shows_form(tablet)


def test_back_leads_to_no_former_form(house: House, tablet: Page, watch: Watch) -> None:
    watch.expect("status of 410")  # the link by which this browser became a tablet
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


def test_a_form_that_is_taken_back_leaves_the_screen(house: House, tablet: Page) -> None:
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    take_away(house, waiting)
    is_idle(tablet)


def test_without_javascript_forms_come_and_go_as_well(house: House, open_elsewhere: Open) -> None:
    tablet = open_elsewhere(**TABLET_LANDSCAPE, java_script_enabled=False)
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    tablet.locator("#item-overall").get_by_label("9", exact=True).check()
    send(tablet)
    tablet.wait_for_url(AFTER)
    is_idle(tablet)
    assert house.stored(waiting).marks == {"overall": 90}


def test_lost_wi_fi_shows_no_error_and_what_was_sent_meanwhile_appears(
    house: House, tablet: Page, watch: Watch
) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    room = become(house, tablet)
    with tablet.expect_event("requestfailed"):
        tablet.context.set_offline(offline=True)
    send_to(house, house.begin(), room)
    is_idle(tablet)
    tablet.context.set_offline(offline=False)
    expect(tablet.locator("form[data-seen]")).to_be_visible(timeout=BACK_WITHIN_MS)


def test_the_buttons_that_hand_it_on_wait_for_the_connection(house: House, tablet: Page, watch: Watch) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    room = become(house, tablet)
    codes = [house.new_code(), house.new_code()]
    first, second = house.cast.begin_together(*codes, measures=dict.fromkeys(codes, "session-check"))
    send_to(house, first, room)
    shows_form(tablet)
    tap_all(tablet)
    for name in ("This is not me", "I am the next person"):
        expect(tablet.get_by_role("button", name=name)).to_be_visible()
        tablet.context.set_offline(offline=True)
        tablet.get_by_role("button", name=name).click()
        expect(tablet.get_by_role("heading", level=1)).to_have_text("This tablet is looking for its server.")
        expect(tablet.get_by_role("button")).to_have_count(0)
        tablet.context.set_offline(offline=False)
    shows_form(tablet)
    tap_all(tablet)
    send(tablet)
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Thank you. Please pass the tablet on.")
    assert (house.responses(first), len(house.responses(second))) == ([], 1)


def test_a_form_keeps_its_marks_through_lost_wi_fi(house: House, tablet: Page, watch: Watch) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    tap_all(tablet)
    with tablet.expect_event("requestfailed"):
        tablet.context.set_offline(offline=True)
    tablet.context.set_offline(offline=False)
    tablet.wait_for_timeout(1_500)
    assert values(tablet) == about(LOW)
    send(tablet)
    tablet.wait_for_url(AFTER)
    assert house.stored(waiting).marks == about(LOW, scale=10)


def test_a_server_that_starts_again_finds_the_tablet_as_it_was(
    tmp_path: Path, open_elsewhere: Open, watch: Watch
) -> None:
    watch.expect("net::ERR_")
    with open_house(tmp_path) as house:
        tablet = open_elsewhere(**TABLET_LANDSCAPE)
        room = become(house, tablet)
        end(house)
        waiting = house.begin()
        send_to(house, waiting, room)
        tablet.wait_for_timeout(1_500)
        is_idle(tablet)
        house.server.start()
        expect(tablet.locator("form[data-seen]")).to_be_visible(timeout=BACK_WITHIN_MS)
        tap_all(tablet)
        shown = tablet.locator("body").get_attribute("data-screen")
        for _ in range(RESTARTS - 1):
            restart(house, tablet)
            assert values(tablet) == about(LOW)
            expect(tablet.locator("body")).to_have_attribute("data-screen", shown or "")
        send(tablet)
        tablet.wait_for_url(AFTER)
        assert house.stored(waiting).marks == about(LOW, scale=10)


def test_a_device_whose_clock_stands_at_1970_does_all_of_it(house: House, tablet: Page) -> None:
    tablet.clock.set_fixed_time(0)
    room, waiting = become(house, tablet), house.begin()
    send_to(house, waiting, room)
    shows_form(tablet)
    answer(tablet)
    is_idle(tablet)
    assert house.stored(waiting).received_at.year > 1970


def test_a_copy_of_the_credential_is_shut_out_and_the_tablet_goes_on(
    house: House, desk: Page, tablet: Page, open_page: Open, watch: Watch
) -> None:
    watch.expect("status of 403")
    room = become(house, tablet)
    copy = open_page(**TABLET_LANDSCAPE)
    copy.context.add_cookies(tablet.context.cookies())  # type: ignore[arg-type]  # what a context gives it also takes
    copy.goto(house.url("/tablet"))
    expect(copy.get_by_role("heading", level=1)).to_have_text("This tablet was shut out.")
    is_idle(tablet)
    send_to(house, house.begin(), room)
    shows_form(tablet)
    desk.goto(house.url("/settings/tablets"))
    expect(desk.get_by_text("Another device used its credential")).to_be_visible()


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
    is_idle(page)
    context.close()


def test_started_without_its_server_it_says_so_and_goes_on_by_itself(
    tmp_path: Path, watch: Watch, browser_type: BrowserType, profile: Path
) -> None:
    settings = launch_settings() | TABLET_PORTRAIT
    with open_house(tmp_path) as house:
        context = browser_type.launch_persistent_context(profile, **settings)
        room, waiting = become(house, context.pages[0]), house.begin()
        until(context.pages[0], KEEPS_ITS_PAGE)
        context.close()
        end(house)
        context = browser_type.launch_persistent_context(profile, **settings)
        watch.follow(context)
        watch.expect("net::ERR_")
        page = context.pages[0]
        page.goto(house.url("/tablet"))
        expect(page.get_by_role("heading", level=1)).to_have_text("This tablet is looking for its server.")
        assert page.evaluate(
            "document.fonts.ready.then((fonts) => [...fonts].filter((font) => font.status === 'loaded').length)"
        )
        send_to(house, waiting, room)
        house.server.start()
        expect(page.locator("form[data-seen]")).to_be_visible(timeout=BACK_WITHIN_MS)
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
