"""The language a client is asked in: chosen once by the therapist, else the practice's, else the form's own."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kiosk import catalogue
from kiosk.domain.measures import Measure
from kiosk.languages import load_languages
from kiosk.storage.tables import CheckIn, Client
from tests.support.practice import Cast
from tests.support.stored import stored
from tests.web.browsing import Desk, answer, hidden, lines, log_in, read
from tests.web.conftest import Stage
from tests.web.page_rules import parse

START = {"client": "C-1", "place": "room", "measure": "session-check"}
OWN = """
id = "own"
version = 1
source = "Invented."
licence = "Ours."
note = "Invented."
names.en = "Own"
score.kind = "none"

[audience]
people = ["individual"]
words.en = "Anybody"

[[items]]
id = "one"
kind = "line"
texts.en = { question = "Here it was …", low = "dark", high = "light", label = "Light" }
"""


def languages_of(cast: Cast) -> list[str]:
    return stored(cast, CheckIn.language)


@pytest.mark.parametrize("measure", catalogue.measures().values(), ids=lambda measure: measure.id)
def test_every_form_of_ours_has_every_language_of_clients(measure: Measure) -> None:
    assert set(measure.languages) == {tag for tag, one in load_languages().items() if "client" in one.reviewed_by}


def test_chosen_at_the_start_it_is_kept_for_this_client(cast: Cast, alice: Desk) -> None:
    alice.post("/visits", START | {"language": "ar"})
    alice.post("/visits", START | {"instead": stored(cast, CheckIn.public_id)[0]})
    alice.post("/visits", START | {"client": "C-2"})
    assert languages_of(cast) == ["ar", "ar", "en"]
    assert "in Arabic." in read(alice.get(alice.visit_path(2)))


def test_a_start_that_was_withdrawn_leaves_the_language_as_it_was(cast: Cast, alice: Desk) -> None:
    for language, is_kept in (("ar", True), ("de", False)):
        started = alice.post("/visits", START | {"language": language})
        if not is_kept:
            alice.post(f"{started.location}/withdraw")
        else:
            cast.send(cast.begin(START["client"]), None, decline="yes")
    assert stored(cast, Client.language) == ["ar"]


def test_on_the_clients_page_it_can_be_changed_and_taken_back(cast: Cast, alice: Desk) -> None:
    alice.post("/visits", START)
    for chosen in ("de", ""):
        assert alice.post(f"{alice.client_path()}/asking", {"language": chosen}).status_code == 303
        cast.begin(START["client"])
    assert languages_of(cast) == ["en", "de", "en"]


def test_a_language_that_is_none_is_not_kept(cast: Cast, alice: Desk) -> None:
    alice.post("/visits", START | {"language": "klingon"})
    assert alice.post(f"{alice.client_path()}/asking", {"language": "klingon"}).status_code == 422
    assert stored(cast, Client.language) == [""]


def test_a_colleague_does_not_choose_it(cast: Cast, alice: Desk) -> None:
    alice.post("/visits", START)
    bob, address = log_in(cast, cast.bob), f"{alice.client_path()}/asking"
    assert bob.post(address, {"language": "de"}).status_code == 404
    assert stored(cast, Client.language) == [""]


def test_the_practice_says_what_is_usual(stage: Stage) -> None:
    cast = stage(language="es")
    alice = log_in(cast, cast.alice)
    alice.post("/visits", START)
    assert alice.post("/settings/languages", {"language": "fr"}).status_code == 303
    alice.post("/visits", START | {"client": "C-4"})
    people = {"kind": "couple", "place": "room", "client-1": "C-2", "client-2": "C-3"}
    alice.post("/visits/together", people)
    assert languages_of(cast) == ["es", "fr", "fr", "fr"]


def test_a_form_without_it_is_shown_in_another_and_the_therapist_is_told(stage: Stage) -> None:
    measures = Path(stage().app.instance_path) / "measures"
    measures.mkdir()
    (measures / "own-v1.toml").write_text(OWN, "utf-8")
    cast = stage(instance=str(measures.parent))
    alice = log_in(cast, cast.alice)
    alice.post("/visits", START | {"measure": "own", "language": "ar"})
    assert "in English. This form has no Arabic." in read(alice.get(alice.visit_path()))


@pytest.mark.parametrize(
    ("language", "question"), [("de", "Heute fühlte ich mich …"), ("ar", "اليوم شعرتُ أنّ ما أقوله …")]
)
def test_the_form_is_in_it_from_top_to_bottom(cast: Cast, phone: FlaskClient, language: str, question: str) -> None:
    form = phone.get(cast.begin(language=language).path)
    assert parse(form.text).root.get("lang") == language
    assert question in read(form)
    assert "How was today" not in form.text
    assert hidden(form, "language") == language


def test_therapists_read_marks_in_their_own_language(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    answer(phone, cast.begin(language="ar"), lines() | {"words": "كان جيدًا"})
    page = read(alice.get(alice.visit_path()))
    assert "Being understood" in page
    assert "كان جيدًا" in page


def test_settings_say_what_each_language_is_worth(alice: Desk) -> None:
    page = read(alice.get("/settings/languages"))
    assert "العربية Arabic For clients Machine draft, not reviewed by a clinician." in page
    assert "English For clients The language it was written in." in page
