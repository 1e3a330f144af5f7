"""Tests of the built-in measures as they are shipped."""

import pytest

from kiosk import catalogue
from kiosk.domain.measures import Item, Measure
from kiosk.domain.rules import FaceLow, Rules

ALL = list(catalogue.measures().values())
FOUR_LINES = ["family-check", "group-check", "session-check"]


def test_all_nine_built_in_measures_are_there() -> None:
    assert list(catalogue.measures()) == [
        "alliance-12",
        "child-check",
        "child-week",
        "family-check",
        "felt-understood",
        "first-faces",
        "group-check",
        "session-check",
        "week-check",
    ]


def test_the_session_check_asks_four_things_in_the_order_of_the_form() -> None:
    items = catalogue.measure("session-check").items
    assert [item.id for item in items] == ["understood", "topics", "approach", "overall"]
    assert [item.texts["en"].label for item in items] == [
        "Being understood",
        "What we worked on",
        "How we worked",
        "Overall",
    ]


@pytest.mark.parametrize("measure_id", [*FOUR_LINES, "child-check"])
def test_a_sum_of_the_four_facets_goes_from_0_to_40(measure_id: str) -> None:
    measure = catalogue.measure(measure_id)
    assert [item.id for item in measure.items] == ["understood", "topics", "approach", "overall"]
    assert (measure.minimum, measure.maximum) == (0, 400)


@pytest.mark.parametrize("measure_id", FOUR_LINES)
def test_measures_of_four_lines_have_the_same_thresholds(measure_id: str) -> None:
    assert catalogue.measure(measure_id).rules == catalogue.measure("session-check").rules


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.id)
def test_each_says_plainly_whose_words_it_is_and_what_is_not_known(measure: Measure) -> None:
    assert measure.note == "Our own wording, not validated."
    assert measure.source
    assert measure.licence


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.id)
def test_each_says_who_it_is_for(measure: Measure) -> None:
    assert measure.audience.people
    assert set(measure.audience.words) == set(measure.languages)


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.id)
def test_no_sentence_to_the_client_has_more_than_15_words(measure: Measure) -> None:
    texts = [text for item in measure.items for text in item.texts.values()]
    assert max(len(words.split()) for text in texts for words in (text.question, text.low, text.high)) <= 15


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.id)
def test_no_two_questions_of_a_form_are_the_same(measure: Measure) -> None:
    questions = [item.texts["en"].question for item in measure.items]
    assert len(set(questions)) == len(questions)


def test_children_mark_five_faces_that_each_have_a_word() -> None:
    measure = catalogue.measure("child-check")
    assert {item.kind for item in measure.items} == {"faces"}
    assert [option.value for option in measure.items[0].options] == [0, 25, 50, 75, 100]
    assert [option.words["en"] for option in measure.items[0].options] == [
        "No",
        "A little",
        "Sort of",
        "Mostly",
        "Yes, a lot",
    ]
    assert (measure.audience.from_age, measure.audience.to_age) == (6, 12)


def test_the_youngest_mark_one_of_four_faces_and_nothing_is_scored() -> None:
    measure = catalogue.measure("first-faces")
    assert [len(item.options) for item in measure.items] == [4]
    assert (measure.is_scored, measure.maximum, measure.rules) == (False, 0, Rules(maximum=0, face_low=FaceLow(10)))


def test_a_childs_line_is_low_at_the_two_saddest_faces_alone() -> None:
    rule = catalogue.measure("child-check").rules.line_low
    assert rule is not None
    marks = (0, 25, 50, 75, 100)
    assert [mark <= rule.time_at_most for mark in marks] == [True, False, False, False, False]
    assert [mark < rule.ask_below for mark in marks] == [True, True, False, False, False]
    assert rule.word_below is None
    assert catalogue.measure("child-check").rules.total_low is None


def test_the_alliance_has_three_parts_of_four_items_and_no_absolute_rule() -> None:
    measure = catalogue.measure("alliance-12")
    assert [(part.id, len(part.items)) for part in measure.scoring.subscales] == [("goal", 4), ("task", 4), ("bond", 4)]
    assert all(item_id.startswith(part.id) for part in measure.scoring.subscales for item_id in part.items)
    assert (measure.minimum, measure.maximum, measure.bands) == (120, 600, ())
    assert (measure.rules.line_low, measure.rules.total_low, measure.rules.floor) == (None, None, None)
    assert measure.rules.below_expected is not None


@pytest.mark.parametrize("item", [item for measure in ALL for item in measure.items], ids=lambda item: item.id)
def test_no_answer_is_set_beforehand_and_every_option_has_its_word(item: Item) -> None:
    assert all(option.words["en"] for option in item.options)
    assert (item.kind == "faces") == all(option.face for option in item.options) or item.kind == "line"


def test_one_line_has_neither_a_low_total_nor_an_arrow() -> None:
    rules = catalogue.measure("felt-understood").rules
    assert (rules.total_low, rules.drop, rules.first_high) == (None, None, None)


def test_an_unknown_measure_is_refused_naming_what_exists() -> None:
    with pytest.raises(catalogue.UnknownMeasure, match=r'no measure "srs"\. There are: alliance-12, child-check, .*\.'):
        catalogue.measure("srs")


def test_an_unknown_version_is_refused_naming_what_exists() -> None:
    with pytest.raises(catalogue.UnknownMeasure, match=r'"session-check" has no version 7\. There are: 1, 2\.'):
        catalogue.measure("session-check", 7)


def test_a_language_it_has_is_fine() -> None:
    catalogue.check_language(catalogue.measure("session-check"), "en")


def test_an_unknown_language_is_refused_naming_what_exists() -> None:
    with pytest.raises(
        catalogue.UnknownLanguage, match=r'"session-check" has no language "xx"\. It has: en, de, es, fr, ar\.'
    ):
        catalogue.check_language(catalogue.measure("session-check"), "xx")
