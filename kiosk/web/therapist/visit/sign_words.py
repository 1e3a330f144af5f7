"""Signs seen in the room, in words."""

from collections.abc import Sequence
from typing import Final

from kiosk.actions.signs import Seen
from kiosk.domain.phrases import phrase
from kiosk.web.languages import said
from kiosk.web.therapist.visit.pages import SignChoice

LABELS: Final = {
    Seen.MISSED: phrase("Missed a session"),
    Seen.SHORT: phrase("Cut it short"),
    Seen.ONE_WORD: phrase("One-word answers"),
    Seen.OVER_AGREEING: phrase("Agreed with everything"),
    Seen.CHALLENGE: phrase("Challenged me"),
}


def sign_choices(noted: Sequence[str]) -> Sequence[SignChoice]:
    """Every sign, and whether it was noted."""
    return [SignChoice(seen, said(label), seen in noted) for seen, label in LABELS.items()]
