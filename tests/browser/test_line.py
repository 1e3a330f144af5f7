"""The line: nothing is on it until it is touched, and the mark is where the finger was lifted."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.client import box_of, ease, line, slider, spot, tap, until, value_of
from tests.browser.house import House

LAMP = (0xB5, 0x56, 0x1A)


def has_a_mark(page: Page) -> bool:
    """True if the mark can be seen: nothing else on the client's form has its colour."""
    picture = Image.open(BytesIO(line(page, "understood").screenshot())).convert("RGB")
    colours = picture.getcolors(maxcolors=1 << 20) or []
    return any(colour == LAMP for _, colour in colours)


def test_no_mark_is_on_a_line_before_it_is_touched(form: Page) -> None:
    line(form, "understood").hover()
    assert not has_a_mark(form)
    tap(form, "understood", 3)
    expect(form.locator("#item-understood .mark")).to_have_css("transform", "none")
    assert has_a_mark(form)


def test_a_tap_marks_where_it_is(form: Page) -> None:
    tap(form, "understood", 4.2)
    assert value_of(form, "understood") == pytest.approx(4.2, abs=0.05)


def test_a_tap_elsewhere_moves_the_mark(form: Page) -> None:
    tap(form, "understood", 4.2)
    tap(form, "understood", 8.0)
    assert value_of(form, "understood") == pytest.approx(8.0, abs=0.05)


def test_the_mark_is_where_the_finger_was_lifted(form: Page) -> None:
    form.mouse.move(*spot(form, "understood", 2))
    form.mouse.down()
    form.mouse.move(*spot(form, "understood", 7), steps=4)
    assert value_of(form, "understood") is None
    form.mouse.up()
    assert value_of(form, "understood") == pytest.approx(7.0, abs=0.05)


def test_a_finger_that_slides_off_the_line_marks_nothing(form: Page) -> None:
    across, down = spot(form, "understood", 2)
    form.mouse.move(across, down)
    form.mouse.down()
    form.mouse.move(across, down + 120, steps=4)
    form.mouse.up()
    assert value_of(form, "understood") is None
    assert not has_a_mark(form)


def test_a_mark_can_be_dragged(form: Page) -> None:
    tap(form, "understood", 2)
    form.mouse.move(*spot(form, "understood", 2))
    form.mouse.down()
    form.mouse.move(*spot(form, "understood", 6), steps=4)
    form.mouse.up()
    assert value_of(form, "understood") == pytest.approx(6.0, abs=0.05)


def test_a_mark_that_is_dragged_past_the_end_stays_at_the_end(form: Page) -> None:
    tap(form, "understood", 9)
    form.mouse.move(*spot(form, "understood", 9))
    form.mouse.down()
    form.mouse.move(*spot(form, "understood", 10.9), steps=4)
    form.mouse.up()
    assert value_of(form, "understood") == 10


@pytest.mark.parametrize(("beyond", "value"), [(-0.35, 0), (10.35, 10)])
def test_a_tap_beyond_an_end_is_the_very_end(form: Page, beyond: float, value: float) -> None:
    tap(form, "understood", beyond)
    assert value_of(form, "understood") == value


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["ArrowRight"], 5),
        (["ArrowRight", "ArrowRight"], 5.5),
        (["ArrowRight", "ArrowDown"], 4.5),
        (["ArrowLeft", "Shift+ArrowUp"], 5.1),
        (["Home"], 0),
        (["End"], 10),
        (["PageUp", "PageUp"], 7),
        (["Home", "PageDown"], 0),
        (["End", "Delete"], None),
    ],
)
def test_keys_move_the_mark(form: Page, keys: list[str], value: float | None) -> None:
    slider(form, "understood").focus()
    for key in keys:
        form.keyboard.press(key)
    assert value_of(form, "understood") == value


def test_scrolling_by_touch_marks_nothing(form: Page) -> None:
    form.set_viewport_size({"width": 390, "height": 500})
    across, down = spot(form, "topics", 4)
    finger = form.context.new_cdp_session(form)
    before = form.evaluate("scrollY")
    for moved in range(0, 151, 15):
        point = {"x": across, "y": down - moved}
        finger.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if moved else "touchStart", "touchPoints": [point]}
        )
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    until(form, f"scrollY > {before} + 100")
    assert value_of(form, "topics") is None


def test_a_line_says_its_question_both_ends_and_that_nothing_is_marked(form: Page) -> None:
    asked = form.get_by_role("slider", name="Today I felt …")
    expect(asked).to_have_accessible_name("Today I felt … 0 not understood, 10 fully understood")
    expect(asked).to_have_attribute("aria-valuetext", "not marked")
    asked.press("End")
    expect(asked).to_have_attribute("aria-valuetext", "10 of 10")


def test_the_keys_focus_is_seen_on_an_empty_line(form: Page) -> None:
    form.get_by_role("button", name="Privacy").focus()
    form.keyboard.press("Tab")
    expect(slider(form, "understood")).to_be_focused()
    expect(form.locator("#item-understood .track")).to_have_css("outline-width", "3px")
    assert box_of(line(form, "understood"))["height"] >= 48


def buttons(page: Page) -> None:
    ease(page, "Buttons 0 to 10")


def lines(page: Page) -> None:
    ease(page, "Lines")


def test_the_buttons_are_eleven_with_none_chosen(form: Page) -> None:
    buttons(form)
    offered = form.get_by_role("group", name="Today I felt …").get_by_role("radio")
    expect(offered).to_have_count(11)
    expect(form.get_by_role("slider")).to_have_count(0)
    assert not any(radio.is_checked() for radio in form.get_by_role("radio").all())


def test_a_mark_outlives_a_look_at_the_buttons(form: Page) -> None:
    tap(form, "understood", 8.3)
    exact = value_of(form, "understood")
    buttons(form)
    assert value_of(form, "understood") == 8
    assert value_of(form, "topics") is None
    lines(form)
    assert value_of(form, "understood") == exact
    assert value_of(form, "topics") is None


def test_what_is_chosen_by_button_is_then_marked_on_the_line(form: Page) -> None:
    tap(form, "understood", 8.3)
    buttons(form)
    form.get_by_role("group", name="Today I felt …").get_by_label("2", exact=True).tap()
    lines(form)
    assert value_of(form, "understood") == 2
    assert has_a_mark(form)


def test_where_a_practice_begins_with_buttons_lines_are_a_tap_away(house: House, phone: Page) -> None:
    with house.with_settings(buttons_first=True):
        phone.goto(house.url(house.begin().path))
    expect(phone.get_by_role("group", name="Today I felt …").get_by_role("radio")).to_have_count(11)
    lines(phone)
    expect(slider(phone, "understood")).to_be_attached()
    expect(line(phone, "understood")).to_be_visible()
