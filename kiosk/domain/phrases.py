"""Phrases for people, before translation: the domain writes English, the web renders the reader's own language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Union

Number = int | float | Decimal
"""An int is shown whole, a float with one decimal, as marks are, and a Decimal with the digits it was written with."""

Figure = Union[str, Number, date, "Phrase"]
"""A value that fills a place in a sentence; a date is shown with its year."""


@dataclass(frozen=True)
class Phrase:
    """A sentence with places for figures, `%(total)s`; where things are counted, `plural` too, chosen by `count`."""

    text: str
    plural: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Give the English it was written in."""
        return self.said(_english, _in_english)

    def filled(self, **figures: Figure) -> "Phrase":
        """Give the same sentence about these figures."""
        return replace(self, figures={**self.figures, **figures})

    def said(self, words: Callable[["Phrase"], str], number: Callable[[Number | date], str]) -> str:
        """Say it: `words` knows the sentence in a language, `number` how figures are written there."""
        shown = {name: _shown(figure, words, number) for name, figure in self.figures.items()}
        return words(self) % shown if shown else words(self)


def phrase(text: str, /, **figures: Figure) -> Phrase:
    """Mark a sentence for the translators, and give it its figures."""
    return Phrase(text, figures=figures)


def phrases(one: str, many: str, /, *, count: int, **figures: Figure) -> Phrase:
    """Mark a sentence about a counted thing, as it reads for one and for many."""
    return Phrase(one, many, {"count": count, **figures})


def in_turn(*sentences: Phrase) -> Phrase:
    """Say whole sentences one after the other; each is translated by itself."""
    places = {f"sentence {number}": sentence for number, sentence in enumerate(sentences)}
    return Phrase(" ".join(f"%({place})s" for place in places), figures=places)


def listed(*names: Phrase) -> Phrase:
    """Name things one after the other, for a place in a sentence that ends in a list."""
    places = {f"name {number}": name for number, name in enumerate(names)}
    return Phrase(", ".join(f"%({place})s" for place in places), figures=places)


def _shown(figure: Figure, words: Callable[[Phrase], str], number: Callable[[Number | date], str]) -> str:
    match figure:
        case Phrase():
            return figure.said(words, number)
        case str():
            return figure
        case _:
            return number(figure)


def _english(phrase: Phrase) -> str:
    return phrase.plural if phrase.plural and phrase.figures["count"] != 1 else phrase.text


def _in_english(number: Number | date) -> str:
    if isinstance(number, date):
        return f"{number.day} {number:%B %Y}"
    return f"{number:,.1f}" if isinstance(number, float) else f"{number:,}"
