"""Answers and scores as FHIR: what is there, what was left out, what was declined, and what is kept back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.catalogue import measure, read_measure
from kiosk.domain.answers import Talk
from kiosk.domain.lifecycle import State
from kiosk.domain.place import Place
from kiosk.domain.scoring import score
from kiosk.interchange.fhir.encounters import encounter
from kiosk.interchange.fhir.naming import ABSENT, Names, Resource
from kiosk.interchange.fhir.observations import observations
from kiosk.interchange.fhir.patients import patient
from kiosk.interchange.fhir.responses import questionnaire_response
from kiosk.queries.program_sessions import ProgramSession
from kiosk.queries.programs import ProgramCheckIn, ProgramClient
from kiosk.queries.results import WithheldReason
from tests.support.fhir import sound
from tests.unit.program_check_ins import CHECK_IN, CLIENT, SENT_AT, VISIT, answered, check_in, declined, withheld
from tests.unit.results import shown

NAMES = Names("https://practice.example/fhir")
WELL: Mapping[str, int] = {"understood": 94, "topics": 90, "approach": 92, "overall": 96}
INSTALLED = """
id = "other-scale"
version = 3
source = "A book."
licence = "{licence}"
note = "For a test."
names.en = "Other scale"

[audience]
people = ["individual"]
words.en = "Adults"

[[items]]
id = "first"
kind = "line"
texts.en = {{ question = "A sentence of a book", low = "no", high = "yes", label = "First" }}

