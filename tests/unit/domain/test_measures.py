"""Tests of what a measure knows about itself."""

import pytest

from kiosk import catalogue
from kiosk.domain.measures import Option
from tests.unit.domain.cases import FELT, SESSION


def test_the_highest_total_is_ten_points_a_line() -> None:
    assert (SESSION.maximum, FELT.maximum) == (400, 100)


def test_an_item_is_found_by_its_id() -> None:
    assert SESSION.item("topics").texts["en"].label == "What we worked on"


def test_an_item_the_measure_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        FELT.item("topics")


def test_the_languages_are_those_it_has_a_name_in() -> None:
    assert SESSION.languages == ("en", "de", "es", "fr", "ar")


@pytest.mark.parametrize(("tenths", "text"), [(0, "0"), (25, "2.5"), (50, "5"), (100, "10"), (1000, "100")])
def test_the_form_sends_an_option_in_points(tenths: int, text: str) -> None:
    assert Option(tenths, {}).text == text


@pytest.mark.parametrize(
    ("measure", "kind"), [("session-check", "line"), ("child-check", "faces"), ("alliance-12", "choice")]
)
def test_a_measure_knows_how_it_is_marked(measure: str, kind: str) -> None:
    assert catalogue.measure(measure).kind == kind


def test_a_mark_is_drawn_between_the_ends_of_its_own_item() -> None:
    assert SESSION.item("topics").percent(83) == 83
    assert catalogue.measure("alliance-12").item("task-pace").percent(30) == 50


def test_a_form_is_shown_in_the_first_language_wished_that_it_has() -> None:
    assert SESSION.language_for("xx", "ar", "de") == "ar"
    assert SESSION.language_for("", "xx") == "en"


def test_what_a_language_lacks_is_read_in_the_first_there_is() -> None:
    assert SESSION.item("topics").texts["xx"].label == "What we worked on"
    assert SESSION.names["de"] == "Sitzungsbogen"
