"""Long work that people asked for."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from kiosk.domain.actors import Staff
from kiosk.domain.public_ids import PublicId
from kiosk.domain.tasks import TaskKind
from kiosk.storage import sealed_files
from kiosk.storage.scope import own_tasks
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Task


def task_of(session: ReadSession | WriteSession, task_id: PublicId, person: Staff) -> Task | None:
    """One that this person asked for."""
    own = own_tasks(select(Task), person)
    return session.scalars(own.where(Task.public_id == task_id)).one_or_none()


def of_person(session: ReadSession, person: Staff) -> Sequence[Task]:
    """All that this person asked for and that are still there, the latest first."""
    own = own_tasks(select(Task), person)
    return session.scalars(own.order_by(Task.id.desc())).all()


def by_id(session: ReadSession | WriteSession, task_id: str) -> Task | None:
    """The one of that id, for the work itself."""
    return session.scalars(select(Task).where(Task.public_id == task_id)).one_or_none()


def forget_exports(session: WriteSession, practice_id: int) -> None:
    """Delete every file that people of a practice had made of its clients' records, and what asked for it."""
    asked = session.scalars(select(Task).where(Task.practice_id == practice_id, Task.kind == TaskKind.EXPORT)).all()
    for task in asked:
        remove_files(session, task.public_id)
        session.delete(task)


def ids(session: WriteSession) -> Collection[str]:
    """The ids of all that are there, under which their files are."""
    return set(session.scalars(select(Task.public_id)))


def remove_files(session: WriteSession, task_id: str) -> None:
    """Delete the file of a task, and its data dictionary, with this transaction."""
    sealed_files.remove_on_commit(session, task_id, sealed_files.dictionary_beside(task_id))


def note_progress(session: WriteSession, task_id: str, done: int, of: int) -> None:
    """Keep how far it is."""
    session.execute(update(Task).where(Task.public_id == task_id).values(done=done, of=of))


def delete_ended(session: WriteSession, before: datetime) -> None:
    """Forget those whose day is over; their files go by themselves."""
    session.execute(delete(Task).where(Task.ends_at < before))
