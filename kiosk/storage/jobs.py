"""Jobs: added, found when they are due, and deleted some time after their end."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Integer, String, bindparam, delete, event, func, or_, select

from kiosk.domain.jobs import EVERY_KIND, TERMS, JobKind
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Job

Kinds = Collection[JobKind]


def _open(kinds: Kinds = EVERY_KIND) -> tuple[ColumnElement[bool], ...]:
    return Job.kind.in_(sorted(kinds)), Job.done_at.is_(None), Job.failed_at.is_(None)


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
    bell = Path(current_app.instance_path) / TERMS[kind].lane.bell
    event.listen(session, "after_commit", lambda _: bell.touch(mode=0o600), once=True)
    return job


# Put together once: each part of a session's page asks it.
_PAYLOADS = select(Job.payload).where(
    Job.kind == bindparam("kind", type_=String),
    Job.practice_id == bindparam("practice", type_=Integer),
    Job.done_at.is_(None),
)


def payloads(session: ReadSession, kind: JobKind, practice_id: int) -> Sequence[Mapping[str, Any]]:
    """The payloads of a practice's jobs of one kind that are not done, those given up among them."""
    return session.scalars(_PAYLOADS, {"kind": kind, "practice": practice_id}).all()


def find_due(session: WriteSession, now: datetime, kinds: Kinds = EVERY_KIND) -> Job | None:
    """The job of these kinds that has been due longest and that nobody has leased, locked for this transaction."""
    due = select(Job).where(*_open(kinds), Job.due_at <= now, Job.lease_ends_at.is_(None))
    return session.scalars(due.order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)).one_or_none()


def find_abandoned(session: WriteSession, holder: str, now: datetime, kinds: Kinds = EVERY_KIND) -> Sequence[Job]:
    """Leased jobs of these kinds whose process is gone: the lease ran out, or is that of `holder`, who runs one."""
    gone = or_(Job.lease_ends_at <= now, Job.lease_holder == holder)
    leased = select(Job).where(*_open(kinds), Job.lease_ends_at.is_not(None), gone)
    return session.scalars(leased.with_for_update()).all()


def find_leased(session: WriteSession, job_id: int, holder: str) -> Job | None:
    """The job, if this holder still has the lease."""
    return session.scalars(select(Job).where(*_open(), Job.id == job_id, Job.lease_holder == holder)).one_or_none()


def next_look(session: ReadSession, kinds: Kinds = EVERY_KIND) -> datetime | None:
    """Return the time when the next open job of these kinds is due or the next lease runs out; None without any."""
    return session.scalars(select(func.min(func.coalesce(Job.lease_ends_at, Job.due_at))).where(*_open(kinds))).one()


def has_open(session: WriteSession, kind: JobKind) -> bool:
    """Return whether a job of that kind waits or runs."""
    return session.scalars(select(Job.id).where(*_open({kind})).limit(1)).first() is not None


def has_waiting(session: WriteSession, kind: JobKind) -> bool:
    """Return whether a job of that kind has yet to begin."""
    waits = select(Job.id).where(*_open({kind}), Job.lease_ends_at.is_(None))
    return session.scalars(waits.limit(1)).first() is not None


def last_end(session: WriteSession, kind: JobKind) -> datetime | None:
    """Return the time when a job of that kind was last done or given up; None before the first."""
    return session.scalars(select(func.max(func.coalesce(Job.done_at, Job.failed_at))).where(Job.kind == kind)).one()


def delete_ended(session: WriteSession, before: datetime) -> None:
    """Forget jobs that were done or given up before that moment."""
    session.execute(delete(Job).where(func.coalesce(Job.done_at, Job.failed_at) < before))
