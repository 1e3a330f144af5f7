"""Another language on the form itself: every mark, word and choice goes along, and nothing is stored by it."""

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from kiosk.storage.tables import CheckIn, Client
from tests.support.practice import Cast, Waiting
from tests.support.stored import dump, stored
from tests.web.browsing import JSON, answer, checked, hidden, read
from tests.web.page_rules import parse, words

FILLED = {
    "item-understood": "8",
    "item-topics": "3",
    "strain": "partly",
    "sorted": "yes",
    "talk": "next",
    "safety": "yes",
    "words": "The phone call,\nand my sister.",
    "marked": "buttons",
}


def switch(phone: FlaskClient, waiting: Waiting, to: str, **more: str) -> TestResponse:
    """Fill the form in, then choose another language on it."""
    fields = {"key": hidden(phone.get(waiting.path), "key"), "language": "en", "to": to}
    return phone.post(waiting.path, data=FILLED | fields | more)


def test_everything_that_was_marked_goes_along(cast: Cast, phone: FlaskClient) -> None:
    page = switch(phone, cast.begin(place="telehealth"), "de")
    assert page.status_code == 200
    assert parse(page.text).root.get("lang") == "de"
    assert "Heute fühlte ich mich …" in read(page)
    chosen = {name: value for name, value in FILLED.items() if name not in {"words", "marked"}}
    assert checked(page) == chosen
    area = parse(page.text).by_id("words")
    assert area is not None
    assert area.text == FILLED["words"]


def test_an_exact_mark_of_a_line_goes_along_too(cast: Cast, phone: FlaskClient) -> None:
    page = switch(phone, cast.begin(), "ar", **{"item-understood": "8.3", "marked": "line"})
    item = parse(page.text).by_id("item-understood")
    assert item is not None
    assert item.get("data-value") == "8.3"
    assert parse(page.text).root.get("dir") == "rtl"


def test_nothing_is_stored_and_the_form_goes_on_being_the_same(
    cast: Cast, phone: FlaskClient, time_machine: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    phone.post(f"{waiting.path}/seen", data={"state": "opened"})
    before = dump(cast)
    key = hidden(phone.get(waiting.path), "key")
    time_machine.shift(30)
    page = phone.post(waiting.path, data=FILLED | {"key": key, "to": "fr"})
    assert hidden(page, "key") == key
    assert dump(cast) == before


def test_the_answer_is_kept_with_the_language_it_was_given_in(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    page = switch(phone, waiting, "es")
    sent = phone.post(waiting.path, data=FILLED | {"key": hidden(page, "key"), "language": hidden(page, "language")})
    assert sent.status_code == 303
    assert stored(cast, CheckIn.language) == ["es"]
    assert stored(cast, Client.language) == [""]
    assert "Alice ya tiene la respuesta." in read(phone.get("/c/thanks"))


def test_a_mistake_is_told_in_the_language_of_the_form_in_hand(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    page = answer(phone, waiting, {"item-topics": "11", "language": "fr"})
    assert "Merci de marquer un endroit de 0 à 10" in read(page)
    assert parse(page.text).root.get("lang") == "fr"
    asked = answer(phone, waiting, {"item-topics": "11", "language": "de"}, headers=JSON).get_json()
    assert asked["message"].startswith("Bitte eine Stelle von 0 bis 10 markieren")


@pytest.mark.parametrize("odd", ["", "klingon", "../de", "de\x00", "pt-BR"])
def test_a_language_it_does_not_have_leaves_it_as_it_is(cast: Cast, phone: FlaskClient, odd: str) -> None:
    page = switch(phone, cast.begin(), odd)
    assert page.status_code == 200
    assert parse(page.text).root.get("lang") == "en"


def test_each_language_is_named_in_itself_and_the_present_one_is_said(cast: Cast, phone: FlaskClient) -> None:
    page = parse(phone.get(cast.begin(language="de").path).text)
    offered = [(each.get("lang"), words(each)) for each in page.all("button") if each.get("name") == "to"]
    assert offered == [("en", "English"), ("ar", "العربية"), ("es", "Español"), ("fr", "Français")]
    assert words(next(page.all("summary"))) == "Sprache: Deutsch"


def test_enter_sends_and_never_changes_the_language(cast: Cast, phone: FlaskClient) -> None:
    page = parse(phone.get(cast.begin().path).text)
    first = next(each for each in page.all("button") if each.get("type") == "submit")
    assert (first.get("form"), first.get("name"), first.get("formaction")) == ("form", None, None)


def test_a_closed_form_is_closed_in_every_language(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    key = hidden(phone.get(waiting.path), "key")
    cast.send(waiting, understood="9.0")
    late = phone.post(waiting.path, data=FILLED | {"key": key, "to": "de"})
    assert late.status_code == 410
    assert FILLED["words"][:9] not in late.text


def test_without_a_key_of_ours_it_is_still_only_a_look(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    before = dump(cast)
    page = phone.post(waiting.path, data={"to": "de", "key": "made up"})
    assert "Wie war es heute?" in read(page)
    assert dump(cast) == before
