"""Characters that are no text, or that no page may hold, wherever they are typed."""

import pytest
from flask.testing import FlaskClient

from tests.support.practice import WELL, Cast
from tests.support.stored import dump
from tests.web.browsing import Desk, answer, hidden, lines


@pytest.mark.parametrize("odd", ["5\x00", "\x00"])
def test_a_nul_in_a_mark_is_refused_on_a_page_that_browsers_can_read(cast: Cast, phone: FlaskClient, odd: str) -> None:
    waiting = cast.begin()
    before = dump(cast)
    assert answer(phone, waiting, lines(understood=odd)).status_code == 422
    assert dump(cast) == before


@pytest.mark.parametrize("field", ["words", "item-understood"])
@pytest.mark.parametrize("odd", ["%ED%A0%80", "%FF", "%C3"])
def test_what_is_no_text_is_refused_and_not_kept_as_percent_signs(
    cast: Cast, phone: FlaskClient, field: str, odd: str
) -> None:
    waiting = cast.begin()
    key, before = hidden(phone.get(waiting.path), "key"), dump(cast)
    body = f"key={key}&marked=line&item-topics=5&{field}={odd}"
    sent = phone.post(waiting.path, data=body, content_type="application/x-www-form-urlencoded")
    assert sent.status_code in {400, 422}
    assert dump(cast) == before


@pytest.mark.parametrize("odd", ["\x0b", "\x7f", "\x85", "\x9f", "\ufdd0", "\uffff", "\U0010ffff"])
def test_what_no_page_may_hold_is_on_no_page_and_the_rest_of_the_words_is(
    cast: Cast, alice: Desk, phone: FlaskClient, odd: str
) -> None:
    waiting, words = cast.begin(), {"words": f"Rain{odd}bow"}
    refused = answer(phone, waiting, lines(understood="12") | words)
    assert (refused.status_code, "Rainbow" in refused.text) == (422, True)
    assert answer(phone, waiting, lines() | words).status_code == 303
    assert "Rainbow" in alice.get(f"/visits/{waiting.visit}").text


def test_a_field_that_comes_twice_keeps_what_was_marked_as_the_page_says(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    key = hidden(phone.get(waiting.path), "key")
    twice = {"key": key, "marked": "buttons", "item-topics": "7", "words": ["Still here", "Still here"]}
    refused = phone.post(waiting.path, data=twice)
    assert refused.status_code == 400
    assert "Your answers are still here." not in refused.text or "Still here" in refused.text


def test_odd_characters_typed_anywhere_come_back_on_pages_that_browsers_can_read(
    alice: Desk, phone: FlaskClient
) -> None:
    assert phone.post("/join", data={"code": "\x00" * 8}).status_code == 422
    assert alice.post("/visits", {"client": "C\x00", "measure": "session-check", "place": "room"}).status_code == 422


def test_a_note_with_an_odd_character_is_refused_or_readable(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, understood=WELL["understood"])
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": "a\x00b"})
    assert alice.get(f"/visits/{waiting.visit}").status_code == 200
