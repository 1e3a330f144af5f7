"""The form is read aloud by the browser's own voice: only when asked, and it stops at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE
from tests.browser.client import ease, ways
from tests.browser.conftest import Open
from tests.browser.house import House

VOICE = """
  window.said = [];
  class Utterance { constructor(text) { this.text = text; } }
  window.voices = [{ lang: "en_GB" }, { lang: "de-DE" }];
  const voice = {
    getVoices: () => window.voices,
    speak(utterance) { window.said.push([utterance.text, utterance.lang]); window.last = utterance; },
    cancel() { window.said.push(["(stopped)", ""]); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: voice, configurable: true });
  window.SpeechSynthesisUtterance = Utterance;
"""
SILENT = "window.voices = []"
NONE = "This device has no voice for this language."
NO_VOICE = "delete window.speechSynthesis; delete Window.prototype.speechSynthesis;"


@pytest.fixture
def form(house: House, open_elsewhere: Open) -> Page:
    """A form in a browser whose voice writes down what it says: there is none to be heard here."""
    page = open_elsewhere(**PHONE)
    page.add_init_script(VOICE)
    page.goto(house.url(house.begin().path))
    return page


def said(page: Page) -> list[str]:
    return [text for text, _ in page.evaluate("window.said")]


def read_aloud(page: Page) -> None:
    page.evaluate("window.said.length = 0")
    ease(page, "Read aloud")
    expect(page.get_by_role("button", name="Stop reading")).to_be_visible()


def test_nothing_is_said_unasked(form: Page) -> None:
    ways(form)
    expect(form.get_by_role("button", name="Read aloud")).to_be_visible()
    assert said(form) == []


def test_questions_ends_and_choices_are_said_in_the_order_of_the_page(form: Page) -> None:
    read_aloud(form)
    heard = said(form)
    wanted = [
        "How was today?",
        "Today I felt …",
        "not understood",
        "fully understood",
        "What we worked on was …",
        "Now",
        "Send",
    ]
    assert [text for text in heard if text in wanted] == wanted
    assert {tag for _, tag in form.evaluate("window.said") if tag} == {"en"}


def test_what_is_not_shown_is_not_said(form: Page) -> None:
    read_aloud(form)
    assert not any("Not sent yet" in text or "sorted out" in text for text in said(form))


def test_one_tap_stops_it_at_once(form: Page) -> None:
    read_aloud(form)
    ease(form, "Stop reading")
    expect(form.get_by_role("button", name="Read aloud")).to_be_visible()
    assert said(form)[-1] == "(stopped)"


def test_escape_stops_it_too(form: Page) -> None:
    read_aloud(form)
    form.keyboard.press("Escape")
    assert said(form)[-1] == "(stopped)"


def test_it_stops_for_whoever_leaves(form: Page) -> None:
    read_aloud(form)
    form.get_by_role("link", name="Leave", exact=True).click()
    expect(form).to_have_title("You can close this page.")
    assert said(form)[-1] == "(stopped)"


def test_left_before_a_voice_was_found_nothing_is_said(form: Page) -> None:
    form.evaluate(SILENT)
    ease(form, "Read aloud")
    form.get_by_role("link", name="Leave", exact=True).click()
    form.evaluate("window.voices = [{ lang: 'en-US' }]")
    form.wait_for_timeout(500)
    assert said(form) == []


def test_it_stops_where_another_language_is_chosen(form: Page) -> None:
    read_aloud(form)
    form.locator(".languages summary").click()
    form.get_by_role("button", name="Deutsch").click()
    expect(form.get_by_role("button", name="Vorlesen")).to_have_attribute("aria-pressed", "false")
    assert said(form)[-1] == "(stopped)"


def test_at_its_end_it_can_be_asked_for_again(form: Page) -> None:
    read_aloud(form)
    form.evaluate("window.last.onend()")
    expect(form.get_by_role("button", name="Read aloud")).to_be_visible()


def test_one_question_at_a_time_only_that_one_is_said_and_the_next_page_is_silent(form: Page) -> None:
    ease(form, "Larger text")
    form.locator(".next:visible").click()
    read_aloud(form)
    assert "What we worked on was …" in said(form)
    assert "Today I felt …" not in said(form)
    form.locator(".next:visible").click()
    assert said(form)[-1] == "(stopped)"
    expect(form.get_by_role("button", name="Read aloud")).to_be_visible()


def test_a_browser_without_a_voice_does_not_offer_it(house: House, open_elsewhere: Open) -> None:
    page = open_elsewhere(**PHONE)
    page.add_init_script(NO_VOICE)
    page.goto(house.url(house.begin().path))
    ways(page)
    expect(page.get_by_role("button", name="Larger text")).to_be_visible()
    expect(page.get_by_role("button", name="Read aloud")).to_be_hidden()


def test_a_device_that_finds_no_voice_says_so_instead_of_nothing(form: Page) -> None:
    form.evaluate(SILENT)
    ease(form, "Read aloud")
    expect(form.get_by_role("status").get_by_text(NONE)).to_be_visible()
    expect(form.get_by_role("button", name="Read aloud")).to_be_visible()
    assert said(form) == []
    form.evaluate("window.voices = [{ lang: 'en-US' }]")
    read_aloud(form)
    expect(form.locator("#why")).to_have_text("")
    form.evaluate("window.last.onerror({ error: 'synthesis-failed' })")
    expect(form.get_by_text(NONE)).to_be_visible()
    expect(form.get_by_role("button", name="Read aloud")).to_be_visible()


def test_a_language_that_has_no_voice_says_so(form: Page) -> None:
    form.locator(".languages summary").click()
    form.get_by_role("button", name="Français").click()
    ease(form, "Lire à voix haute")
    expect(form.get_by_text("pas de voix pour cette langue")).to_be_visible()
    assert said(form) == []


def test_this_browser_as_it_is_is_never_silent(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin().path))
    ease(phone, "Read aloud")
    expect(phone.get_by_text(NONE).or_(phone.get_by_text("Stop reading"))).to_be_visible()
