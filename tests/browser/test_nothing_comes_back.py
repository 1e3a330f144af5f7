"""After sending, nothing of the answers comes back: by Back, Forward, a reload, or opening the link again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.chromium import PHONE, launch_settings
from tests.browser.client import LEAVE, back, forward, found, send_and_be_thanked, tap_all, write
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.watch import Watch

pytestmark = pytest.mark.history
WORDS = "zebra lantern quartz"
MARKS = {"understood": 2.3, "topics": 7.7, "approach": 1.4, "overall": 6.1}
TRACES = """() => {
  const fields = [...document.querySelectorAll('input, textarea')].filter((field) => field.type !== 'hidden');
  const kept = fields.filter((field) => /radio|checkbox/.test(field.type) ? field.checked
    : field.type === 'range' ? field.name || field.value !== '5' : field.value);
  const marks = [...document.querySelectorAll('.mark')].filter((mark) => mark.getClientRects().length);
  return [...kept, ...marks].map((found) => found.outerHTML);
}"""


def assert_nothing_left(page: Page) -> None:
    assert WORDS not in found(page, "document.documentElement.outerHTML")
    assert found(page, TRACES) == []


def fill(page: Page, *, has_javascript: bool) -> None:
    if has_javascript:
        tap_all(page, MARKS)
        write(page, WORDS)
    else:
        for item, value in MARKS.items():
            page.locator(f"#item-{item}").get_by_label(str(round(value)), exact=True).check()
        page.locator(".own-words summary").click()
        page.locator("#words").fill(WORDS)
    page.get_by_label("Next time").check()


def finish(page: Page, ending: str) -> None:
    if ending == "sent":
        send_and_be_thanked(page)
        return
    page.get_by_role("button", name=LEAVE).click()
    expect(page.get_by_text("all right.")).to_be_visible()


def roam(page: Page, link: str) -> Iterator[Page]:
    """Everywhere that a curious next person would look."""
    yield page
    for _ in range(3):
        back(page)
        yield page
    forward(page)
    yield page
    page.reload()
    yield page
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This form is closed.")
    yield page
    back(page)
    yield page


WAYS = [
    ("house", "sent", True),
    ("house", "sent", False),
    ("house", "declined", False),
    ("house", "declined", True),
    ("lan_house", "sent", False),
    ("lan_house", "sent", True),
    ("lan_house", "declined", True),
    ("lan_house", "declined", False),
]
"""Where, how it ended, and with or without the script. Every other one: each pair of these is among them."""


@pytest.mark.one_in(2, "place")
@pytest.mark.parametrize(("place", "ending", "has_javascript"), WAYS)
def test_back_forward_reload_and_reopening_show_nothing(  # noqa: PLR0913 -- where, how, and how it ended
    request: pytest.FixtureRequest, watch: Watch, open_page: Open, place: str, ending: str, *, has_javascript: bool
) -> None:
    house: House = request.getfixturevalue(place)
    link = house.url(house.begin().path)
    page = open_page(**PHONE, java_script_enabled=has_javascript)
    page.goto("data:text/html,<title>Elsewhere</title>")
    page.goto(house.url("/join"))
    page.goto(link)
    fill(page, has_javascript=has_javascript)
    assert page.evaluate(TRACES) != [], "what is looked for can be found"
    watch.expect("status of 410")
    finish(page, ending)
    for stop in roam(page, link):
        assert_nothing_left(stop)


def test_a_filled_form_that_was_left_unsent_does_not_come_back_by_a_reload(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin().path))
    fill(phone, has_javascript=True)
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("How was today?")
    assert_nothing_left(phone)


def test_with_cookies_refused_the_form_is_sent_and_nothing_comes_back(
    house: House, watch: Watch, browser_type: BrowserType, profile: Path
) -> None:
    refused = '{"profile": {"default_content_setting_values": {"cookies": 2}}}'
    (profile / "Default" / "Preferences").write_text(refused)
    waiting = house.begin()
    context = browser_type.launch_persistent_context(profile, **launch_settings(), **PHONE)
    watch.follow(context)
    watch.expect("status of 410")
    page = context.pages[0]
    page.goto(house.url(waiting.path))
    fill(page, has_javascript=True)
    send_and_be_thanked(page)
    assert context.cookies() == []
    assert house.stored(waiting).words == WORDS
    for stop in roam(page, house.url(waiting.path)):
        assert_nothing_left(stop)
    context.close()


@pytest.mark.parametrize("has_javascript", [True, False])
def test_nothing_of_the_answers_stays_in_the_browsers_profile(
    house: House, watch: Watch, browser_type: BrowserType, profile: Path, *, has_javascript: bool
) -> None:
    context = browser_type.launch_persistent_context(
        profile, **launch_settings(), **PHONE, java_script_enabled=has_javascript
    )
    watch.follow(context)
    page = context.pages[0]
    page.goto(house.url(house.begin().path))
    fill(page, has_javascript=has_javascript)
    send_and_be_thanked(page)
    context.close()
    files = [file.read_bytes() for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    assert any(house.address.encode() in content for content in files), "the profile was written to disk"
    assert not any(WORDS.encode(code) in content for content in files for code in ("utf-8", "utf-16-le"))
