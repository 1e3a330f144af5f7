"""Wording that may be given away: our own, and that of an installed form only if its licence lets everybody have it."""

import re
from collections.abc import Mapping
from typing import Final

from kiosk import catalogue
from kiosk.domain.measures import Measure
from kiosk.interchange.fhir.naming import HL7, Resource

OPEN_LICENCE: Final = re.compile(
    r"(?:CC0(?:-1\.0)?|CC[ -]BY(?:[ -]SA)?(?:[ -][1-4]\.0)?|Apache-2\.0|MIT|public domain)(?![\w-])", re.IGNORECASE
)
"""Licences under which anybody may pass the wording on, as they begin. No others: a practice's permission is its own.

`CC BY-NC` and `CC BY-ND` are not among them: nobody here knows what a record system does with a form.
"""


def may_be_given(measure: Measure) -> bool:
    """Return whether the questions and answers of a form may be passed on in their words."""
    built_in = catalogue.built_in().find(measure.id, measure.version)
    return built_in == measure or bool(OPEN_LICENCE.match(measure.licence.strip()))


def translated(name: str, texts: Mapping[str, str], language: str) -> Resource:
    """A text in one language, and beside it its translations into the others."""
    shown = texts[language]
    others = {one: text for one, text in texts.items() if one != language and text}
    return {name: shown} | (
        {f"_{name}": {"extension": [_translation(*one) for one in others.items()]}} if others else {}
    )


def _translation(language: str, text: str) -> Resource:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"url": f"{HL7}translation", "extension": parts}
