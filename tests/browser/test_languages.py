"""Forms in other languages: changed on the form without any loss, mirrored where they are read from the right."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PHONE, TABLET_LANDSCAPE, TABLET_PORTRAIT
from tests.browser.client import about, box_of, ease, line, slider, spot, tap, value_of, values, ways, write
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.watch import Watch
from tests.support.practice import Waiting

MARKS = {"understood": 8.3, "topics": 2.1, "approach": 5.5, "overall": 9.9}
WORDS = "The yellow door.\nAnd a call."
ASKS_HELP = {
    "de": "Ich brauche Hilfe, damit mir nichts passiert",
    "ar": "أحتاج إلى مساعدة لأبقى في أمان",
    "en": "I need help staying safe",
}
THANKS = re.compile(r"/c/thanks(\?|$)")


def speak(page: Page, language: str) -> None:
    """Choose another language on the form, by its own name."""
    page.locator(".languages summary").click()
    page.get_by_role("button", name=language, exact=True).click()


def fill(page: Page) -> None:
    for item, value in MARKS.items():
        tap(page, item, value)
    write(page, WORDS)
    page.locator("[name=talk][value=next]").check()
    page.locator("#safety").check()


def is_as_filled(page: Page) -> None:
    for item, value in MARKS.items():
        assert value_of(page, item) == pytest.approx(value, abs=0.06)
    expect(page.locator("#words")).to_have_value(WORDS)
    expect(page.locator("[name=talk][value=next]")).to_be_checked()
    expect(page.locator("#safety")).to_be_checked()


def test_another_language_keeps_every_mark_word_and_choice(house: House, phone: Page, waiting: Waiting) -> None:
    phone.goto(house.url(waiting.path))
    fill(phone)
    marked = values(phone)
    exact = f"{value_of(phone, 'topics'):g}"
    help_line = phone.locator(".help-line bdi").inner_text()
    hilfe = "Unter 0800 555 0134 hilft jemand, Tag und Nacht."
    with house.with_settings(crisis_texts={"de": hilfe}):
        for name, tag, heading, mark, said, said_in in (
            ("Deutsch", "de", "Wie war es heute?", f"{exact} von 10", hilfe, "de"),
            ("العربية", "ar", "كيف كان لقاء اليوم؟", f"{exact} من 10", help_line, "en"),
            ("English", "en", "How was today?", f"{exact} of 10", help_line, "en"),
        ):
            speak(phone, name)
            expect(phone.get_by_role("heading", name=heading)).to_be_visible()
            expect(slider(phone, "topics")).to_have_attribute("aria-valuetext", mark)
            expect(phone.locator(".languages summary")).to_be_focused()
            expect(phone.locator(".help-line bdi")).to_have_text(said)
            assert [each.get_attribute("lang") for each in phone.locator("bdi[lang]").all()] == [said_in] * 2
            expect(phone.get_by_label(ASKS_HELP[tag])).to_be_checked()
            expect(phone.locator("[name=language]")).to_have_value(tag)
            is_as_filled(phone)
            assert values(phone) == marked
    assert house.responses(waiting) == []


def test_what_is_sent_then_arrives_whole_and_with_its_language(house: House, phone: Page, waiting: Waiting) -> None:
    phone.goto(house.url(waiting.path))
    fill(phone)
    speak(phone, "Français")
    expect(phone.get_by_role("heading", name="Comment")).to_be_visible()
    tap(phone, "topics", 7.0)
    phone.get_by_role("button", name="Envoyer", exact=True).tap()
    expect(phone).to_have_url(THANKS)
    expect(phone.get_by_role("heading", name="Merci.")).to_be_visible()
    response = house.stored(waiting)
    assert response.marks == about(MARKS | {"topics": 7.0}, scale=10)
    assert response.words == WORDS
    assert house.language_of(waiting) == "fr"


def test_the_buttons_stay_buttons_in_another_language(house: House, phone: Page, waiting: Waiting) -> None:
    phone.goto(house.url(waiting.path))
    ease(phone, "Buttons 0 to 10")
    phone.locator("#item-topics input[value='3']").check()
    speak(phone, "Deutsch")
    expect(phone.get_by_role("button", name="Linien")).to_be_visible()
    expect(phone.locator("#item-topics input[value='3']")).to_be_checked()


def test_without_a_connection_the_form_stays_as_it_is(
    house: House, phone: Page, waiting: Waiting, watch: Watch
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    phone.goto(house.url(waiting.path))
    fill(phone)
    phone.context.set_offline(True)
    why = phone.locator("#why")
    speak(phone, "Deutsch")
    expect(why).to_have_text("That needs the connection. Nothing is lost.")
    is_as_filled(phone)
    expect(phone.locator(".languages summary")).to_be_focused()
    phone.context.set_offline(False)
    speak(phone, "Deutsch")
    expect(phone.get_by_role("heading", name="Wie war es heute?")).to_be_visible()
    expect(why).to_have_text("")
    is_as_filled(phone)
    phone.context.set_offline(True)
    speak(phone, "Français")
    expect(why).to_have_text("Dafür braucht es die Verbindung. Nichts geht verloren.")


def test_the_therapist_sees_it_open_once_whatever_language_it_is_read_in(
    house: House, phone: Page, waiting: Waiting
) -> None:
    with phone.expect_response("**/seen"):
        phone.goto(house.url(waiting.path))
    before = house.events(waiting)
    speak(phone, "Deutsch")
    expect(phone.get_by_role("heading", name="Wie war es heute?")).to_be_visible()
    assert house.events(waiting) == before


def test_without_javascript_and_cookies_it_is_the_same(house: House, open_page: Open, waiting: Waiting) -> None:
    page = open_page(**PHONE, java_script_enabled=False)
    page.goto(house.url(waiting.path))
    page.locator("#item-topics input[value='3']").check()
    page.locator("[name=talk][value=now]").check()
    page.context.clear_cookies()
    speak(page, "Español")
    expect(page.get_by_role("heading", name="¿Cómo ha ido hoy?")).to_be_visible()
    expect(page.locator("#item-topics input[value='3']")).to_be_checked()
    expect(page.locator("[name=talk][value=now]")).to_be_checked()
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page).to_have_url(THANKS)
    assert house.stored(waiting).marks == {"topics": 30}
    assert house.language_of(waiting) == "es"


def test_a_mirrored_line_begins_on_the_right(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin(language="ar").path))
    left = spot(phone, "topics", 0)
    phone.touchscreen.tap(*left)
    assert value_of(phone, "topics") == 10
    mark = box_of(phone.locator("#item-topics .mark"))
    assert mark["x"] < left[0] < mark["x"] + mark["width"]
    low, high = (box_of(phone.locator("#item-topics .ends span").nth(end)) for end in (0, 1))
    assert low["x"] > high["x"]
    phone.touchscreen.tap(*spot(phone, "topics", 8))
    assert value_of(phone, "topics") == pytest.approx(2.0, abs=0.06)


def test_on_a_mirrored_line_the_left_arrow_leads_on(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin(language="ar").path))
    tap(phone, "topics", 5)
    slider(phone, "topics").press("ArrowLeft")
    assert value_of(phone, "topics") == 5.5
    slider(phone, "topics").press("ArrowRight")
    slider(phone, "topics").press("ArrowRight")
    assert value_of(phone, "topics") == 4.5


@pytest.mark.parametrize("measure", ["session-check", "child-check", "first-faces", "alliance-12"])
def test_answers_in_a_row_begin_on_the_right_as_well(house: House, phone: Page, measure: str) -> None:
    phone.goto(house.url(house.begin(language="ar", measure=measure).path))
    if measure == "session-check":
        ways(phone)
        phone.locator(".toggle").click()
    answers = phone.locator("fieldset").first.locator(".pick")
    first, second = box_of(answers.nth(0)), box_of(answers.nth(1))
    assert first["x"] > second["x"]
    assert first["y"] == second["y"]


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr"])
@pytest.mark.parametrize("tablet", [TABLET_PORTRAIT, TABLET_LANDSCAPE], ids=["portrait", "landscape"])
def test_the_form_fits_a_tablet_in_every_language(
    house: House, open_page: Open, tablet: dict[str, object], language: str
) -> None:
    page = open_page(**tablet)
    page.goto(house.url(house.begin(language=language).path))
    expect(line(page, "overall")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_name_that_runs_the_other_way_turns_nothing_round(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin(language="ar").path))
    who = phone.locator(".who")
    expect(who).to_contain_text("\u2068Alice\u2069")
    expect(phone.locator("bdi").first).to_have_text("Lindenhof Practice")


def test_the_code_is_typed_from_the_left(house: House, browser: Browser) -> None:
    page = browser.new_page(locale="ar")
    page.goto(house.url("/join"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#code").evaluate("code => getComputedStyle(code).direction") == "ltr"
    page.context.close()
