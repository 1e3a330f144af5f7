"""The kinds of work in the background: in which lane and on which terms each is run, tried again and given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class JobKind(StrEnum):
    """Work that no request waits for."""

    PURGE = "purge"
    """Delete what has ended: logins, links, codes, challenges, pairings, failed tries, events."""
    TASK = "task"
    """Long work that a person asked for, who watches how far it is."""
    SCRUB = "scrub"
    """Leave nothing of erased rows in free pages and the journal of the database."""
    RETELL = "retell"
    """Work out again what later answers say after a correction, where these are many."""

    LEFT = "left"
    """End the showing of a form that nobody touches on a tablet without a script."""
    DELIVER = "deliver"
    """Send what is due to webhooks."""
    ONWARD = "onward"
    """Send what is due to record systems, after a look at what changed."""
    TRY_ONWARD = "try-onward"
    """Try whether a record system answers, and store nothing there."""
    CALENDAR = "calendar"
    """Read the calendar that has been due longest."""
    SHORT_TASK = "short-task"
    """Work that a person asked for and that takes seconds."""


class Lane(StrEnum):
    """Jobs of one lane run one after the other, beside those of the other: nothing quick waits for what is long."""

    QUICK = "quick"
    """Somebody waits for it, and it takes seconds."""
    LONG = "long"
    """It may take minutes."""

    @property
    def bell(self) -> str:
        """The name of the file whose time changes when a job of this lane was added."""
        return f"jobs.{self}.bell"


@dataclass(frozen=True)
class Terms:
    """Limits of one kind."""

    limit: timedelta
    """One run that takes longer is ended, and counts as failed."""
    patience: timedelta
    """A job that is not done this long after it was due is given up."""
    lane: Lane = Lane.LONG
    every: timedelta | None = None
    """Time from its end until the next job of this kind is due, by itself; None for a kind that is asked for."""


TERMS: Final[Mapping[JobKind, Terms]] = {
    JobKind.DELIVER: Terms(limit=timedelta(minutes=3), patience=timedelta(days=1), lane=Lane.QUICK),
    JobKind.ONWARD: Terms(limit=timedelta(minutes=3), patience=timedelta(days=1)),
    JobKind.TRY_ONWARD: Terms(limit=timedelta(minutes=3), patience=timedelta(minutes=10), lane=Lane.QUICK),
    JobKind.CALENDAR: Terms(limit=timedelta(minutes=2), patience=timedelta(days=1), lane=Lane.QUICK),
    JobKind.SHORT_TASK: Terms(limit=timedelta(minutes=2), patience=timedelta(hours=1), lane=Lane.QUICK),
    JobKind.PURGE: Terms(limit=timedelta(minutes=5), patience=timedelta(hours=6), every=timedelta(hours=1)),
    JobKind.TASK: Terms(limit=timedelta(minutes=30), patience=timedelta(hours=3)),
    JobKind.SCRUB: Terms(limit=timedelta(minutes=10), patience=timedelta(days=7)),
    JobKind.LEFT: Terms(limit=timedelta(minutes=1), patience=timedelta(hours=1), lane=Lane.QUICK),
    JobKind.RETELL: Terms(limit=timedelta(minutes=5), patience=timedelta(hours=24)),
}
EVERY_KIND: Final = frozenset(JobKind)
FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(minutes=30)


def kinds_in(lane: Lane) -> frozenset[JobKind]:
    """Return the kinds that are run in a lane."""
    return frozenset(kind for kind, terms in TERMS.items() if terms.lane is lane)


def retry_after(attempts: int) -> timedelta:
    """Pause after that many failed attempts (from 1): 15 seconds, doubled each time, at most half an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)
