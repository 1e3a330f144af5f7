"""Answers as items of a response: a mark, the client's own words, and whether they want to talk about it."""

from collections.abc import Iterator
from typing import Final

from kiosk.domain.measures import Item, Measure
from kiosk.domain.scoring import points
from kiosk.interchange.fhir.naming import DECLINED, HL7, MASKED, Names, Resource, absent
from kiosk.interchange.fhir.wording import may_be_given
from kiosk.queries.programs import ProgramCheckIn
from kiosk.queries.results import Result

ORDINAL: Final = f"{HL7}ordinalValue"
WORDS, TALK = "words", "talk"
"""Names of the items that a form can have beside its questions, as in the form itself."""


def link_id(item: Item) -> str:
    """The name of a question, as the form's own field has it."""
    return f"item-{item.id}"


def answer_items(one: ProgramCheckIn, names: Names) -> list[Resource]:
    """The answers. A question that was left out is not among them.

    All questions are, without an answer and with the reason, where the form was declined or the answer is withheld.
    """
    result = one.check_in.result
    if result is None:
        return [{"linkId": link_id(item)} | absent(MASKED) for item in one.measure.items]
    if result.declined:
        return [{"linkId": link_id(item)} | absent(DECLINED) for item in one.measure.items]
    return [*_marks(result, one, names), *_added(result, one, names)]


def choice(mark: int, names: Names, measure: Measure) -> Resource:
    """One answer that can be chosen: its value in points as its code, and as a number; without its word."""
    number = {"extension": [{"url": ORDINAL, "valueDecimal": points(mark)}]}
    return number | {"system": names.answers(measure), "code": f"{points(mark):g}"}


def _marks(result: Result, one: ProgramCheckIn, names: Names) -> Iterator[Resource]:
    language, form = one.check_in.language, one.measure
    is_open = may_be_given(form)
    for item in form.items:
        mark = result.marks.get(item.id)
        if mark is not None:
            text: Resource = {"text": item.texts[language].question} if is_open else {}
            yield {"linkId": link_id(item)} | text | {"answer": [_mark(item, mark, names, form, language)]}


def _mark(item: Item, mark: int, names: Names, form: Measure, language: str) -> Resource:
    if item.kind == "line":
        return {"valueDecimal": points(mark)}
    word = next((option.words[language] for option in item.options if option.value == mark), "")
    shown: Resource = {"display": word} if word and may_be_given(form) else {}
    return {"valueCoding": choice(mark, names, form) | shown}


def _added(result: Result, one: ProgramCheckIn, names: Names) -> Iterator[Resource]:
    if one.has_words is not None and result.words:
        yield {"linkId": WORDS, "answer": [{"valueString": result.words}]}
    if result.talk:
        yield {"linkId": TALK, "answer": [{"valueCoding": talk(result.talk.value, names)}]}


def talk(chosen: str, names: Names) -> Resource:
    """An answer to whether they want to talk about it: now, next or no."""
    return {"system": names.url("CodeSystem", TALK), "code": chosen}
