"""Every text that a client sees is short, plain, and listed in one file for people to read."""

from itertools import chain

import pytest

from tests.support.reading import grade, longest, sentences, syllables
from tests.support.words_of_the_form import (
    FILE,
    FOR_WHOEVER_RUNS_IT,
    GRADED_FROM,
    MOST_GRADE,
    MOST_WORDS,
    of_the_measures,
    of_the_pages,
    written,
)


@pytest.fixture(scope="module")
def every_text() -> list[str]:
    return [*chain(*of_the_measures().values(), *of_the_pages().values())]


@pytest.fixture(scope="module")
def for_clients() -> list[str]:
    return [*chain(*(found for file, found in of_the_pages().items() if file not in FOR_WHOEVER_RUNS_IT))]


def test_the_list_for_review_is_fresh() -> None:
    assert FILE.read_text("utf-8") == written(), "run: make languages"


def test_the_list_has_what_the_form_says(every_text: list[str]) -> None:
    assert {"Would you like to talk about it?", "Today I felt …", "not understood", "Send"} <= set(every_text)


def test_no_sentence_is_longer_than_one_breath(every_text: list[str]) -> None:
    assert [text for text in every_text if longest(text) > MOST_WORDS] == []


def test_every_text_is_read_at_the_age_of_ten(for_clients: list[str]) -> None:
    long_enough = [text for text in for_clients if sum(map(len, sentences(text))) >= GRADED_FROM]
    assert len(long_enough) > 10
    assert [(round(grade(text), 1), text) for text in long_enough if grade(text) > MOST_GRADE] == []


def test_all_of_it_together_is_read_at_the_age_of_nine(for_clients: list[str]) -> None:
    assert grade(". ".join(for_clients)) < MOST_GRADE - 1


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("form", 1),
        ("answer", 2),
        ("made", 1),
        ("table", 2),
        ("therapist", 3),
        ("closed", 1),
        ("pages", 2),
        ("needed", 2),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    assert longest("One two three. Four, %(name)s five!") == 3
    assert grade("Institutional documentation necessitates considerable interpretation.") > 12
