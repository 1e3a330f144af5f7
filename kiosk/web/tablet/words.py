"""Texts of the tablet's pages."""

from datetime import datetime
from typing import Final

from kiosk import zones
from kiosk.actions.tablets.hear import NoTablet
from kiosk.domain.phrases import Phrase, phrase, phrases
from kiosk.domain.rounds import After

MORNING: Final = phrase("Good morning. Make yourself at home.")
AFTERNOON: Final = phrase("Good afternoon. Make yourself at home.")
EVENING: Final = phrase("Good evening. Make yourself at home.")
DAWN, NOON, DUSK = 4, 12, 18

NOT_PAIRED: Final = (
    phrase("This tablet is not paired."),
    phrase("It may be new here, or its browser has cleared its cookies."),
)
STALE: Final = (
    phrase("That code has run out."),
    phrase("Nobody typed it within ten minutes. Get a new one."),
)
SHOWS_CODE: Final = (
    phrase("Pair this tablet"),
    phrase("Type this code in the settings, under Tablets. This page then goes on by itself."),
)
REFUSED: Final = {
    NoTablet.UNKNOWN: (
        phrase("This tablet is not known here any more."),
        phrase("Nothing is shown on it. It can be paired again."),
    ),
    NoTablet.SWITCHED_OFF: (
        phrase("This tablet was switched off."),
        phrase("Nothing is shown on it. It can be paired again."),
    ),
    NoTablet.SHUT_OUT: (
        phrase("This tablet has to be paired again."),
        phrase("Another device had the same pairing, so this one shows nothing. The settings say more about it."),
    ),
    NoTablet.TOO_OLD: (
        phrase("This tablet has to be paired again."),
        phrase("What its browser has kept of the pairing no longer fits."),
    ),
}

PASS_ON: Final = {
    After.ANSWERED: (
        phrase("Thank you. Please pass the tablet on."),
        phrase("What you sent has reached %(therapist)s. Nobody else here can see it."),
    ),
    After.NOT_ME: (
        phrase("That’s all right. Please pass the tablet on."),  # noqa: RUF001 -- as printed
        phrase("Nothing was kept."),
    ),
    After.UNFINISHED: (
        phrase("Please pass the tablet on."),
        phrase("The last form has cleared itself. Nothing of it was kept."),
    ),
    After.NOT_HERE: (
        phrase("Please pass the tablet on."),
        phrase("Everybody answers alone. Nobody else here can see it."),
    ),
}


def count(answered: int, people: int) -> Phrase:
    """Say how many have answered, for whoever cannot see the marks."""
    return phrases(
        "%(count)s of %(people)s has answered", "%(count)s of %(people)s have answered", count=answered, people=people
    )


def greeting(now: datetime, zone: str) -> Phrase:
    """By the practice's clock, never the device's."""
    hour = now.astimezone(zones.zone(zone)).hour
    if DAWN <= hour < NOON:
        return MORNING
    return AFTERNOON if NOON <= hour < DUSK else EVENING
