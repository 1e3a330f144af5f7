"""The layout of the client's form: one row at the top, the first question in the first view, Send in reach."""

import time
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.access import probe, sized
from tests.browser.chromium import PHONE, TABLET_LANDSCAPE, TABLET_PORTRAIT
from tests.browser.client import LEAVE, box_of, ease, line, prepared, slider, spot, tap, value_of, ways
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.tablet import become, send_to

LANGUAGES = ("ar", "de", "fr", "en", "es")
"""The other way, with the longest words, and the rest."""
TABLETS = [pytest.param(TABLET_PORTRAIT, id="820x1180"), pytest.param(TABLET_LANDSCAPE, id="1180x820")]
SMALL_VIEWS = ((320, 454, 16), (568, 320, 16), (390, 844, 24), (390, 844, 16))
"""Width, height, and the size of the root's font, in px."""
HASTE_MS = 700
"""A little longer than two taps in haste."""
WORD_BEGINS = """part => {
  const word = document.createRange();
  word.selectNode(part.lastChild);
  return word.getBoundingClientRect().x;
}"""
BOXES = """() => [...document.querySelectorAll('main *')]
  .map((part) => part.getBoundingClientRect())
  .filter(({ width }) => width).map(({ x, y, width, height }) => [x, y + scrollY, width, height].join())"""


@pytest.fixture
def languages(times: Callable[[int, int], int]) -> Sequence[str]:
    """Those in which a form stands the tightest, or all."""
    return LANGUAGES[: times(2, len(LANGUAGES))]


def top_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def is_seen_whole(page: Page, place: Locator) -> bool:
    """In the first view, with nothing scrolled."""
    box, size = place.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    return page.evaluate("scrollY") == 0 and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def asked(house: House, page: Page, measure: str, language: str) -> None:
    page.goto(house.url(house.begin(measure=measure, language=language).path))
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.soak
@pytest.mark.parametrize("measure", ["session-check", "child-check", "felt-understood"])
def test_the_first_question_is_in_the_first_view(
    house: House, phone: Page, measure: str, languages: Sequence[str]
) -> None:
    for language in languages:
        asked(house, phone, measure, language)
        first = phone.locator("fieldset").first
        whole = first if measure != "child-check" else first.locator("legend")
        for width, height, root in SMALL_VIEWS:
            with sized(phone, width, height):
                phone.evaluate("size => { document.documentElement.style.fontSize = `${size}px`; }", root)
                assert is_seen_whole(phone, whole), (language, width, height, root)
                assert not probe(phone, "isSideways")


@pytest.mark.parametrize("screen", [PHONE, TABLET_PORTRAIT, TABLET_LANDSCAPE])
def test_one_row_stands_above_the_title(house: House, open_page: Open, screen: dict[str, object]) -> None:
    page = open_page(**screen)
    page.goto(house.url(house.begin().path))
    row = [page.locator(place) for place in (".top > span", ".languages summary", ".aa summary", ".leave a")]
    middles = [box["y"] + box["height"] / 2 for box in map(box_of, row)]
    assert max(middles) - min(middles) < 2
    assert top_of(page.locator("h1")) < (100 if screen is TABLET_LANDSCAPE else 70)


@pytest.mark.soak
@pytest.mark.parametrize("width", [360, 390, 820])
def test_the_longest_name_of_a_practice_leaves_the_row_one_row(
    house: House, open_page: Open, width: int, languages: Sequence[str]
) -> None:
    page = open_page(**PHONE | {"viewport": {"width": width, "height": 844}})
    name = page.locator(".top > span")
    for language in languages:
        with house.with_settings(name="Gemeinschaftspraxis für Paar- und Familientherapie am Lindenhof"):
            page.goto(house.url(house.begin(language=language).path))
        row = [name, *(page.locator(place) for place in (".languages summary", ".aa summary", ".leave a"))]
        middles = [box["y"] + box["height"] / 2 for box in map(box_of, row)]
        assert max(middles) - min(middles) < 2, language
        assert box_of(name)["height"] < 50
        assert box_of(name)["width"] > 60
        expect(name).to_have_attribute("title", name.inner_text())
        assert not probe(page, "isSideways")


def test_what_aa_holds_is_named_opened_by_keys_and_covers_nothing(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin().path))
    opener = phone.locator(".aa summary")
    expect(opener).to_have_accessible_name("Aa Larger text Read aloud Buttons 0 to 10")
    offered = [phone.get_by_role("button", name=name) for name in ("Larger text", "Read aloud", "Buttons 0 to 10")]
    for each in offered:
        expect(each).to_be_hidden()
    opener.press("Enter")
    for each in offered:
        expect(each).to_be_visible()
    assert box_of(offered[0])["y"] + 44 <= top_of(phone.locator("h1"))
    phone.keyboard.press("Tab")
    expect(offered[0]).to_be_focused()


