"""A word and a colour for each form, so that the right person holds the right one: no rank, no meaning."""

from dataclasses import dataclass
from typing import Final, Literal

Colour = Literal["blue", "gold", "plum", "teal", "grey", "green"]


@dataclass(frozen=True)
class Cue:
    """What both screens show; the colour never stands without its word."""

    word: str
    colour: Colour


CUES: Final = (
    Cue("River", "blue"),
    Cue("Lantern", "gold"),
    Cue("Maple", "plum"),
    Cue("Harbour", "teal"),
    Cue("Pebble", "grey"),
    Cue("Orchard", "green"),
    Cue("Anchor", "blue"),
    Cue("Compass", "gold"),
    Cue("Feather", "plum"),
    Cue("Willow", "teal"),
    Cue("Bridge", "grey"),
    Cue("Meadow", "green"),
)
"""As many as people can be asked at once; up to six of them in a row differ in colour as well."""


def cue_at(visit: int, place: int) -> Cue:
    """Give the cue of the person at this place of a visit, both counted from their first: 1 and 0.

    Each visit begins one further on, so that two forms in one house at one time are told apart as well.
    """
    return CUES[(visit - 1 + place) % len(CUES)]
