"""Sentences for a client who is paused."""

from typing import Final

from kiosk.actions.clients.pauses import Reason
from kiosk.domain.phrases import phrase
from kiosk.queries.check_ins import Paused
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.times import day_words

REASONS: Final = {
    Reason.CRISIS: phrase("An acute crisis"),
    Reason.CONSENT: phrase("They cannot choose freely"),
    Reason.SCREEN: phrase("Somebody else can see the screen"),
    Reason.OTHER: phrase("Another reason"),
}


PAUSED: Final = {
    Reason.CRISIS: phrase("Paused since %(day)s: an acute crisis."),
    Reason.CONSENT: phrase("Paused since %(day)s: they cannot choose freely."),
    Reason.SCREEN: phrase("Paused since %(day)s: somebody else can see the screen."),
    Reason.OTHER: phrase("Paused since %(day)s: another reason."),
}


def paused_sentence(pause: Paused | None, zone: str) -> str:
    """Such as *Paused since Wednesday 3 June: an acute crisis.* Empty when they are asked as usual."""
    if pause is None:
        return ""
    return said(PAUSED[Reason(pause.reason)].filled(day=day_words(pause.begun_at, zone)))
