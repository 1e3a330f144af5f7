"""Sentences for a client who is paused."""

from typing import Final

from kiosk.actions.clients.pauses import PauseReason
from kiosk.domain.phrases import phrase
from kiosk.queries.recorded import Paused
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.times import day_words

REASONS: Final = {
    PauseReason.CRISIS: phrase("An acute crisis"),
    PauseReason.CONSENT: phrase("They cannot choose freely"),
    PauseReason.SCREEN: phrase("Somebody else can see the screen"),
    PauseReason.OTHER: phrase("Another reason"),
}


PAUSED: Final = {
    PauseReason.CRISIS: phrase("Paused since %(day)s: an acute crisis."),
    PauseReason.CONSENT: phrase("Paused since %(day)s: they cannot choose freely."),
    PauseReason.SCREEN: phrase("Paused since %(day)s: somebody else can see the screen."),
    PauseReason.OTHER: phrase("Paused since %(day)s: another reason."),
}


def paused_sentence(pause: Paused | None, zone: str) -> str:
    """Such as *Paused since Wednesday 3 June: an acute crisis.* Empty when they are asked as usual."""
    if pause is None:
        return ""
    return said(PAUSED[PauseReason(pause.reason)].filled(day=day_words(pause.begun_at, zone)))
