"""Taps: chosen on release, seen without colour, and named for a screen reader by their visible word."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE
from tests.browser.client import LOW, about, box_of, ease, send_and_be_thanked, tap
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.sight import LIGHTS, in_each_light, strong_changes

SMALLEST = PHONE | {"viewport": {"width": 320, "height": 568}}
EDGE_PX = 2 * 44
"""As many pixels as one side of the smallest target has in a line of two."""


@pytest.fixture
def form(house: House, phone: Page) -> Page:
    """The form with its buttons."""
    phone.goto(house.url(house.begin().path))
    ease(phone, "Buttons 0 to 10")
    return phone


@pytest.fixture
def faces(house: House, open_elsewhere: Open) -> Page:
    page = open_elsewhere(**PHONE)
    page.goto(house.url(house.cast.begin(house.new_code(), measure="child-check").path))
    return page


@pytest.mark.parametrize("target", ["#item-understood .pick >> nth=4", "[name=talk][value=now]", ".send", "#decline"])
def test_a_finger_that_slides_off_before_it_is_lifted_does_nothing(form: Page, target: str) -> None:
    before, box = form.url, box_of(form.locator(target))
    form.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    form.mouse.down()
    assert form.locator("input:checked").count() == 0
    form.mouse.move(4, 4, steps=4)
    form.mouse.up()
    assert form.locator("input:checked").count() == 0
    expect(form.locator("#problems")).to_be_hidden()
    assert form.url == before


def test_the_buttons_are_answered_by_taps_alone(house: House, open_elsewhere: Open) -> None:
    page, waiting = open_elsewhere(**SMALLEST), house.begin()
    page.goto(house.url(waiting.path))
    ease(page, "Buttons 0 to 10")
    for item, step in {"understood": 4, "topics": 9, "approach": 0, "overall": 10}.items():
        page.locator(f"#item-{item}").get_by_label(str(step), exact=True).tap()
    page.get_by_role("radio", name="Next time").tap()
    send_and_be_thanked(page)
    assert house.stored(waiting).marks == {"understood": 40, "topics": 90, "approach": 0, "overall": 100}


def test_on_the_smallest_screen_taps_lead_from_the_link_to_thanks(house: House, open_elsewhere: Open) -> None:
    page, waiting = open_elsewhere(**SMALLEST), house.begin()
    page.goto(house.url(waiting.path))
    page.locator(".languages summary").tap()
    page.get_by_role("button", name="Deutsch").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie war es heute?")
    for item, value in LOW.items():
        tap(page, item, value)
    page.locator("[name=talk][value=now]").tap()
    page.locator("#safety").tap()
    page.get_by_role("button", name="Senden", exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke.")
    expect(page.get_by_role("link", name="0800 555 0134")).to_be_in_viewport()
    response = house.stored(waiting)
    assert (response.marks, response.talk, response.safety) == (about(LOW, scale=10), "now", True)


def test_a_group_of_buttons_is_called_by_its_question_and_both_ends(form: Page) -> None:
    group = form.get_by_role("group", name="Today I felt … 0 not understood, 10 fully understood")
    expect(group.get_by_role("radio")).to_have_count(11)
    assert not any(radio.is_checked() for radio in group.get_by_role("radio").all())


def test_a_face_is_called_by_the_word_that_is_seen_under_it(faces: Page) -> None:
    cards = faces.locator(".faced").first.locator(".pick")
    words = [" ".join(card.inner_text().split()) for card in cards.all()]
    assert all(words)
    for card, word in zip(cards.all(), words, strict=True):
        expect(card.get_by_role("radio")).to_have_accessible_name(word)


@pytest.mark.parametrize("target", ["#item-understood .pick >> nth=4", ".talk .pick >> nth=0"])
def test_what_is_chosen_is_seen_without_colours_in_every_light(form: Page, target: str) -> None:
    place = form.locator(target)
    box = box_of(place)
    edges = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
    before = in_each_light(form, edges)
    place.get_by_role("radio").evaluate("radio => { radio.checked = true; }")
    after = in_each_light(form, edges, reversed(LIGHTS))
    assert [light for light in LIGHTS if strong_changes(before[light], after[light]) < EDGE_PX] == []


def test_a_chosen_face_is_seen_without_colours_in_every_light(faces: Page) -> None:
    test_what_is_chosen_is_seen_without_colours_in_every_light(faces, ".faced .pick >> nth=0")
