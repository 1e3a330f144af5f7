"""Signs that a therapist may notice in the room: markers of withdrawal and of confrontation, noted and never scored."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.domain.phrases import Phrase, phrase


class Seen(StrEnum):
    """A sign, by the name it is stored and exported under."""

    SHUT_DOWN = "shut-down"
    CHANGED_SUBJECT = "changed-subject"
    OVER_AGREEING = "over-agreeing"
    ONE_WORD = "one-word"
    MISSED = "missed"
    DOUBTED = "doubted"
    COMPLAINED = "complained"
    CHALLENGE = "challenge"
    UPSET = "upset"


LABELS: Final[Mapping[Seen, Phrase]] = MappingProxyType(
    {
        Seen.SHUT_DOWN: phrase("Shut down"),
        Seen.CHANGED_SUBJECT: phrase("Changed the subject"),
        Seen.OVER_AGREEING: phrase("Agreed too fast"),
        Seen.ONE_WORD: phrase("Short answers"),
        Seen.MISSED: phrase("Late, or missed a session"),
        Seen.DOUBTED: phrase("Doubted the point of it"),
        Seen.COMPLAINED: phrase("Complained"),
        Seen.CHALLENGE: phrase("Pushed back"),
        Seen.UPSET: phrase("Upset with me"),
    }
)
"""Fit for the client to read."""

GROUPS: Final[Sequence[tuple[Phrase, Sequence[Seen]]]] = (
    (
        phrase("Moving away"),
        (Seen.SHUT_DOWN, Seen.CHANGED_SUBJECT, Seen.OVER_AGREEING, Seen.ONE_WORD, Seen.MISSED),
    ),
    (phrase("Moving against"), (Seen.DOUBTED, Seen.COMPLAINED, Seen.CHALLENGE, Seen.UPSET)),
)
"""Withdrawal, then confrontation, as research on ruptures tells them apart."""