def test_without_javascript_aa_holds_what_needs_none(house: House, open_page: Open) -> None:
    page = open_page(**PHONE, java_script_enabled=False)
    page.goto(house.url(house.begin(language="en").path))
    ways(page)
    expect(page.locator(".ways button:visible")).to_have_count(1)
    expect(page.locator(".aa summary")).to_have_accessible_name("Aa Larger text")
    page.get_by_role("button", name="Larger text").click()
    expect(page.locator(".progress:visible")).to_have_count(1)
    expect(page.locator(".progress:visible")).to_have_text("Question 1 of 5")


def test_larger_text_is_not_multiplied_and_its_end_words_stand_above_the_numbers(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin().path))
    phone.evaluate("() => { document.documentElement.style.fontSize = ''; }")
    ease(phone, "Larger text")
    expect(phone.locator(".part.here")).to_be_visible()
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert top_of(phone.locator(".part.here .ends")) < top_of(phone.locator(".part.here .steps"))
    edges = {round(box_of(phone.locator(place))["x"]) for place in (".help-line", "#safety")}
    assert len(edges) == 1


def sends_in_view(page: Page) -> bool:
    """Send is seen whole on a tablet held upright and held across."""
    sizes = [tablet["viewport"] for tablet in (TABLET_PORTRAIT, TABLET_LANDSCAPE)]
    seen = []
    for size in sizes:
        with sized(page, size["width"], size["height"]):
            seen.append(is_seen_whole(page, page.locator(".send")))
    return all(seen)


@pytest.mark.one_in(3, "language")
@pytest.mark.parametrize("language", LANGUAGES)
def test_send_is_in_view_for_couples_and_calls_that_are_asked_more(
    house: House, open_page: Open, language: str
) -> None:
    page = open_page(**TABLET_PORTRAIT)
    calls = house.begin(place="telehealth", language=language)
    couple, _ = house.cast.begin_together(house.new_code(), house.new_code())
    for waiting in (calls, couple):
        page.goto(house.url(waiting.path))
        expect(page.locator(".sorted")).to_be_hidden()
        assert sends_in_view(page)
        page.locator("[name=strain][value=no]").check()
        expect(page.locator(".sorted")).to_be_hidden()
        page.locator("[name=strain][value=partly]").check()
        expect(page.locator(".sorted")).to_be_visible()
        expect(page.locator(".only")).to_be_hidden()
        assert sends_in_view(page)


@pytest.mark.soak
@pytest.mark.parametrize("tablet", TABLETS)
def test_send_is_in_view_under_four_rows_of_faces(
    house: House, open_page: Open, tablet: dict[str, object], languages: Sequence[str]
) -> None:
    page = open_page(**tablet)
    for language in languages:
        asked(house, page, "child-check", language)
        assert is_seen_whole(page, page.locator(".send")), language
    expect(page.locator(".faced input").first).to_have_css("border-top-width", "1px")
    expect(page.locator(".faced input").first).not_to_have_css("border-top-color", "rgba(0, 0, 0, 0)")


def test_a_childs_week_has_air_above_its_faces_and_send_in_view(house: House, open_page: Open) -> None:
    code = house.new_code()
    house.begin(code=code)
    (waiting,) = house.cast.begin_week(code, measure="child-week")
    page = open_page(**TABLET_PORTRAIT)
    page.goto(house.url(waiting.path))
    asked_in, faces = (box_of(page.locator(place).first) for place in ("legend", ".faced"))
    assert faces["y"] - (asked_in["y"] + asked_in["height"]) >= 10
    for tablet in (TABLET_PORTRAIT, TABLET_LANDSCAPE):
        page.set_viewport_size(tablet["viewport"])
        assert is_seen_whole(page, page.locator(".send"))


def test_a_row_of_faces_stands_level_and_clear_of_its_cards(house: House, open_page: Open) -> None:
    page = open_page(**PHONE)
    for measure, language in (("child-check", "en"), ("child-check", "fr"), ("first-faces", "en")):
        asked(house, page, measure, language)
        cards, faces = (page.locator(place).all() for place in (".faced:visible .pick", ".faced:visible .face"))
        for card, face in zip(map(box_of, cards), map(box_of, faces), strict=True):
            assert card["x"] + 3 < face["x"], measure
            assert face["x"] + face["width"] + 3 < card["x"] + card["width"], measure
        one_row = [box_of(face)["y"] for face in faces[: 4 if measure == "first-faces" else 5]]
        assert max(one_row) - min(one_row) < 1, (measure, language)


@pytest.mark.soak
@pytest.mark.parametrize("screen", [PHONE, TABLET_LANDSCAPE])
def test_the_words_about_help_stand_beside_their_box(
    house: House, open_page: Open, screen: dict[str, object], languages: Sequence[str]
) -> None:
    page = open_page(**screen)
    for language in languages:
        asked(house, page, "session-check", language)
        box, words = (box_of(page.locator(place)) for place in ("#safety", ".help > label"))
        assert words["y"] < box["y"] + box["height"] / 2 < words["y"] + words["height"], language


@pytest.mark.soak
def test_send_stays_in_view_with_the_words_open_on_a_tablet_held_across(
    house: House, open_page: Open, languages: Sequence[str]
) -> None:
    page = open_page(**TABLET_LANDSCAPE)
    for language in languages:
        asked(house, page, "session-check", language)
        page.locator(".own-words summary").click()
        assert is_seen_whole(page, page.locator(".send")), language


