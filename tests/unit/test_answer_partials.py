"""Tests of the parts of a form that are marked with faces or words: radios, each with a word that is seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk import catalogue
from kiosk.domain.measures import FACES, Item
from tests.web.page_rules import Page, parse, words

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[2] / "templates"),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals["_"] = str
CHOSEN = [item for measure in catalogue.measures().values() for item in measure.items if item.kind != "line"]


@dataclass(frozen=True)
class ShownOption:
    """An option as a form's page holds it."""

    value: str
    word: str
    face: str


@dataclass(frozen=True)
class ShownItem:
    """An item as a form's page holds it."""

    id: str
    question: str
    options: Sequence[ShownOption]
    value: str = ""


def shown(item: Item, value: str = "") -> Page:
    options = [ShownOption(option.text, option.words["en"], option.face) for option in item.options]
    field = ShownItem(item.id, item.texts["en"].question, options, value)
    html = TEMPLATES.get_template(f"partials/answers/{item.kind}.html").render(item=field)
    return parse(f"<!doctype html><title>x</title>{html}", fragment=True)


def radios(page: Page) -> Iterator[dict[str, str]]:
    return (dict(element.items()) for element in page.all("input"))


@pytest.mark.parametrize("item", CHOSEN, ids=lambda item: item.id)
def test_every_answer_is_a_radio_in_a_label_that_says_its_word_and_one_more_takes_it_away(item: Item) -> None:
    page = shown(item)
    assert page.errors == ()
    assert [radio["value"] for radio in radios(page)] == [*(option.text for option in item.options), ""]
    assert [words(label) for label in page.all("label")] == [*(option.words["en"] for option in item.options), "–"]  # noqa: RUF001 -- as printed
    assert [words(legend) for legend in page.all("legend")] == [item.texts["en"].question]


@pytest.mark.parametrize("item", CHOSEN, ids=lambda item: item.id)
def test_no_answer_is_chosen_beforehand(item: Item) -> None:
    assert not any("checked" in radio for radio in radios(shown(item)))


def test_what_was_chosen_is_still_chosen_when_the_form_comes_back() -> None:
    page = shown(catalogue.measure("child-check").item("topics"), "2.5")
    assert [radio["value"] for radio in radios(page) if "checked" in radio] == ["2.5"]


def test_long_words_or_many_of_them_stand_below_each_other_on_a_phone() -> None:
    def classes(*written: str) -> str:
        options = [ShownOption(str(place), word, "") for place, word in enumerate(written)]
        page = TEMPLATES.get_template("partials/answers/choice.html").render(item=ShownItem("x", "X", options))
        return page.partition('<div class="')[2].partition('"')[0]

    assert classes("Not at all", "Fully") == "cards"
    assert classes("Occasionally", "Fully") == "cards long"
    assert classes(*"abcdef") == "cards long"


@pytest.mark.parametrize("name", FACES)
def test_every_face_is_drawn_with_eyes_and_one_mouth_and_no_colour(name: str) -> None:
    drawn = str(TEMPLATES.get_template("macros/faces.html").make_module().face(name))  # type: ignore[attr-defined]
    assert (drawn.count("<circle"), drawn.count("<path")) == (1, 2)
    assert 'fill="none" stroke="currentColor"' in drawn
    assert "#" not in drawn


def test_no_two_faces_have_the_same_mouth() -> None:
    macro = TEMPLATES.get_template("macros/faces.html").make_module().face  # type: ignore[attr-defined]
    assert len({str(macro(name)) for name in FACES}) == len(FACES)
