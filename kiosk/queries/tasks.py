"""Long work as the person who asked for it sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.actors import Staff
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.domain.tasks import Failed, TaskKind, TaskState
from kiosk.queries.readable import each, whole
from kiosk.storage import sealed_files, tasks
from kiosk.storage.db import reading
from kiosk.storage.tables import Task


@dataclass(frozen=True)
class SeenTask:
    """Long work: what was asked for, how far it is, and how it ended."""

    id: PublicId
    kind: TaskKind
    choices: Mapping[str, Any]
    state: TaskState
    done: int
    of: int
    """The number of steps; 0 until it is known."""
    reason: Failed | None
    made_at: datetime
    ends_at: datetime
    has_file: bool
    """True as long as a file of it waits."""


def see_task(actor: Staff, task_id: PublicId, now: datetime) -> SeenTask:
    """One that this person asked for, until its day is over. Raises NotFound."""
    require(actor, Permission.READ_RESULTS)
    task = tasks.task_of(reading(), task_id, actor)
    if task is None or task.ends_at <= now:
        raise NotFound
    return whole(lambda: _seen(task))


def see_tasks(actor: Staff, kind: TaskKind, now: datetime) -> Sequence[SeenTask]:
    """All of one kind that this person asked for within the last day, the latest first."""
    require(actor, Permission.READ_RESULTS)
    waiting = [task for task in tasks.of_person(reading(), actor) if task.kind == kind and task.ends_at > now]
    return each(waiting, _seen)[0]


def _seen(task: Task) -> SeenTask:
    state = TaskState(task.state)
    return SeenTask(
        id=task.public_id,
        kind=TaskKind(task.kind),
        choices=task.choices,
        state=state,
        done=task.done,
        of=task.of,
        reason=Failed(task.reason) if task.reason else None,
        made_at=task.made_at,
        ends_at=task.ends_at,
        has_file=state is TaskState.DONE and sealed_files.is_there(task.public_id),
    )
