"""A word for each person of a visit, so that everybody takes their own form: no colour, no rank, no meaning."""

from typing import Final

from kiosk.storage.tables import CheckIn

CUES: Final = (
    "River",
    "Lantern",
    "Maple",
    "Harbour",
    "Pebble",
    "Orchard",
    "Meadow",
    "Compass",
    "Feather",
    "Bridge",
    "Willow",
    "Anchor",
)
"""As many as people can be asked at once."""


def cue_of(check_in: CheckIn) -> str:
    """The word of this check-in, by its place in its visit."""
    return CUES[[one.id for one in check_in.visit.check_ins].index(check_in.id)]
