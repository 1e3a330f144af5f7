"""Files in and out: what was imported and can be undone, and long work that a person asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.sealed import Sealed
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice
from kiosk.storage.tables.people import Person


class Import(HasPublicId, OfPractice, Base):
    """A file of past data: uploaded, mapped, looked over, taken whole or not at all, and undone within 30 days."""

    __tablename__ = "imports"
    __table_args__ = (Index(None, "person_id", "id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    """A word of `domain.imports.ImportKind`."""
    stage: Mapped[str]
    """A word of `domain.imports.Stage`."""
    name: Mapped[str] = mapped_column(Sealed("imports.name"))
    """The name that the file had."""
    look: Mapped[str] = mapped_column(Sealed("imports.look"))
    """The headings and first rows of the file as JSON; empty once it was taken."""
    columns: Mapped[dict[str, Any]] = mapped_column(Sealed("imports.columns", holds=dict))
    """The columns as they were chosen, which the next file of this kind begins with; empty before."""
    counts: Mapped[dict[str, Any]]
    """The numbers of rows taken and refused, and of new clients."""
    made_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Task(HasPublicId, OfPractice, Base):
    """Long work that a person asked for, with how far it is: it ends with a file, a page or a reason."""

    __tablename__ = "tasks"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    """A word of `domain.tasks.TaskKind`."""
    choices: Mapped[dict[str, Any]]
    """Ids and settings, never words of clients."""
    state: Mapped[str]
    """A word of `domain.tasks.TaskState`."""
    done: Mapped[int] = mapped_column(default=0)
    of: Mapped[int] = mapped_column(default=0)
    """The number of steps; 0 until it is known."""
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    """A word of `domain.tasks.Failed`; empty unless it failed."""
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    """The time when its file is deleted, and the row with it."""
