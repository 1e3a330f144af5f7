"""A sentence that says whether a therapist's guesses and a client's marks come nearer to each other."""

from collections.abc import Sequence
from typing import Final

from kiosk.domain.nearness import Nearness, early, lately, nearness
from kiosk.domain.phrases import phrase
from kiosk.web.shared.languages import figure, said

NEARNESS: Final = {
    Nearness.NEARER: phrase(
        "Coming nearer: your first guesses were %(early)s from their marks, your latest ones %(lately)s."
    ),
    Nearness.SAME: phrase(
        "About as near as before: your first guesses were %(early)s from their marks, your latest ones %(lately)s."
    ),
    Nearness.FARTHER: phrase(
        "Further off: your first guesses were %(early)s from their marks, your latest ones %(lately)s."
    ),
}


def near_words(distances: Sequence[float]) -> str:
    """Say it; empty while there are too few guesses."""
    found = nearness(distances)
    if found is None:
        return ""
    return said(NEARNESS[found].filled(early=figure(early(distances)), lately=figure(lately(distances))))
