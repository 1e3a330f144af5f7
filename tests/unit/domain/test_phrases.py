"""Sentences before they have a language: their figures, their plurals, and the English they are written in."""

from datetime import date
from decimal import Decimal

import pytest

from kiosk.domain.phrases import Number, Phrase, phrase, phrases

GERMAN = {
    "%(total)s today, %(by)s below last time.": "Heute %(total)s, %(by)s weniger als letztes Mal.",
    "it is sorted out": "es ist geklärt",
    "They said that %(how)s.": "Gesagt wurde: %(how)s.",
}


def in_german(phrase: Phrase) -> str:
    return GERMAN[phrase.text]


def with_comma(number: Number | date) -> str:
    return str(number).replace(".", ",")


def test_a_phrase_without_figures_stays_as_it_is() -> None:
    assert str(phrase("Nothing is lost, 100% of it.")) == "Nothing is lost, 100% of it."


@pytest.mark.parametrize(
    ("figure", "shown"), [(9, "9"), (4_000, "4,000"), (9.0, "9.0"), (Decimal("34.84"), "34.84"), ("Dana", "Dana")]
)
def test_a_figure_has_the_decimals_of_its_kind(figure: Number | str, shown: str) -> None:
    assert str(phrase("It is %(figure)s.", figure=figure)) == f"It is {shown}."


def test_figures_are_written_as_the_language_writes_them() -> None:
    told = phrase("%(total)s today, %(by)s below last time.", total=31.8, by=5.4)
    assert told.said(in_german, with_comma) == "Heute 31,8, 5,4 weniger als letztes Mal."


def test_a_phrase_inside_a_phrase_has_the_same_language() -> None:
    told = phrase("They said that %(how)s.", how=phrase("it is sorted out"))
    assert str(told) == "They said that it is sorted out."
    assert told.said(in_german, with_comma) == "Gesagt wurde: es ist geklärt."


@pytest.mark.parametrize(("count", "shown"), [(0, "0 lines left"), (1, "1 line left"), (2, "2 lines left")])
def test_counted_things_have_a_plural(count: int, shown: str) -> None:
    assert str(phrases("%(count)s line left", "%(count)s lines left", count=count)) == shown


def test_a_phrase_can_be_filled_later_and_keeps_what_it_has() -> None:
    half = phrase("%(name)s, %(mark)s of 10", name="Dana")
    assert str(half.filled(mark=9.5)) == "Dana, 9.5 of 10"
    assert half == phrase("%(name)s, %(mark)s of 10", name="Dana")
