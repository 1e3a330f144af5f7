"""Fallbacks for browsers of 2021: every act of the client works without the features that they lack."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE, TABLET_LANDSCAPE
from tests.browser.client import (
    LEAVE,
    LOW,
    about,
    ease,
    prepared,
    send,
    send_and_be_thanked,
    stand_still,
    tap_all,
    values,
    write,
)
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import QUIET, become, send_to, shows_form
from tests.browser.test_nothing_comes_back import assert_nothing_left
from tests.browser.test_still_there import IDLE_S, WARNING_S, covers, pass_s, question, state
from tests.browser.watch import Watch
from tests.support.practice import Waiting

WORDS = "zebra lantern quartz"
NEWER = """
    delete AbortSignal.timeout;
    delete AbortSignal.any;
    delete SubmitEvent.prototype.submitter;
    delete HTMLFormElement.prototype.requestSubmit;
    for (const name of ['show', 'showModal', 'close', 'open', 'requestClose']) delete HTMLDialogElement.prototype[name];
    for (const name of ['replaceChildren', 'checkVisibility']) delete Element.prototype[name];
    delete Document.prototype.startViewTransition;
    delete HTMLElement.prototype.inert;
    for (const kind of [Array, String, Int8Array.__proto__]) delete kind.prototype.at;
    for (const name of ['findLast', 'flatMap', 'toSorted']) delete Array.prototype[name];
    for (const name of ['replaceAll', 'matchAll']) delete String.prototype[name];
    for (const name of ['hasOwn', 'groupBy', 'fromEntries']) delete Object[name];
    for (const name of ['any', 'withResolvers', 'try']) delete Promise[name];
    for (const name of ['structuredClone', 'ResizeObserver', 'BroadcastChannel', 'navigation']) delete globalThis[name];
    delete Crypto.prototype.randomUUID;
    for (const name of ['locks', 'wakeLock', 'serviceWorker']) delete Navigator.prototype[name];
    const scrolls = Element.prototype.scrollIntoView;
    Element.prototype.scrollIntoView = function (how) { scrolls.call(this, Boolean(how)); };
"""
CAN_BE_TOUCHED = """() => {
  const { left, top } = document.querySelector('#words').getBoundingClientRect();
  return document.elementFromPoint(left + 9, top + 9)?.id === 'words';
}"""
STORED = """
    const refuse = { get() { throw new DOMException('Denied', 'SecurityError'); } };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(globalThis, name, refuse);
    }
    Object.defineProperty(Navigator.prototype, 'serviceWorker', refuse);
    Object.defineProperty(Document.prototype, 'cookie', refuse);
