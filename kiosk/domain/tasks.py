"""Long work that a person asks for: its kinds, how it stands, and the reasons for which it fails."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class TaskKind(StrEnum):
    """Work that takes longer than a page."""

    EXPORT = "export"
    """Write records into a file."""
    LOOK = "look"
    """Read the headings and first rows of an uploaded file."""
    DRY_RUN = "dry-run"
    """Judge each row of an uploaded file, and take none."""
    TAKE = "take"
    """Take every row of an uploaded file."""
    UNDO = "undo"
    """Take back what an import added."""
    CALENDAR = "calendar"
    """Read a calendar for the first time, or once more."""


class TaskState(StrEnum):
    """Its state."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


ENDED: Final = frozenset({TaskState.DONE, TaskState.FAILED})


class Failed(StrEnum):
    """The reasons for which it fails; what each says to a person stands with the pages."""

    NOT_ALLOWED = "not-allowed"
    """The person may not do it any more."""
    TOO_MANY_ROWS = "too-many-rows"
    """A workbook has room for no more."""
    UNREADABLE = "unreadable"
    """The uploaded file could not be read: its import says why."""
    CHANGED = "changed"
    """Raised where the dry run is no longer true: a row would be refused now."""
    NOT_THERE = "not-there"
    """Raised where the thing it is about is gone."""
    CALENDAR = "calendar"
    """Raised where a calendar could not be read: its page says why."""
    BROKEN = "broken"
    """A fault of the program, which its log tells of."""


LASTS: Final = timedelta(days=1)
"""The time for which a file waits, from when it was asked for."""
SHORT: Final = frozenset({TaskKind.CALENDAR})
"""Those that take seconds, and do not wait for what is long."""
MOST_ATTEMPTS: Final = 2
"""The times that work is begun, where its process ended without a word."""
