"""Forms as Questionnaire: each version with its licence, and its wording in every language where that may be given."""

from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.domain.measures import LINE_MAXIMUM, InLanguages, Item, Measure
from kiosk.domain.scoring import points
from kiosk.interchange.fhir.answers import TALK, WORDS, choice, link_id, talk
from kiosk.interchange.fhir.naming import HL7, Names, Resource, questionnaire_id
from kiosk.interchange.fhir.wording import may_be_given, translated
from kiosk.languages import Language

ITEM_CONTROL: Final = "http://hl7.org/fhir/questionnaire-item-control"
ENDS: Final = (("low", "lower"), ("high", "upper"))
"""The ends of a line: the name of each, and its code as the text at one end of a slider."""
WISHES: Final = (("now", "Now"), ("next", "Next time"), ("no", "No need"))
WANTS_TO_TALK: Final = "Would you like to talk about it?"
OWN_WORDS: Final = "In your own words"
BY_REFERENCE: Final = "The wording of this form is its owner’s and is not given here."  # noqa: RUF001 -- as it is printed


def questionnaire(form: Measure, names: Names, languages: Mapping[str, Language], *, is_newest: bool) -> Resource:
    """One version of a form, in its own first language with the others as translations.

    Of an installed form whose licence does not let everybody have it, there is everything but its wording.
    """
    language, is_open = form.languages[0], may_be_given(form)
    items = [_question(item, form, names, language) if is_open else _unworded(item, form, names) for item in form.items]
    return {
        "resourceType": "Questionnaire",
        "id": questionnaire_id(form),
        "language": language,
        "url": names.canonical(form),
        "version": str(form.version),
        "name": "".join(part.capitalize() for part in form.id.split("-")),
        **translated("title", form.names, language),
        "status": "active" if is_newest else "retired",
        "subjectType": ["Patient"],
        **_described(form, is_open=is_open),
        **({"copyright": form.licence} if form.licence else {}),
        "item": [*items, *_added(form, names, languages, language)],
    }


def _described(form: Measure, *, is_open: bool) -> Resource:
    texts = [form.note, form.source, "" if is_open else BY_REFERENCE]
    return {"description": " ".join(text for text in texts if text)}


def _question(item: Item, form: Measure, names: Names, language: str) -> Resource:
    texts = {one: text.question for one, text in item.texts.items()}
    found = {"linkId": link_id(item)} | translated("text", texts, language) | _type(item)
    if item.kind == "line":
        return found | {"item": [_end(item, *end, language) for end in ENDS]}
    options = [_option(choice(option.value, names, form), option.words, language) for option in item.options]
    return found | {"answerOption": options}


def _unworded(item: Item, form: Measure, names: Names) -> Resource:
    options: Resource = {}
    if item.options:
        options = {"answerOption": [{"valueCoding": choice(one.value, names, form)} for one in item.options]}
    return {"linkId": link_id(item)} | _type(item) | options


def _type(item: Item) -> Resource:
    if item.kind != "line":
        return {"type": "choice", "required": False}
    bounds = [
        {"url": f"{HL7}minValue", "valueDecimal": points(0)},
        {"url": f"{HL7}maxValue", "valueDecimal": points(LINE_MAXIMUM)},
        {"url": f"{HL7}maxDecimalPlaces", "valueInteger": 1},
        _control("slider"),
    ]
    return {"type": "decimal", "required": False, "extension": bounds}


def _end(item: Item, end: str, control: str, language: str) -> Resource:
    texts = {one: text.low if end == "low" else text.high for one, text in item.texts.items()}
    found = {"linkId": f"{link_id(item)}-{end}", "type": "display", "extension": [_control(control)]}
    return found | translated("text", texts, language)


def _control(code: str) -> Resource:
    coded = {"coding": [{"system": ITEM_CONTROL, "code": code}]}
    return {"url": f"{HL7}questionnaire-itemControl", "valueCodeableConcept": coded}


def _option(coding: Resource, words: Mapping[str, str], language: str) -> Resource:
    return {"valueCoding": coding | translated("display", words, language)}


def _added(form: Measure, names: Names, languages: Mapping[str, Language], language: str) -> Iterator[Resource]:
    """The items that a form can have beside its own questions, in the languages that both it and the program have."""

    def said(text: str) -> Mapping[str, str]:
        known = {one: languages[one].translations.gettext(text) for one in form.languages if one in languages}
        return InLanguages({language: text} | known)

    wishes = [_option(talk(code, names), said(word), language) for code, word in WISHES]
    yield {"linkId": WORDS, **translated("text", said(OWN_WORDS), language), "type": "text"}
    yield {
        "linkId": TALK,
        **translated("text", said(WANTS_TO_TALK), language),
        "type": "choice",
        "answerOption": wishes,
    }