"""


@pytest.fixture(params=[NEWER, STORED], ids=["nothing newer", "nothing stored"])
def lacking(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def phone(open_elsewhere: Open, lacking: str) -> Page:
    page = open_elsewhere(**PHONE)
    page.add_init_script(lacking)
    return page


@pytest.fixture
def tablet(open_page: Open, lacking: str) -> Page:
    page = open_page(**TABLET_LANDSCAPE)
    page.add_init_script(lacking)
    return page


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1).filter(visible=True)).to_have_text(text)


def test_marks_and_words_are_sent(house: House, form: Page, waiting: Waiting) -> None:
    tap_all(form)
    write(form, WORDS)
    form.get_by_label("Next time").check()
    send_and_be_thanked(form)
    assert house.stored(waiting).marks == about(LOW, scale=10)
    assert house.stored(waiting).words == WORDS


def test_who_declines_sends_no_marks(house: House, form: Page, waiting: Waiting) -> None:
    tap_all(form)
    form.get_by_role("button", name=LEAVE).click()
    expect(form.get_by_text("all right.")).to_be_visible()
    assert house.stored(waiting).declined
    assert house.stored(waiting).marks == {}


def test_nothing_marked_is_said_and_declining_still_works(house: House, form: Page, waiting: Waiting) -> None:
    send(form)
    expect(form.locator("#problems")).to_contain_text("Nothing is marked yet.")
    form.locator("#decline").focus()
    form.keyboard.press("Enter")
    expect(form.get_by_text("all right.")).to_be_visible()
    assert house.stored(waiting).declined


def test_after_a_tap_on_declining_the_enter_key_sends(house: House, form: Page, waiting: Waiting, watch: Watch) -> None:
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    with prepared(form):
        tap_all(form)
    form.context.set_offline(offline=True)
    form.get_by_role("button", name=LEAVE).click()
    expect(form.get_by_text("Not sent yet.")).to_be_visible()
    form.locator("#item-overall input[type=range]").focus()
    form.keyboard.press("Enter")
    form.context.set_offline(offline=False)
    heading(form, "Thank you.")
    assert house.stored(waiting).marks == about(LOW, scale=10)


def test_help_is_asked_for_and_the_number_is_there(house: House, form: Page, waiting: Waiting) -> None:
    tap_all(form)
    form.get_by_label("I need help staying safe").check()
    expect(form.locator(".crisis")).to_be_visible()
    send_and_be_thanked(form)
    assert house.stored(waiting).safety


def test_another_way_of_reading_keeps_the_marks(form: Page) -> None:
    tap_all(form)
    marked = values(form)
    ease(form, "Larger text")
    expect(form.get_by_text("Question 1 of 5")).to_be_visible()
    form.get_by_role("link", name="Next", exact=True).filter(visible=True).click()
    expect(form.get_by_text("Question 2 of 5")).to_be_visible()
    ease(form, "Show it all at once")
    expect(form.get_by_text("Question 2 of 5")).to_be_hidden()
    assert values(form) == marked


def test_leaving_is_one_tap(form: Page) -> None:
    tap_all(form)
    form.get_by_role("link", name="Leave", exact=True).click()
    heading(form, "You can close this page.")
    assert_nothing_left(form)


def test_leaving_thanks_is_one_tap_too(house: House, phone: Page) -> None:
    phone.goto(house.url("/c/thanks"), wait_until="networkidle")
    phone.get_by_role("link", name="Leave", exact=True).click()
    heading(phone, "You can close this page.")


def test_the_wrong_person_hands_the_form_back(house: House, phone: Page) -> None:
    river, _ = house.cast.begin_together(house.new_code(), house.new_code())
    phone.goto(house.url(river.path))
    phone.get_by_role("button", name="This is not me").click()
    heading(phone, "That\N{RIGHT SINGLE QUOTATION MARK}s all right.")
    assert "not-me" in house.events(river)


def test_a_round_goes_on_from_one_to_the_next(house: House, tablet: Page) -> None:
    room = become(house, tablet)
    river, _ = house.cast.begin_together(house.new_code(), house.new_code())
    send_to(house, river, room)
    shows_form(tablet)
    tablet.get_by_role("button", name="This is not me").click()
    tablet.get_by_role("button", name="I am the next person").click()
    shows_form(tablet)
    tablet.get_by_role("button", name=LEAVE).click()
    tablet.get_by_role("button", name="I am the next person").click()
    shows_form(tablet)
    tablet.get_by_role("button", name=LEAVE).click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Thank you.")


@pytest.fixture
def left_alone(house: House, tablet: Page, waiting: Waiting) -> Page:
    """A form on a tablet that has been begun, and a clock that stands still."""
    room = become(house, tablet)
    tablet.clock.install()
    send_to(house, waiting, room)
    shows_form(tablet)
    stand_still(tablet)
    tablet.locator("#item-understood input[type=range]").fill("4.2")
    write(tablet, WORDS)
    return tablet


def test_a_form_that_nobody_touches_asks_and_clears_itself(house: House, waiting: Waiting, left_alone: Page) -> None:
    for key in ("Space", "Escape"):
        pass_s(left_alone, IDLE_S + 1)
        expect(question(left_alone)).to_be_visible()
        expect(left_alone.get_by_role("button", name="I need more time")).to_be_focused()
        assert not left_alone.evaluate(CAN_BE_TOUCHED)
        left_alone.keyboard.press(key)
        expect(question(left_alone)).to_be_hidden()
        assert left_alone.evaluate(CAN_BE_TOUCHED)
    pass_s(left_alone, IDLE_S + 1)
    pass_s(left_alone, WARNING_S + 1)
    expect(left_alone.locator("body")).to_have_attribute("data-screen", QUIET)
    assert WORDS not in left_alone.content()
    assert state(house, waiting) == "unfinished"
    assert house.responses(waiting) == []


def test_what_could_not_be_sent_is_covered_and_sent(
    house: House, waiting: Waiting, left_alone: Page, watch: Watch
) -> None:
    watch.expect("net::ERR_FAILED")
    left_alone.route(f"**{waiting.path}?*", lambda route: route.abort())
    send(left_alone)
    expect(left_alone.get_by_text("Not sent yet.")).to_be_visible()
    pass_s(left_alone, IDLE_S + 1)
    expect(covers(left_alone)).to_be_visible()
    expect(left_alone.locator(".mark:visible, #words:visible")).to_have_count(0)
    left_alone.unroute_all()
    left_alone.clock.resume()
    covers(left_alone).get_by_role("button", name="Try now").click()
    heading(left_alone, "Thank you.")
    assert house.stored(waiting).words == WORDS