[score]
kind = "sum"
missing = "none"
"""


def response(one: ProgramCheckIn) -> Resource:
    found = questionnaire_response(one, NAMES, SENT_AT)
    assert found
    return sound(found)


def scores(one: ProgramCheckIn) -> list[Resource]:
    return [sound(found) for found in observations(one, NAMES, SENT_AT)]


def given(found: Resource) -> dict[str, Any]:
    """The answers of a response by the name of their question."""
    return {item["linkId"]: next(iter(item["answer"][0].values())) for item in found["item"] if "answer" in item}


def test_a_line_is_a_number_in_points_and_one_left_out_is_not_there() -> None:
    assert given(response(answered({"understood": 94, "overall": 0}))) == {"item-understood": 9.4, "item-overall": 0.0}


def test_a_response_names_its_form_client_session_time_and_sender() -> None:
    found = response(answered(WELL))
    client = {"reference": f"Patient/{CLIENT}"}
    assert found["id"] == CHECK_IN
    assert found["questionnaire"] == "https://practice.example/fhir/Questionnaire/session-check|2"
    assert (found["status"], found["authored"]) == ("completed", "2026-06-03T14:48:00+00:00")
    assert found["subject"] == found["source"] == found["author"] == client
    assert found["encounter"] == {"reference": f"Encounter/{VISIT}"}


def test_an_answer_typed_in_from_paper_has_the_person_who_entered_it_as_its_source() -> None:
    one = answered(WELL, entered_by="Alice", entered_at=SENT_AT + timedelta(days=1))
    assert response(one)["source"] == {"type": "Practitioner", "display": "Alice"}
    assert scores(one)[0]["performer"] == [{"type": "Practitioner", "display": "Alice"}]


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Mostly"), ("de", "Meistens"), ("fr", "Plutôt oui"), ("es", "Bastante"), ("ar", "غالبًا")],
)
def test_a_face_is_a_code_with_its_word_in_the_language_of_the_form(language: str, word: str) -> None:
    (item,) = response(answered({"understood": 75}, "child-check", language=language))["item"]
    coding = item["answer"][0]["valueCoding"]
    assert (coding["code"], coding["display"], coding["extension"][0]["valueDecimal"]) == ("7.5", word, 7.5)
    assert item["text"] == measure("child-check").item("understood").texts[language].question


def test_own_words_need_their_scope_and_the_wish_to_talk_does_not() -> None:
    one = answered(WELL, words="The yellow door.")
    assert given(response(one))["words"] == "The yellow door."
    assert "words" not in given(response(replace(one, has_words=None)))
    wishing = check_in(shown(score(measure("session-check"), WELL), talk=Talk.NEXT))
    assert given(response(wishing))["talk"]["code"] == "next"


def test_a_total_is_in_points_and_says_of_which_version_and_answer() -> None:
    (found,) = scores(answered(WELL))
    assert (found["id"], found["status"], found["valueQuantity"]["value"]) == (CHECK_IN, "final", 37.2)
    assert found["code"]["coding"][0] | {"system": ""} == {"system": "", "version": "2", "code": "total"}
    assert found["derivedFrom"] == [{"reference": f"QuestionnaireResponse/{CHECK_IN}"}]
    assert "method" not in found


def test_each_subscale_has_an_observation_of_its_own_with_an_id_of_hexadecimal_digits() -> None:
    marks = {item.id: 30 for item in measure("alliance-12").items}
    found = scores(answered(marks, "alliance-12"))
    assert [one["id"] for one in found] == [CHECK_IN, f"{CHECK_IN}01", f"{CHECK_IN}02", f"{CHECK_IN}03"]
    assert [one["valueQuantity"]["value"] for one in found] == [36, 12, 12, 12]
    codes = [one["code"]["coding"][0]["code"] for one in found]
    assert codes == ["total", "subscale.goal", "subscale.task", "subscale.bond"]


def test_an_estimate_is_a_value_that_says_how_it_was_come_by() -> None:
    (found,) = scores(answered({"understood": 84, "approach": 91, "overall": 79}))
    assert found["valueQuantity"]["value"] == 33.9
    assert found["method"]["text"] == "Estimated from the 3 of 4 questions that were answered."


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (declined(), "asked-declined"),
        (withheld(), "masked"),
        (withheld(reason=WithheldReason.NOT_NAMED), "masked"),
        (answered({"understood": 84}), "unknown"),
    ],
)
def test_where_there_is_no_score_the_reason_stands_and_no_value(one: ProgramCheckIn, reason: str) -> None:
    (found,) = scores(one)
    assert (found["dataAbsentReason"]["coding"][0]["code"], "valueQuantity" in found) == (reason, False)


def test_a_declined_form_and_a_withheld_one_say_so_at_every_question() -> None:
    for one, reason in ((declined(), "asked-declined"), (withheld(), "masked")):
        items = response(one)["item"]
        assert len(items) == 4
        assert all(item["extension"] == [{"url": ABSENT, "valueCode": reason}] for item in items)


def test_a_withheld_answer_is_labelled_and_tells_neither_marks_nor_who_sent_it() -> None:
    found = response(withheld())
    assert found["meta"]["security"][0]["code"] == "MASKED"
    assert not {"source", "author"} & found.keys()


def test_an_answer_that_was_set_aside_is_an_error_and_tells_nothing_else() -> None:
    one = answered(WELL, words="The yellow door.", set_aside_at=SENT_AT)
    found, (total,) = response(one), scores(one)
    assert (found["status"], total["status"]) == ("entered-in-error", "entered-in-error")
    assert not {"item"} & found.keys()
    assert not {"valueQuantity", "dataAbsentReason"} & total.keys()


def test_before_an_answer_there_is_neither_response_nor_score() -> None:
    one = check_in(None)
    assert (questionnaire_response(one, NAMES), list(observations(one, NAMES))) == (None, [])


def test_a_form_that_is_not_scored_has_a_response_and_no_score() -> None:
    one = answered({"today": 100}, "first-faces")
    assert response(one)["status"] == "completed"
    assert scores(one) == []


@pytest.mark.parametrize(
    ("licence", "is_given"),
    [
        ("CC-BY-4.0", True),
        ("CC0-1.0", True),
        ("Public domain", True),
        ("CC BY-NC 4.0", False),
        ("CC-BY-ND-4.0", False),
        ("A licence of this practice", False),
        ("MITIGATED by nobody", False),
    ],
)
def test_an_installed_form_gives_its_wording_only_under_an_open_licence(licence: str, is_given: bool) -> None:  # noqa: FBT001 -- a parameter of a test
    form = read_measure("other-scale-v3.toml", INSTALLED.format(licence=licence))
    one = check_in(shown(score(form, {"first": 40})), form)
    assert ("A sentence of a book" in str(response(one))) is is_given
    assert given(response(one)) == {"item-first": 4.0}


def test_a_client_is_a_code_and_nothing_else() -> None:
    found = sound(patient(ProgramClient(CLIENT, "C-014", changed_at=SENT_AT), NAMES))
    assert found["identifier"][0] == {"system": f"{NAMES.base}/identifiers/client-code", "value": "C-014"}
    assert found["meta"]["security"][0]["code"] == "PSEUDED"
    assert not {"name", "birthDate", "gender", "telecom", "address"} & found.keys()


def test_a_merged_code_leads_to_the_client_with_everything() -> None:
    found = sound(patient(ProgramClient(CLIENT, "C-014", merged_into=VISIT), NAMES))
    assert (found["active"], found["link"][0]["type"]) == (False, "replaced-by")


def session(*states: State, of_several: bool = False) -> ProgramSession:
    kind = "couple" if of_several else "individual"
    return ProgramSession(VISIT, CLIENT, Place.TELEHEALTH, kind, of_several, SENT_AT, frozenset(states))


def test_a_session_with_several_is_an_encounter_for_each() -> None:
    alone, of_two = (sound(encounter(session(State.SENT, of_several=two), NAMES)) for two in (False, True))
    assert (alone["id"], of_two["id"]) == (VISIT, f"{VISIT}{CLIENT}")
    assert alone["identifier"] == of_two["identifier"]
    assert (alone["class"]["code"], alone["subject"]) == ("VR", {"reference": f"Patient/{CLIENT}"})


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ([State.SENT], "finished"),
        ([State.SENT, State.WAITING], "in-progress"),
        ([State.ANSWERING], "in-progress"),
        ([State.EXPIRED, State.WITHDRAWN], "finished"),
        ([State.WITHDRAWN], "unknown"),
    ],
)
def test_a_session_goes_on_while_one_of_its_forms_is_open(states: list[State], status: str) -> None:
    assert sound(encounter(session(*states), NAMES))["status"] == status


def test_a_client_can_have_another_id_on_the_server_that_it_is_made_for() -> None:
    elsewhere = Names(NAMES.base, patients={CLIENT: "4711"})
    found = questionnaire_response(answered(WELL), elsewhere)
    assert found
    assert found["subject"] == {"reference": "Patient/4711"}
