"""Accessibility of every page, as far as it can be read in the page itself."""

import pytest
from flask.testing import FlaskClient

from tests.support.practice import PASSWORD, Cast
from tests.web.browsing import Desk, answer, lines
from tests.web.page_rules import Page, parse

HELP = "0800 555 0134"


def places(page: Page, *wanted: str) -> list[int]:
    """The place of each of these in the page: an id, or a class."""
    found = []
    for place, element in enumerate(page.elements()):
        names = {element.get("id") or "", *(element.get("class") or "").split()}
        if names & set(wanted):
            found.append(place)
    return found


def test_no_page_forbids_to_zoom(cast: Cast, phone: FlaskClient, alice: Desk) -> None:
    pages = [phone.get(path) for path in (cast.begin().path, "/join", "/c/nothing", "/login")]
    pages += [alice.get(path) for path in ("/", "/clients", "/settings", "/account")]
    for response in pages:
        (viewport,) = [each for each in parse(response.text).all("meta") if each.get("name") == "viewport"]
        assert viewport.get("content") == "width=device-width, initial-scale=1", response.request.path


@pytest.mark.parametrize("show", ["", "easy"])
def test_the_way_out_and_the_help_come_in_the_same_order_after_the_questions(
    cast: Cast, phone: FlaskClient, show: str
) -> None:
    waiting = cast.begin()
    blank = answer(phone, waiting, {"show": show} if show else {})
    page = parse(blank.text)
    first, *_ = places(page, "item")
    (decline,) = places(page, "decline")
    help_line, *_ = places(page, "help-line")
    (tap,) = places(page, "safety")
    assert first < decline < help_line < tap


def test_the_help_line_is_the_last_thing_on_the_page_after_sending(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    answer(phone, waiting, lines())
    page = parse(phone.get("/c/thanks").text)
    help_line, *_ = places(page, "help-line")
    assert help_line > max(places(page, "centre", "horizon"))


def test_password_managers_and_pasting_can_fill_in_the_login(phone: FlaskClient) -> None:
    fields = {field.get("name"): field for field in parse(phone.get("/login").text).all("input")}
    assert fields["email"].get("autocomplete") == "username"
    assert fields["password"].get("autocomplete") == "current-password"
    assert not any(field.get("onpaste") or field.get("maxlength") for field in fields.values())
    assert len(PASSWORD) > 20


def test_one_question_at_a_time_stores_nothing_and_keeps_every_mark(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    page = answer(phone, waiting, {"show": "easy", "item-understood": "4", "words": "Slower.", "talk": "now"})
    assert page.status_code == 200
    kept = {each.get("name"): each.get("value") for each in parse(page.text).all("input") if "checked" in each.attrib}
    assert (kept, "Slower." in page.text) == ({"item-understood": "4", "talk": "now"}, True)
    sent = answer(phone, waiting, {"item-understood": "4"})
    assert sent.status_code == 303
