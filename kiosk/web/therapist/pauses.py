"""That a client is not asked now, said quietly."""

from typing import Final

from kiosk.actions.pauses import Reason
from kiosk.storage.tables import Pause
from kiosk.web.therapist.times import day_words

REASONS: Final = {
    Reason.CRISIS: "An acute crisis",
    Reason.CONSENT: "They cannot choose freely",
    Reason.SCREEN: "Somebody else can see the screen",
    Reason.OTHER: "Another reason",
}


def paused_sentence(pause: Pause | None, zone: str) -> str:
    """Such as *Paused since Wednesday 3 June: an acute crisis.* Empty when they are asked as usual."""
    if pause is None:
        return ""
    reason = REASONS[Reason(pause.reason)]
    return f"Paused since {day_words(pause.begun_at, zone)}: {reason[0].lower()}{reason[1:]}."
