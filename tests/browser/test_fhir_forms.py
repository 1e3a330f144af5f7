"""Forms as FHIR in a renderer that is not ours: LHC-Forms shows every one, and the answers to one of them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from kiosk.catalogue import measures
from kiosk.domain.measures import Measure
from kiosk.interchange.fhir.naming import Names
from kiosk.interchange.fhir.questionnaires import questionnaire
from kiosk.interchange.fhir.responses import questionnaire_response
from kiosk.languages import load_languages
from tests.unit.program_check_ins import answered

pytestmark = pytest.mark.soak

FOLDER: Final = Path(__file__).parents[2] / "build" / "lforms"
SCRIPTS: Final = ("webcomponent/assets/lib/zone.min.js", "webcomponent/lhc-forms.js", "fhir/R4/lformsFHIR.min.js")
PAGE: Final = f"""<!doctype html>
<meta charset="utf-8"><title>A form</title><link rel="stylesheet" href="webcomponent/styles.css"><div id="form"></div>
{"".join(f'<script src="{script}"></script>' for script in SCRIPTS)}
"""
SHOW: Final = """async ([form, answers]) => {
    const place = document.querySelector("#form");
    place.innerHTML = "";
    let shown = LForms.Util.convertFHIRQuestionnaireToLForms(form, "R4");
    if (answers) shown = LForms.Util.mergeFHIRDataIntoLForms("QuestionnaireResponse", answers, shown, "R4");
    await LForms.Util.addFormToPage(shown, "form");
    return [place.innerText, [...place.querySelectorAll("input, textarea")].map((one) => one.value)];
}"""
NAMES: Final = Names("https://practice.example/fhir")


@pytest.fixture(scope="module")
def renderer(browser: Browser, pytestconfig: pytest.Config) -> Iterator[Page]:
    """The renderer's page, from files alone: what it asks of the network fails."""
    if not pytestconfig.getoption("--whole"):
        pytest.skip("its files are fetched for make soak alone")
    if not (FOLDER / "made.stamp").is_file():
        assert os.environ.get("ENGINES") != "all", ".ci/provide forms"
        pytest.skip("LHC-Forms is not here: .ci/provide forms")
    (FOLDER / "page.html").write_text(PAGE, encoding="utf-8")
    context = browser.new_context()
    context.set_offline(True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((FOLDER / "page.html").as_uri())
    page.wait_for_function("window.LForms && LForms.Util && LForms.FHIR")
    yield page
    assert faults == []
    context.close()


def as_fhir(form: Measure) -> dict[str, object]:
    return questionnaire(form, NAMES, load_languages(), is_newest=True)


@pytest.mark.parametrize("form", measures().every(), ids=lambda form: f"{form.id}-v{form.version}")
def test_every_question_of_a_form_is_shown(renderer: Page, form: Measure) -> None:
    text, _ = renderer.evaluate(SHOW, [as_fhir(form), None])
    assert [item.id for item in form.items if item.texts["en"].question not in text] == []


def test_the_answers_to_a_form_are_shown_at_their_questions(renderer: Page) -> None:
    one = answered({"understood": 94, "topics": 90, "overall": 0}, words="The yellow door.")
    _, values = renderer.evaluate(SHOW, [as_fhir(one.measure), questionnaire_response(one, NAMES)])
    assert values[:5] == ["9.4", "9", "", "0", "The yellow door."]
