"""Kinds of visit: with one client, or with several people who come together."""

from enum import StrEnum
from typing import Final

ONE_CLIENT: Final = "individual"


class Together(StrEnum):
    """The kind of people who come to the visit together."""

    COUPLE = "couple"
    FAMILY = "family"
    GROUP = "group"


COUPLE: Final = 2
FEWEST: Final = 2
MOST: Final = 12
"""The fewest and the most people who come together."""
