"""Tests of the built-in measures as they are shipped."""

import pytest

from kiosk import catalogue
from kiosk.domain.measures import Measure

ALL = list(catalogue.measures().values())


def test_both_built_in_measures_are_there() -> None:
    assert list(catalogue.measures()) == ["felt-understood", "session-check"]


def test_the_session_check_asks_four_things_in_the_order_of_the_form() -> None:
    items = catalogue.measure("session-check").items
    assert [item.id for item in items] == ["understood", "topics", "approach", "overall"]
    assert [item.texts["en"].label for item in items] == [
        "Being understood",
        "What we worked on",
        "How we worked",
        "Overall",
    ]


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.id)
def test_each_says_plainly_whose_words_it_is_and_what_is_not_known(measure: Measure) -> None:
    assert measure.note == "Our own wording, not validated."
    assert measure.source
    assert measure.licence


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.id)
def test_no_sentence_to_the_client_has_more_than_15_words(measure: Measure) -> None:
    texts = [text for item in measure.items for text in item.texts.values()]
    assert max(len(words.split()) for text in texts for words in (text.question, text.low, text.high)) <= 15


def test_one_line_has_neither_a_low_total_nor_a_dropping_one() -> None:
    rules = catalogue.measure("felt-understood").rules
    assert (rules.total_low, rules.drop, rules.first_high) == (None, None, None)


def test_an_unknown_measure_is_refused_naming_what_exists() -> None:
    with pytest.raises(
        catalogue.UnknownMeasure, match=r'no measure "srs"\. There are: felt-understood, session-check\.'
    ):
        catalogue.measure("srs")


def test_a_language_it_has_is_fine() -> None:
    catalogue.check_language(catalogue.measure("session-check"), "en")


def test_an_unknown_language_is_refused_naming_what_exists() -> None:
    with pytest.raises(catalogue.UnknownLanguage, match=r'"session-check" has no language "xx"\. It has: en\.'):
        catalogue.check_language(catalogue.measure("session-check"), "xx")
