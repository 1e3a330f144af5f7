"""Tests of what a measure knows about itself."""

import pytest

from tests.unit.domain.cases import FELT, SESSION


def test_the_highest_total_is_ten_points_a_line() -> None:
    assert (SESSION.maximum, FELT.maximum) == (400, 100)


def test_an_item_is_found_by_its_id() -> None:
    assert SESSION.item("topics").texts["en"].label == "What we worked on"


def test_an_item_the_measure_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        FELT.item("topics")


def test_the_languages_are_those_it_has_a_name_in() -> None:
    assert SESSION.languages == ("en",)
