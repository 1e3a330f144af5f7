"""Records of therapists on a check-in or a client: outcomes, steps after a call for help, pauses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.storage.tables import Pause, Repair, SafetyRecord, VisitRepair

ASK_WITHIN = timedelta(days=60)
"""The time within which the next session comes back to what was recorded of the last."""
TALKED, NEXT_TIME = "talked", "next"
"""Outcomes that the next session comes back to."""


@dataclass(frozen=True)
class Recorded:
    """A therapist's record of what became of a check-in, for one person or for a visit as a whole."""

    outcome: str
    note: str
    recorded_at: datetime


@dataclass(frozen=True)
class SafetyDone:
    """A record of what was done after a tap for help, and by whom."""

    spoken: bool
    handed_to: str
    plan_followed: bool
    note: str
    recorded_at: datetime
    by: str
    email: str


@dataclass(frozen=True)
class Paused:
    """A time in which a client is not asked; it has no end while it lasts."""

    reason: str
    begun_at: datetime
    ended_at: datetime | None


def recorded(kept: "list[Repair] | list[VisitRepair]") -> Recorded | None:
    """Give the last record, which counts."""
    return Recorded(kept[-1].outcome, kept[-1].note, kept[-1].recorded_at) if kept else None


def safety_done(done: SafetyRecord) -> SafetyDone:
    """Read one record of what was done."""
    return SafetyDone(
        spoken=done.spoken,
        handed_to=done.handed_to,
        plan_followed=done.plan_followed,
        note=done.note,
        recorded_at=done.recorded_at,
        by=done.person.name,
        email=done.person.email,
    )


def paused(pause: Pause | None) -> Paused | None:
    """Read one pause."""
    return Paused(pause.reason, pause.begun_at, pause.ended_at) if pause else None
