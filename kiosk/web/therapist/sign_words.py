"""Signs seen in the room, in words."""

from collections.abc import Sequence
from typing import Final

from kiosk.actions.signs import Seen
from kiosk.web.therapist.pages import SignChoice

LABELS: Final = {
    Seen.MISSED: "Missed a session",
    Seen.SHORT: "Cut it short",
    Seen.ONE_WORD: "One-word answers",
    Seen.OVER_AGREEING: "Agreed with everything",
    Seen.CHALLENGE: "Challenged me",
}


def sign_choices(noted: Sequence[str]) -> Sequence[SignChoice]:
    """Every sign, and whether it was noted."""
    return [SignChoice(seen, label, seen in noted) for seen, label in LABELS.items()]
