"""Running long work that a person asked for, on their behalf, and keeping how far it is where they can see it."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from kiosk import clock
from kiosk.domain.actors import Background, Staff
from kiosk.domain.refusals import NotAllowed, NotFound
from kiosk.domain.tasks import ENDED, MOST_ATTEMPTS, Failed, TaskKind, TaskState
from kiosk.operations import calendars, exports, imports
from kiosk.operations.progress import CannotBeDone, Progress
from kiosk.storage import people, tasks
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import Task
from kiosk.storage.work import unit_of_work

log = logging.getLogger(__name__)

Run = Callable[[Staff, Task, Progress], None]
RUNS: Final[Mapping[TaskKind, Run]] = {
    TaskKind.EXPORT: exports.export,
    TaskKind.LOOK: imports.look,
    TaskKind.DRY_RUN: imports.dry_run,
    TaskKind.TAKE: imports.take,
    TaskKind.UNDO: imports.undo,
    TaskKind.CALENDAR: calendars.read_for_task,
}


def run_task(choices: Mapping[str, Any], now: datetime) -> None:
    """Do the work of one task. It may be run again after it was cut off anywhere, and is given up after two times."""
    task_id = str(choices["task"])
    if _begin(task_id, now):
        look_again()
        _end(task_id, _outcome(task_id))


def _outcome(task_id: str) -> Failed | None:
    """Do it; gives the reason where it could not be done."""
    try:
        _do(task_id)
    except CannotBeDone as fault:
        return fault.reason
    except NotAllowed:
        return Failed.NOT_ALLOWED
    except (NotFound, FileNotFoundError):
        return Failed.NOT_THERE
    except Exception:
        log.exception("The task %s failed.", task_id)
        return Failed.BROKEN
    return None


def _do(task_id: str) -> None:
    task = tasks.by_id(reading(), task_id)
    person = people.enabled(reading(), task.person_id) if task else None
    if task is None or person is None:
        raise NotAllowed
    RUNS[TaskKind(task.kind)](people.staff(person), task, Progress(lambda done, of: _note(task_id, done, of)))


def _begin(task_id: str, now: datetime) -> bool:
    """Note that it runs; False where there is nothing to do any more."""
    with unit_of_work(Background(), now) as work:
        task = tasks.by_id(work.session, task_id)
        if task is None or task.state in ENDED:
            return False
        task.attempts += 1
        is_given_up = task.attempts > MOST_ATTEMPTS
        task.state = TaskState.FAILED if is_given_up else TaskState.RUNNING
        task.reason = Failed.BROKEN if is_given_up else ""
        return not is_given_up


def _note(task_id: str, done: int, of: int) -> None:
    with unit_of_work(Background(), clock.now()) as work:
        tasks.note_progress(work.session, task_id, done, of)


def _end(task_id: str, reason: Failed | None) -> None:
    with unit_of_work(Background(), clock.now()) as work:
        if task := tasks.by_id(work.session, task_id):
            task.state = TaskState.FAILED if reason else TaskState.DONE
            task.reason = reason or ""
            task.done = task.of if reason is None else task.done
        else:
            tasks.remove_files(work.session, task_id)  # somebody who is in it was erased meanwhile
