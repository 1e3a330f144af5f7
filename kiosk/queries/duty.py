"""Calls for help of colleagues that nobody has seen for a while, told to somebody on duty who agreed to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.actors import Staff
from kiosk.storage import duty
from kiosk.storage.db import reading

TOLD_FOR: Final = timedelta(hours=12)


@dataclass(frozen=True)
class UnseenCall:
    """A call for help that nobody has seen: of whose client, and for how many minutes. Nothing of what was said."""

    therapist: str
    minutes: int


def unseen_calls(actor: Staff, now: datetime) -> Sequence[UnseenCall]:
    """Those of this person's colleagues, the oldest first; none for somebody who did not agree to be told."""
    if not actor.duty_minutes:
        return ()
    until = now - timedelta(minutes=actor.duty_minutes)
    found = duty.unseen_calls(reading(), actor.practice_id, actor.person_id, now - TOLD_FOR, until)
    return [UnseenCall(name, int((now - at).total_seconds() // 60)) for name, at in found]
