"""Corrections of a session as a whole: its day and time, and where it was held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk import zones
from kiosk.actions.check_ins.enter import TOO_OLD
from kiosk.actions.corrections.made import made
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.corrections import CorrectionKind
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OLDEST_SESSION
from kiosk.domain.notes import kept_note
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.storage import visits
from kiosk.storage.tables import Correction, Visit
from kiosk.storage.work import Work, unit_of_work

NO_TIME = phrase("Give the day and the time of the session.")
TO_COME = phrase("The session has already begun. Give a time in the past.")
NO_PLACE = phrase("Choose where the session was: in the room, or on a call.")
CHANGED_SINCE = phrase("The session has been corrected again since. Undo that first.")


@dataclass(frozen=True)
class Rescheduled:
    """The day (YYYY-MM-DD) and time (HH:MM) of a session by the practice's clock, its place, and why, as typed."""

    day: str
    time: str
    place: str
    note: str = ""


def reschedule(actor: Staff, visit_id: PublicId, typed: Rescheduled, now: datetime) -> None:
    """Correct when and where a session was; its answers stay as they came. Raises NotFound and Invalid."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    kept_note(typed.note)
    if typed.place not in set(Place):
        raise Invalid(NO_PLACE, "place")
    began_at = _moment(typed, actor.time_zone, now)
    with unit_of_work(actor, now) as work:
        visit = visits.visit_of(work.session, visit_id, therapist)
        if visit is None:
            raise NotFound
        was, became = _values(visit), {"began_at": began_at.isoformat(), "place": typed.place}
        if _minute(visit.began_at) == began_at:
            became["began_at"] = was["began_at"]
        if was != became:
            made(work, therapist, CorrectionKind.RESCHEDULED, visit=visit, note=typed.note, was=was, became=became)
            _apply(work, visit, became, Audited.VISIT_RESCHEDULED)


def undo_rescheduling(work: Work, visit: Visit, correction: Correction) -> None:
    """Give a session its time and place back."""
    if _values(visit) != correction.became:
        raise Conflict(CHANGED_SINCE)
    _apply(work, visit, correction.was, Audited.CORRECTION_UNDONE)


def _apply(work: Work, visit: Visit, values: Mapping[str, Any], act: Audited) -> None:
    """Change the session, and shift the check-ins in it by as much."""
    began_at = datetime.fromisoformat(values["began_at"])
    by = began_at - visit.began_at
    visit.began_at, visit.place = began_at, values["place"]
    for check_in in visit.check_ins:
        check_in.begun_at += by
        work.tell(check_in, EventKind.CORRECTED)
    work.audit(act, visit)


def _values(visit: Visit) -> dict[str, str]:
    return {"began_at": visit.began_at.isoformat(), "place": visit.place}


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _moment(typed: Rescheduled, zone: str, now: datetime) -> datetime:
    try:
        local = datetime.fromisoformat(f"{typed.day}T{typed.time}")
    except ValueError:
        raise Invalid(NO_TIME, "day") from None
    if local.tzinfo is not None:
        raise Invalid(NO_TIME, "day")
    at = local.replace(tzinfo=zones.zone(zone)).astimezone(now.tzinfo)
    if at > now:
        raise Invalid(TO_COME, "day")
    if at < now - OLDEST_SESSION:
        raise Invalid(TOO_OLD, "day")
    return at
