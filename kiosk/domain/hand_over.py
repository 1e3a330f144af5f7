"""Words to hand a form over with to several people at once, by who they are to each other and how it gets to them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.signals.together import Together

Means = Literal["tablet", "phones", "call"]
"""One tablet that goes round, everybody's own phone in the room, or everybody's own device on a call."""

_WORDS: Final[Mapping[tuple[Together, Means], Phrase]] = MappingProxyType(
    {
        (Together.COUPLE, "tablet"): phrase(
            "Before you go, I'd like to know how today was for each of you. First one marks, then the other, and "
            "neither sees what the other marked."
        ),
        (Together.COUPLE, "phones"): phrase(
            "Before you go, I'd like to know how today was for each of you. I'll show each of you your own code, and I "
            "won't say who marked what."
        ),
        (Together.COUPLE, "call"): phrase(
            "Before we end the call, I'd like to know how today was for each of you. You each get your own link, and I "
            "won't say who marked what."
        ),
        (Together.FAMILY, "tablet"): phrase(
            "Before you go, I'd like to know how today was for each of you, the youngest too. The tablet goes round, "
            "and everybody marks alone: no helping, no looking."
        ),
        (Together.FAMILY, "phones"): phrase(
            "Before you go, I'd like to know how today was for each of you, the youngest too. Everybody gets their own "
            "code and marks alone: no helping, no looking."
        ),
        (Together.FAMILY, "call"): phrase(
            "Before we end the call, I'd like to know how today was for each of you, the youngest too. Everybody gets "
            "their own link and marks alone: no helping, no looking."
        ),
        (Together.GROUP, "tablet"): phrase(
            "Before we close, I'd like to know how the group was for each of you today. The tablet goes round, and I "
            "won't bring up in the circle what one of you marked."
        ),
        (Together.GROUP, "phones"): phrase(
            "Before we close, I'd like to know how the group was for each of you today. I'll show each of you your own "
            "code, and I won't bring up in the circle what one of you marked."
        ),
        (Together.GROUP, "call"): phrase(
            "Before we end the call, I'd like to know how the group was for each of you today. You each get your own "
            "link, and I won't bring up in the circle what one of you marked."
        ),
    }
)


def hand_over_together(kind: Together, means: Means) -> Phrase:
    """Say how today's form gets to each of them, and what will not be done with it."""
    return _WORDS[kind, means]
