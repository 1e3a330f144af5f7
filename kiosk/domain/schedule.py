"""The schedule: on which days a session is expected."""

from dataclasses import dataclass
from datetime import date

A_WEEK = 7


@dataclass(frozen=True)
class Repeats:
    """The days of one expected session: the first, and every week from it or not."""

    first_on: date
    weekly: bool
    ended_on: date | None = None
    """The day from which it is expected no more."""

    def occurs_on(self, day: date) -> bool:
        """Return whether the session is expected on that day."""
        if day < self.first_on or (self.ended_on is not None and day >= self.ended_on):
            return False
        return day == self.first_on or (self.weekly and not (day - self.first_on).days % A_WEEK)
