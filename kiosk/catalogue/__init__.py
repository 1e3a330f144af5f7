"""The built-in measures: one TOML file each, read strictly and once."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from kiosk.catalogue.loader import read_measure
from kiosk.catalogue.table import CatalogueFault
from kiosk.domain.measures import Measure

__all__ = [
    "CatalogueFault",
    "UnknownLanguage",
    "UnknownMeasure",
    "check_language",
    "measure",
    "measures",
    "read_measure",
]


class UnknownMeasure(LookupError):
    """Nothing in the catalogue has that id; the message names what exists."""


class UnknownLanguage(LookupError):
    """The measure has no words in that language; the message names what exists."""


@cache
def measures() -> Mapping[str, Measure]:
    """Give all measures by id; raises CatalogueFault for a file that is not as it should be."""
    found = sorted(
        (file for file in files(__name__).iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    loaded = (read_measure(file.name, file.read_text(encoding="utf-8")) for file in found)
    return MappingProxyType({measure.id: measure for measure in loaded})


def measure(measure_id: str) -> Measure:
    """Give one measure; raises UnknownMeasure, which names those that exist."""
    try:
        return measures()[measure_id]
    except KeyError:
        message = f'There is no measure "{measure_id}". There are: {", ".join(measures())}.'
        raise UnknownMeasure(message) from None


def check_language(measure: Measure, language: str) -> None:
    """Refuse a language the measure has no words in; raises UnknownLanguage, which names those it has."""
    if language not in measure.languages:
        message = f'The measure "{measure.id}" has no language "{language}". It has: {", ".join(measure.languages)}.'
        raise UnknownLanguage(message)
