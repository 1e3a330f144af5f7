"""Words that introduce the form, for each occasion on which a kind of work needs them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.phrases import Phrase, in_turn, phrase
from kiosk.domain.presets import ROUTINE, Occasion, Preset, preset


@dataclass(frozen=True)
class Introduction:
    """Words for one occasion, about two minutes at most, paragraph by paragraph."""

    occasion: Occasion
    name: Phrase
    paragraphs: tuple[Phrase, ...]


_FIRST = (
    phrase("Before we stop I'd like to ask you something, today and each time we meet: how was this session for you?"),
    phrase(
        "I ask because I can't see it from where I sit. Most people notice when something is off, and keep it "
        "to themselves, to be kind or because there is no good moment for it. If I only find out weeks later, "
        "it's too late to be of use to you."
    ),
    phrase(
        "It's a short form. Put a mark wherever it fits: to the left if it didn't fit, to the right if it "
        "did. There are no right marks, and a low one doesn't hurt me. It may be the most useful thing you "
        "can give me, because then we can change something while you're still here."
    ),
    phrase(
        "You can leave out any part, or all of it. You can add words of your own, and say whether you'd like "
        "to talk about it now, next time, or not."
    ),
    phrase(
        "I see it once you have sent it, and we can look at it together. It isn't a test of you, and it "
        "isn't the place for an emergency: if you don't feel safe, tell me straight away."
    ),
)
_ROUTINE = (
    phrase(
        "Mark it as it was, and not as you think I'd like it. If something didn't fit, that's what I most "
        "want to hear. It's fine to leave it, too."
    ),
)
_CHILD = (
    phrase("Now I have a question that only you can answer. How was our time together today?"),
    phrase(
        "You'll see some faces. Choose the one that fits. There is no wrong face, and I won't be cross or sad "
        "about any of them."
    ),
    phrase("If you'd rather not, that's fine. And if you want to tell me why it's that one, I'd like to listen."),
)
_FAMILY = (
    phrase(
        "Before we stop I'd like to ask each of you how today was. You were all in the same room, and it may "
        "well have been different for every one of you."
    ),
    phrase(
        "Everybody gets a form of their own, and the youngest get one with faces. Let each other mark it "
        "alone: no helping, no looking."
    ),
    phrase(
        "I see what each of you marks. I won't read it out, and I won't say who marked what. If it was good "
        "for one and hard for another, I want to know, so that next time there is room for everybody."
    ),
    phrase("Anyone may leave out any part, or all of it, and nobody has to say why."),
)
_SAID: Mapping[Occasion, tuple[Phrase, tuple[Phrase, ...]]] = {
    "first": (phrase("The first time"), _FIRST),
    "routine": (phrase("Every other time"), _ROUTINE),
    "child": (phrase("For a child"), _CHILD),
    "family": (phrase("For a family, the first time"), _FAMILY),
}
_PLACE_OF_PARTICULAR: Final = -1
"""Before the last paragraph, which says who sees it and what it is not for."""


def introductions(preset_id: str) -> tuple[Introduction, ...]:
    """Give the longer words that fit this kind of work, in the order in which they are needed."""
    chosen = preset(preset_id)
    return tuple(_introduction(chosen, occasion) for occasion in chosen.occasions)


def _introduction(chosen: Preset, occasion: Occasion) -> Introduction:
    name, paragraphs = _SAID[occasion]
    if occasion == "routine":
        paragraphs = (in_turn(chosen.opening, ROUTINE), *paragraphs)
    if occasion == "first" and chosen.particular:
        paragraphs = (*paragraphs[:_PLACE_OF_PARTICULAR], chosen.particular, *paragraphs[_PLACE_OF_PARTICULAR:])
    return Introduction(occasion, name, paragraphs)
