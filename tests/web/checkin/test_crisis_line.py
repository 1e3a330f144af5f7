"""The practice's crisis sentence in each language a client may read: its own where there is one, else the main one."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.storage.tables import Practice
from tests.support.practice import Cast
from tests.support.stored import every_column
from tests.web.browsing import Desk, answer, hidden, lines, read
from tests.web.page_rules import parse
from tests.web.several import begin

NUMBER = "0800 555 0134"
MAIN = "If you need help right now:"
IN_SPANISH = f"Ayuda en el {NUMBER}, día y noche."
IN_ARABIC = "للمساعدة في أي وقت:"
PRACTICE = {"name": "Lindenhof Practice", "crisis_text": MAIN, "crisis_number": NUMBER, "time_zone": "UTC"}
OTHERS = {"crisis_language": "en", "crisis_text-es": IN_SPANISH, "crisis_text-ar": f"  {IN_ARABIC} "}


@pytest.fixture
def written(cast: Cast, alice: Desk) -> Cast:
    """A practice that has written its sentence in English, Spanish and Arabic."""
    assert alice.post("/settings", PRACTICE | OTHERS).status_code == 303
    return cast


def shown(page: TestResponse) -> list[tuple[str, str | None, str | None]]:
    """Each time that the line stands on a page: what it says, its language and its direction."""
    found = [each for each in parse(page.text).all("bdi") if each.get("lang")]
    return [(" ".join("".join(each.itertext()).split()), each.get("lang"), each.get("dir")) for each in found]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("es", (IN_SPANISH, "es", "ltr")),
        ("ar", (f"{IN_ARABIC} {NUMBER}", "ar", "rtl")),
        ("en", (f"{MAIN} {NUMBER}", "en", "ltr")),
        ("fr", (f"{MAIN} {NUMBER}", "en", "ltr")),
    ],
)
def test_form_and_thanks_have_it_in_the_language_of_the_form_or_as_it_was_written(
    written: Cast, phone: FlaskClient, language: str, line: tuple[str, str, str]
) -> None:
    waiting = written.begin(language=language)
    assert shown(phone.get(waiting.path)) == [line] * 2
    answer(phone, waiting, lines() | {"language": language, "safety": "yes"})
    assert shown(phone.get("/c/thanks")) == [line]


def test_on_the_form_itself_it_changes_with_the_language(written: Cast, phone: FlaskClient) -> None:
    waiting = written.begin()
    fields = {"key": hidden(phone.get(waiting.path), "key"), "language": "en", "to": "es"}
    assert {text for text, _, _ in shown(phone.post(waiting.path, data=fields))} == {IN_SPANISH}


def test_whom_the_form_is_not_for_reads_it_in_the_language_that_was_chosen(
    written: Cast, alice: Desk, phone: FlaskClient
) -> None:
    person = begin(alice, written, "C-001", "C-002").people[0]
    fields = {"key": hidden(phone.get(person.path), "key"), "language": "es"}
    phone.post(f"{person.path}/not-me", data=fields)
    assert shown(phone.get("/c/not-me")) == [(IN_SPANISH, "es", "ltr")]


def test_the_settings_show_what_is_written_and_the_therapist_reads_the_practices_own(
    written: Cast, alice: Desk, phone: FlaskClient
) -> None:
    page = parse(alice.get("/settings").text)
    fields = {tag: page.by_id(f"crisis_text-{tag}") for tag in ("en", "es", "ar", "de")}
    assert {tag: field.text for tag, field in fields.items() if field is not None} == {
        "es": IN_SPANISH,
        "ar": IN_ARABIC,
        "de": None,
    }
    waiting = written.begin(language="es")
    answer(phone, waiting, lines() | {"safety": "yes"})
    assert f"Their form shows: “{MAIN} {NUMBER}”" in read(alice.get(f"/visits/{waiting.visit}"))


def test_a_text_is_taken_back_by_leaving_it_empty(written: Cast, alice: Desk, phone: FlaskClient) -> None:
    alice.post("/settings", PRACTICE | {"crisis_text-ar": IN_ARABIC})
    line = (f"{MAIN} {NUMBER}", "en", "ltr")
    assert shown(phone.get(written.begin(language="es").path)) == [line] * 2


def test_the_practices_own_must_exist_and_no_language_has_two(written: Cast, alice: Desk) -> None:
    before = every_column(written, Practice)
    for typed, said in (
        ({"crisis_text": "", "crisis_number": ""}, "Write it here too"),
        ({"crisis_language": "es"}, "The sentence above is in this language."),
        ({"crisis_text-es": "x" * 301}, "Use 300 characters at most."),
    ):
        refused = alice.post("/settings", PRACTICE | OTHERS | typed)
        assert (refused.status_code, said in read(refused)) == (422, True)
        assert IN_ARABIC in refused.text
    assert every_column(written, Practice) == before


def test_the_practices_own_may_be_in_any_of_its_languages(written: Cast, alice: Desk, phone: FlaskClient) -> None:
    alice.post("/settings", PRACTICE | {"crisis_text": "Hilfe, Tag und Nacht:", "crisis_language": "de"})
    line = (f"Hilfe, Tag und Nacht: {NUMBER}", "de", "ltr")
    assert shown(phone.get(written.begin(language="en").path)) == [line] * 2
    written.settle(language="fr")
    assert shown(phone.get(written.begin(language="ar").path)) == [line] * 2
