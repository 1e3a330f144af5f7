"""Forms as FHIR: every version, its wording in every language where that may be given, and its answers as codes."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kiosk.catalogue import measure, measures, read_measure
from kiosk.domain.measures import Measure
from kiosk.interchange.fhir.answers import TALK, WORDS
from kiosk.interchange.fhir.naming import Names, Resource
from kiosk.interchange.fhir.questionnaires import BY_REFERENCE, questionnaire
from kiosk.languages import load_languages
from tests.support.fhir import sound
from tests.unit.test_fhir_answers import INSTALLED

NAMES = Names("https://practice.example/fhir")
FIVE = {"en", "de", "fr", "es", "ar"}


def form(of: Measure, *, is_newest: bool = True) -> Resource:
    return questionnaire(of, NAMES, load_languages(), is_newest=is_newest)


def questions(found: Resource) -> list[Resource]:
    return [item for item in found["item"] if item["linkId"].startswith("item-")]


def texts(element: Mapping[str, Any], name: str) -> dict[str, str]:
    """A text in each of its languages; the first is English here."""
    translations = [one["extension"] for one in element.get(f"_{name}", {"extension": []})["extension"]]
    return {"en": element[name]} | {lang["valueCode"]: content["valueString"] for lang, content in translations}


def every_text(found: Resource) -> Iterator[dict[str, str]]:
    yield texts(found, "title")
    for item in found["item"]:
        yield texts(item, "text")
        yield from (texts(end, "text") for end in item.get("item", ()))
        yield from (texts(option["valueCoding"], "display") for option in item.get("answerOption", ()))


@pytest.mark.parametrize("of", measures().every(), ids=lambda of: f"{of.id}-v{of.version}")
def test_every_form_of_ours_has_all_its_words_in_all_five_languages(of: Measure) -> None:
    found = sound(form(of))
    assert [item["linkId"] for item in questions(found)] == [f"item-{item.id}" for item in of.items]
    assert (found["copyright"], found["version"]) == (of.licence, str(of.version))
    for said in every_text(found):
        assert said.keys() == FIVE
        assert all(said.values())


def test_a_line_goes_from_0_to_10_with_the_words_at_its_ends() -> None:
    line = questions(form(measure("session-check")))[0]
    bounds = {one["url"].rpartition("/")[2]: next(iter(list(one.values())[1:])) for one in line["extension"]}
    assert (line["type"], bounds["minValue"], bounds["maxValue"], bounds["maxDecimalPlaces"]) == ("decimal", 0, 10, 1)
    words = measure("session-check").item("understood").texts["de"]
    assert [texts(end, "text")["de"] for end in line["item"]] == [words.low, words.high]


def test_a_face_has_its_value_as_code_and_number_and_its_word() -> None:
    options = [one["valueCoding"] for one in questions(form(measure("child-check")))[0]["answerOption"]]
    assert [one["code"] for one in options] == ["0", "2.5", "5", "7.5", "10"]
    assert [one["extension"][0]["valueDecimal"] for one in options] == [0, 2.5, 5, 7.5, 10]
    assert texts(options[2], "display")["de"] == "Teils, teils"


def test_versions_share_an_address_and_the_newest_is_active() -> None:
    old, new = form(measure("session-check", 1), is_newest=False), form(measure("session-check", 2))
    assert old["url"] == new["url"] == f"{NAMES.base}/Questionnaire/session-check"
    assert [(one["id"], one["status"]) for one in (old, new)] == [
        ("session-check-v1", "retired"),
        ("session-check-v2", "active"),
    ]


def test_what_a_form_can_have_beside_its_questions_is_in_it_too() -> None:
    assert [item["linkId"] for item in form(measure("felt-understood"))["item"]][1:] == [WORDS, TALK]


def test_an_installed_form_without_an_open_licence_has_no_wording_and_all_its_questions() -> None:
    of = read_measure("other-scale-v3.toml", INSTALLED.format(licence="A licence of this practice"))
    found = sound(form(of))
    (question,) = questions(found)
    assert (question["linkId"], question["type"], "text" in question, "item" in question) == (
        "item-first",
        "decimal",
        False,
        False,
    )
    assert "A sentence of a book" not in str(found)
    assert (found["copyright"], found["description"].endswith(BY_REFERENCE)) == ("A licence of this practice", True)


def test_an_installed_form_with_an_open_licence_has_its_wording() -> None:
    of = read_measure("other-scale-v3.toml", INSTALLED.format(licence="CC-BY-4.0"))
    assert questions(sound(form(of)))[0]["text"] == "A sentence of a book"
