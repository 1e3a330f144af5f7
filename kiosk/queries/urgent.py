"""Held answers that cannot wait until somebody asks for them: for a screen that only their therapist can see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.actors import PrivateScreen, Staff
from kiosk.domain.cues import Cue
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.queries.check_ins import SeenCheckIn, seen_check_in
from kiosk.queries.readable import each
from kiosk.queries.results import Result
from kiosk.queries.together import cue_of
from kiosk.storage import visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Response

AT_ONCE = 3
"""The severity from which a held answer is shown at once where only the therapist sees it."""
WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class Urgent:
    """One held answer, with all that was found in it."""

    check_in: SeenCheckIn
    result: Result
    cue: Cue | None
    """The cue that tells the form from the others'; None where nobody else was asked."""


def see_urgent(actor: Staff, screen: PrivateScreen, now: datetime) -> Sequence[Urgent]:
    """Held answers with a tap for help or a signal of the highest severity: calls for help first, then the latest.

    A tap for help stays until it is recorded what was done; anything else until it was read.
    """
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    held = visits.held_since(reading(), therapist, now - WITHIN)
    found, _ = each(held, lambda check_in: _urgent(check_in, screen, now))
    urgent = [one for one in found if one]
    return sorted(urgent, key=lambda one: not one.result.safety)


def _urgent(check_in: CheckIn, screen: PrivateScreen, now: datetime) -> Urgent | None:
    if check_in.response is None or not _waits(check_in, check_in.response):
        return None
    seen = seen_check_in(check_in, now, screen)
    cue = cue_of(check_in) if check_in.visit.is_of_several else None
    return Urgent(seen, seen.result, cue) if seen.result else None


def _waits(check_in: CheckIn, response: Response) -> bool:
    if not check_in.is_held:
        return False
    if response.safety:
        return not check_in.safety_records
    told = (check_in.retold or {}).get("signals", response.signals)
    return check_in.seen_at is None and any(int(signal["severity"]) >= AT_ONCE for signal in told)
