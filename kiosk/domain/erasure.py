"""Erasure and retention: what can be erased, until when copies of it last, and when nothing need be kept any more."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

BACKUP_LASTS: Final = timedelta(days=35)
"""The greatest age of a backup, and of a copy of the database that an upgrade made."""
LOOKED_OVER_FOR: Final = timedelta(days=365)
"""Time after which a client who was kept longer on purpose is on the list again."""
MOST_YEARS: Final = 50
FEBRUARY_29: Final = (2, 29)


class What(StrEnum):
    """A thing that can be erased: everything of a client, one answer, or the words in one."""

    CLIENT = "client"
    ANSWER = "answer"
    WORDS = "words"


@dataclass(frozen=True)
class Counts:
    """The rows that an erasure deletes, by kind."""

    sessions: int = 0
    """Check-ins, answered or not."""
    answers: int = 0
    words: int = 0
    """Answers with words in them."""
    notes: int = 0
    """Outcomes and what was done after a call for help, each with its note."""
    guesses: int = 0
    """Guesses and signs of the therapist."""
    goals: int = 0
    pauses: int = 0
    corrections: int = 0
    handovers: int = 0
    plans: int = 0
    """Expected sessions and places in saved groups."""
    open_forms: int = 0
    """Forms that can still be answered, which are among the sessions."""
    shared: int = 0
    """Sessions with other people in them, which stay theirs."""


def copies_end_on(erased_at: datetime) -> date:
    """Return the day (UTC) on which the last backup ends that was made before an erasure."""
    return (erased_at + BACKUP_LASTS).date()


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; the first of March after a 29th of February that there is none of.

    No more years are counted than a practice can choose, whatever is stored.
    """
    years = min(years, MOST_YEARS)
    if (day.month, day.day) == FEBRUARY_29:
        day = date(day.year, 3, 1) if years % 4 else day
    return day.replace(year=day.year + years)


def kept_until(last_contact: date, law_years: int, today: date) -> date | None:
    """Return the last day on which the law still asks for a record; None where it asks for none, or not any more."""
    last = years_after(last_contact, law_years) if law_years else None
    return last if last is not None and last >= today else None


def is_due(last_contact: date, years: int, today: date) -> bool:
    """Return whether the practice's years since the last contact are over; 0 years are never over."""
    return bool(years) and years_after(last_contact, years) < today