def test_on_a_narrow_phone_a_face_stands_before_its_word(house: House, open_page: Open) -> None:
    page = open_page(**PHONE | {"viewport": {"width": 360, "height": 740}})
    asked(house, page, "child-check", "en")
    first, second = (box_of(page.locator(".faced .pick").nth(at)) for at in range(2))
    assert (first["x"], first["width"]) == (second["x"], second["width"])
    face = box_of(page.locator(".face").first)
    word = page.locator(".faced .pick span").first.evaluate(WORD_BEGINS)
    assert face["x"] + face["width"] < word


def test_the_youngest_is_asked_one_question_and_the_adult_the_rest_after_it(house: House, open_page: Open) -> None:
    page, waiting = open_page(**TABLET_LANDSCAPE), house.begin(measure="first-faces")
    page.goto(house.url(waiting.path))
    expect(page.locator("fieldset:visible")).to_have_count(1)
    expect(page.locator("#words, #safety, [name=talk]").locator("visible=true")).to_have_count(0)
    adult = page.locator(".adult > summary")
    assert top_of(page.locator(".send")) < top_of(page.locator(".who")) < top_of(adult)
    adult.press("Enter")
    page.get_by_role("radio", name="Next time").check()
    page.locator(".faced .pick").nth(2).tap()
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")
    assert house.stored(waiting).talk == "next"


def test_the_word_of_a_single_form_on_a_tablet_stands_at_its_foot(house: House, open_page: Open) -> None:
    page = open_page(**TABLET_LANDSCAPE)
    send_to(house, house.begin(), become(house, page))
    word = page.locator(".cue-word")
    expect(word).to_have_count(1)
    expect(page.locator(".whose")).to_contain_text("Form:")
    assert top_of(word) > top_of(page.locator("#form .send"))
    assert is_seen_whole(page, page.locator(".whose"))


def test_both_ends_of_the_foot_of_thanks_stand_on_one_line(house: House, open_page: Open) -> None:
    page = open_page(**TABLET_LANDSCAPE)
    page.goto(house.url(house.begin().path))
    page.get_by_role("button", name=LEAVE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")
    ends = [box_of(page.locator(".foot > p").nth(place)) for place in (0, 1)]
    assert abs(ends[0]["y"] + ends[0]["height"] - ends[1]["y"] - ends[1]["height"]) < 2


@pytest.mark.soak
def test_choosing_moves_nothing(house: House, open_page: Open, languages: Sequence[str]) -> None:
    page = open_page(**PHONE)
    for language in languages:
        asked(house, page, "session-check", language)
        ease(page, page.locator(".toggle").inner_text())
        before = page.evaluate(BOXES)
        page.locator("[name=talk][value=next]").check()
        page.locator("#item-topics [value='10']").check()
        assert page.evaluate(BOXES) == before


def tap_twice(page: Page, across: float, down: float) -> None:
    """A tenth of a second apart by the finger's own clock, however long the machine takes for it."""
    device, began = page.context.new_cdp_session(page), time.time()
    for after, kind in ((0.0, "touchStart"), (0.05, "touchEnd"), (0.1, "touchStart"), (0.15, "touchEnd")):
        points = [{"x": across, "y": down}] if kind == "touchStart" else []
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": began + after})
    device.detach()


def test_a_tap_on_a_mark_takes_it_away_and_two_in_haste_do_not(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin().path))
    with prepared(phone):
        tap(phone, "understood", 6)
    mark = phone.locator("#item-understood .mark")
    tap_twice(phone, *spot(phone, "topics", 6))
    assert value_of(phone, "topics") is not None
    phone.wait_for_timeout(HASTE_MS)
    tap(phone, "understood", 6)
    assert value_of(phone, "understood") is None
    expect(mark).to_be_hidden()
    expect(slider(phone, "understood")).to_have_attribute("aria-valuetext", "not marked")
    phone.wait_for_timeout(HASTE_MS)
    box = box_of(line(phone, "topics"))
    phone.mouse.click(box["x"] + 16 + (box["width"] - 32) * 0.6, box["y"] + box["height"] / 2)
    assert value_of(phone, "topics") is None


def test_an_answer_that_was_chosen_is_taken_away_by_touch_mouse_and_key(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin().path))
    now = phone.locator("[name=talk][value=now]")
    with prepared(phone):
        now.tap()
    for take_away in (now.tap, now.click):
        expect(now).to_be_checked()
        phone.wait_for_timeout(HASTE_MS)
        take_away()
        expect(now).not_to_be_checked()
        phone.wait_for_timeout(HASTE_MS)
        now.click()
    now.press("Delete")
    expect(now).not_to_be_checked()


def test_printed_a_line_has_its_mark(house: House, phone: Page) -> None:
    phone.goto(house.url(house.begin().path))
    tap(phone, "understood", 6)
    mark = phone.locator("#item-understood .mark")
    phone.emulate_media(media="print")
    expect(mark).to_have_css("print-color-adjust", "exact")
    expect(phone.locator(".send")).to_be_hidden()
