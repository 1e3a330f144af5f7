"""The measures: one TOML file each, read strictly and once; built in, or installed by the practice."""

from flask import current_app, has_app_context

from kiosk.catalogue.complaints import CatalogueFault, Complaint
from kiosk.catalogue.loader import read_measure
from kiosk.catalogue.shelf import Catalogue, UnknownMeasure, built_in, check_file, load_catalogue
from kiosk.domain.measures import Measure
from kiosk.refusals import Refusal

__all__ = [
    "Catalogue",
    "CatalogueFault",
    "Complaint",
    "UnknownLanguage",
    "UnknownMeasure",
    "built_in",
    "check_file",
    "check_language",
    "first_version",
    "kept_measure",
    "load_catalogue",
    "measure",
    "measures",
    "one_history",
    "read_measure",
]

EXTENSION = "kiosk-catalogue"
"""Under this name an app keeps the catalogue of its instance folder, loaded when it was made."""


class UnknownLanguage(Refusal, LookupError):
    """The measure has no words in that language; the message names what exists."""


def measures() -> Catalogue:
    """The catalogue of the running app; where none is running, the built-in measures."""
    found = current_app.extensions.get(EXTENSION) if has_app_context() else None
    return found if isinstance(found, Catalogue) else built_in()


def measure(measure_id: str, version: int | None = None) -> Measure:
    """Give one measure, the newest version unless told; raises UnknownMeasure, which names those that exist."""
    return measures().measure(measure_id, version)


def kept_measure(measure_id: str, version: int) -> Measure:
    """Give the measure that was answered, whatever has become of its file since; a stand-in at worst."""
    return measures().kept(measure_id, version)


def first_version(measure_id: str, version: int) -> int:
    """Give the version with which the history of this one begins: answers with the same one are compared."""
    return measures().first_version(measure_id, version)


def one_history(measure_id: str, version: int) -> tuple[int, ...]:
    """Give all versions that share their history with this one."""
    return measures().one_history(measure_id, version)


def check_language(measure: Measure, language: str) -> None:
    """Refuse a language the measure has no words in; raises UnknownLanguage, which names those it has."""
    if language not in measure.languages:
        message = f'The measure "{measure.id}" has no language "{language}". It has: {", ".join(measure.languages)}.'
        raise UnknownLanguage(message)
