"""A word and a colour for each form, so that the right person holds the right one: no rank, no meaning."""

from dataclasses import dataclass
from typing import Final, Literal

from kiosk.domain.phrases import Phrase, phrase

Colour = Literal["blue", "gold", "plum", "teal", "grey", "green"]


@dataclass(frozen=True)
class Cue:
    """The cue on both screens; the colour never stands without its word."""

    word: Phrase
    colour: Colour


CUES: Final = (
    Cue(phrase("River"), "blue"),
    Cue(phrase("Lantern"), "gold"),
    Cue(phrase("Maple"), "plum"),
    Cue(phrase("Harbour"), "teal"),
    Cue(phrase("Pebble"), "grey"),
    Cue(phrase("Orchard"), "green"),
    Cue(phrase("Anchor"), "blue"),
    Cue(phrase("Compass"), "gold"),
    Cue(phrase("Feather"), "plum"),
    Cue(phrase("Willow"), "teal"),
    Cue(phrase("Bridge"), "grey"),
    Cue(phrase("Meadow"), "green"),
)
"""As many as people can be asked at once; up to six of them in a row differ in colour as well."""


def cue_at(visit: int, place: int) -> Cue:
    """Give the cue of the person at this place of a visit, both counted from their first: 1 and 0.

    Each visit begins one further on, so that two forms in one house at one time are told apart as well.
    """
    return CUES[(visit - 1 + place) % len(CUES)]


def cue_called(word: str) -> Cue | None:
    """Give the cue of that English word."""
    return next((cue for cue in CUES if str(cue.word) == word), None)
