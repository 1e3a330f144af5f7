"""Jobs: added, found when they are due, and deleted some time after their end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete, event, func, or_, select

from kiosk.domain.jobs import TERMS, JobKind
from kiosk.instance import JOBS_BELL
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Job

_OPEN = Job.kind.in_(list(JobKind)), Job.done_at.is_(None), Job.failed_at.is_(None)


def add(
    session: WriteSession,
    kind: JobKind,
    due_at: datetime,
    payload: Mapping[str, Any] | None = None,
    practice_id: int | None = None,
) -> Job:
    """One more job, to be run once it is due; `payload` holds ids and settings, never words of clients."""
    job = Job(
        practice_id=practice_id,
        kind=kind,
        payload=dict(payload or {}),
        due_at=due_at,
        deadline_at=due_at + TERMS[kind].patience,
    )
    session.add(job)
    bell = Path(current_app.instance_path) / JOBS_BELL
    event.listen(session, "after_commit", lambda _: bell.touch(mode=0o600), once=True)
    return job


def payloads(session: ReadSession, kind: JobKind, practice_id: int) -> Sequence[Mapping[str, Any]]:
    """The payloads of a practice's jobs of one kind that are not done, those given up among them."""
    waiting = select(Job.payload).where(Job.kind == kind, Job.practice_id == practice_id, Job.done_at.is_(None))
    return session.scalars(waiting).all()


def find_due(session: WriteSession, now: datetime) -> Job | None:
    """The job that has been due longest, among those that nobody has leased; it stays locked for this transaction."""
    due = select(Job).where(*_OPEN, Job.due_at <= now, Job.lease_ends_at.is_(None))
    return session.scalars(due.order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)).one_or_none()


def find_abandoned(session: WriteSession, holder: str, now: datetime) -> Sequence[Job]:
    """Leased jobs whose process is gone: the lease has run out, or is that of `holder`, who runs one at a time."""
    gone = or_(Job.lease_ends_at <= now, Job.lease_holder == holder)
    return session.scalars(select(Job).where(*_OPEN, Job.lease_ends_at.is_not(None), gone).with_for_update()).all()


def find_leased(session: WriteSession, job_id: int, holder: str) -> Job | None:
    """The job, if this holder still has the lease."""
    return session.scalars(select(Job).where(*_OPEN, Job.id == job_id, Job.lease_holder == holder)).one_or_none()


def next_look(session: ReadSession) -> datetime | None:
    """Return the time when the next open job is due or the next lease runs out; None without any."""
    return session.scalars(select(func.min(func.coalesce(Job.lease_ends_at, Job.due_at))).where(*_OPEN)).one()


def has_open(session: WriteSession, kind: JobKind) -> bool:
    """Return whether a job of that kind waits or runs."""
    return session.scalars(select(Job.id).where(*_OPEN, Job.kind == kind).limit(1)).first() is not None


def has_waiting(session: WriteSession, kind: JobKind) -> bool:
    """Return whether a job of that kind has yet to begin."""
    waits = select(Job.id).where(*_OPEN, Job.kind == kind, Job.lease_ends_at.is_(None))
    return session.scalars(waits.limit(1)).first() is not None


def last_end(session: WriteSession, kind: JobKind) -> datetime | None:
    """Return the time when a job of that kind was last done or given up; None before the first."""
    return session.scalars(select(func.max(func.coalesce(Job.done_at, Job.failed_at))).where(Job.kind == kind)).one()


def delete_ended(session: WriteSession, before: datetime) -> None:
    """Forget jobs that were done or given up before that moment."""
    session.execute(delete(Job).where(func.coalesce(Job.done_at, Job.failed_at) < before))
