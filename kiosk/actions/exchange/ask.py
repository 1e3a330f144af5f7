"""Asking for long work: a task with its progress, and the job that does it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.domain.actors import Staff
from kiosk.domain.jobs import JobKind
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.tasks import LASTS, SHORT, TaskKind, TaskState
from kiosk.queries.record import own_records
from kiosk.storage import jobs
from kiosk.storage.tables import Person, Task
from kiosk.storage.work import Work, unit_of_work


def ask(work: Work, actor: Staff, kind: TaskKind, choices: Mapping[str, Any]) -> PublicId:
    """Add a task of this person's, within an act of theirs."""
    task = Task(
        practice_id=actor.practice_id,
        person_id=actor.person_id,
        kind=kind,
        choices=dict(choices),
        state=TaskState.WAITING,
        made_at=work.now,
        ends_at=work.now + LASTS,
    )
    work.session.add(task)
    work.session.flush()
    job = JobKind.SHORT_TASK if kind in SHORT else JobKind.TASK
    jobs.add(work.session, job, work.now, {"task": task.public_id}, actor.practice_id)
    return task.public_id


def ask_export(actor: Staff, client_id: PublicId | None, kind: str, rows: str, now: datetime) -> PublicId:
    """Ask for a file of one's own clients' records, or of one client's; the kind is remembered. Raises NotFound."""
    require(actor, Permission.EXPORT_CLIENTS)
    if client_id:
        own_records(actor, client_id)
    with unit_of_work(actor, now) as work:
        work.session.get_one(Person, actor.person_id).export_format = kind
        return ask(work, actor, TaskKind.EXPORT, {"client": client_id or "", "format": kind, "rows": rows})
