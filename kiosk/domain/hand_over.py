"""Words to hand a form over with to several people at once, by who they are to each other and how it gets to them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.visit_kinds import Together


class Means(StrEnum):
    """The way in which forms get to several people."""

    TABLET = "tablet"
    """One that goes round."""
    PHONES = "phones"
    """Everybody's own, in the room."""
    CALL = "call"
    """Everybody's own device, on a call."""


_WORDS: Final[Mapping[tuple[Together, Means], Phrase]] = MappingProxyType(
    {
        (Together.COUPLE, Means.TABLET): phrase(
            "Before you go, I'd like to know how today was for each of you. First one marks, then the other, and "
            "neither sees what the other marked."
        ),
        (Together.COUPLE, Means.PHONES): phrase(
            "Before you go, I'd like to know how today was for each of you. I'll show each of you your own code, and I "
            "won't say who marked what."
        ),
        (Together.COUPLE, Means.CALL): phrase(
            "Before we end the call, I'd like to know how today was for each of you. You each get your own link, and I "
            "won't say who marked what."
        ),
        (Together.FAMILY, Means.TABLET): phrase(
            "Before you go, I'd like to know how today was for each of you, the youngest too. The tablet goes round, "
            "and everybody marks alone: no helping, no looking."
        ),
        (Together.FAMILY, Means.PHONES): phrase(
            "Before you go, I'd like to know how today was for each of you, the youngest too. Everybody gets their own "
            "code and marks alone: no helping, no looking."
        ),
        (Together.FAMILY, Means.CALL): phrase(
            "Before we end the call, I'd like to know how today was for each of you, the youngest too. Everybody gets "
            "their own link and marks alone: no helping, no looking."
        ),
        (Together.GROUP, Means.TABLET): phrase(
            "Before we close, I'd like to know how the group was for each of you today. The tablet goes round, and I "
            "won't bring up in the circle what one of you marked."
        ),
        (Together.GROUP, Means.PHONES): phrase(
            "Before we close, I'd like to know how the group was for each of you today. I'll show each of you your own "
            "code, and I won't bring up in the circle what one of you marked."
        ),
        (Together.GROUP, Means.CALL): phrase(
            "Before we end the call, I'd like to know how the group was for each of you today. You each get your own "
            "link, and I won't bring up in the circle what one of you marked."
        ),
    }
)


BEFORE_WE_BEGIN_TOGETHER: Final = phrase(
    "Before we begin, I'd like to know how the week was for each of you. Each marks alone, and I won't say who marked "
    "what."
)


def hand_over_together(kind: Together, means: Means) -> Phrase:
    """Say how today's form gets to each of them, and what will not be done with it."""
    return _WORDS[kind, means]
