"""A therapist's own calendar as they see it: how it is read, what a pattern finds in it, and codes not known yet."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.actors import Staff
from kiosk.domain.calendars import CalendarEntry, codes_in, codes_of_session, compiled, session_codes, suggested
from kiosk.domain.codes import look_of
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.queries.readable import part
from kiosk.queries.schedule import today_of
from kiosk.storage import calendars, clients, schedule
from kiosk.storage.db import reading
from kiosk.storage.tables import Calendar


class Knows(StrEnum):
    """The clients that a code may mean: one, one that looks like it, or none."""

    CLIENT = "client"
    ALIKE = "alike"
    """No client's, but it looks like one."""
    UNKNOWN = "unknown"
    GROUP = "group"
    """One session of people who are saved together."""
    SEVERAL = "several"
    """Several codes, of people who are not saved together."""
    NOBODY = "nobody"
    """Nothing was found in the title."""


@dataclass(frozen=True)
class TriedEntry:
    """One entry, the code that a pattern finds in its title, or several, and how well that is known."""

    entry: CalendarEntry
    code: str
    knows: Knows


@dataclass(frozen=True)
class UnknownCode:
    """A code that is no client's, or several of one entry: the next session, and the codes that it looks like."""

    code: str
    day: date
    minute: int
    alike: Sequence[str]
    new: Sequence[str] = ()
    """Of several codes, those that are no client's."""

    @property
    def is_of_several(self) -> bool:
        """True for several codes of one entry."""
        return len(codes_of_session(self.code)) > 1


@dataclass(frozen=True)
class SeenCalendar:
    """The calendar of a therapist, with the result of its last reading."""

    is_file: bool
    pattern: str
    is_being_chosen: bool
    """True while there are entries on which a pattern is tried."""
    read_at: datetime | None
    failures: int
    fault: str
    entries: int
    with_code: int
    unknown: Sequence[UnknownCode]
    known: Sequence[tuple[PublicId, str]]
    """The therapist's clients with their codes, to choose from."""
    has_decisions: bool
    """True if it was said of some code whose it is."""


def see_calendar(actor: Staff, now: datetime) -> SeenCalendar | None:
    """Read the calendar of this therapist; None where there is none."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    row = calendars.calendar_of(reading(), therapist)
    if row is None:
        return None
    known = clients.codes_and_ids(reading(), therapist)
    looks = [(look_of(code), code) for _, code in known]
    unknown: dict[str, UnknownCode] = {}
    for plan in calendars.unknown_of(reading(), therapist, today_of(actor, now)):
        code = plan.code or ""
        alike = [other for look, other in looks if look == look_of(code)]
        several, own = codes_of_session(code), {other for _, other in known}
        new = [one for one in several if one not in own] if len(several) > 1 else []
        unknown.setdefault(code, UnknownCode(code, plan.first_on, plan.minute, alike, new))
    return SeenCalendar(
        is_file=not row.url,
        pattern=row.pattern,
        is_being_chosen=bool(row.look),
        read_at=row.read_at,
        failures=row.failures,
        fault=row.fault,
        entries=row.entries,
        with_code=row.with_code,
        unknown=list(unknown.values()),
        known=known,
        has_decisions=bool(row.codes),
    )


def suggest_pattern(actor: Staff) -> str:
    """Give the pattern that fits most of this therapist's codes."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    return suggested(clients.latest_codes(reading(), therapist))


def try_pattern(actor: Staff, pattern: str) -> Sequence[TriedEntry]:
    """Try a pattern on the next entries; what is no pattern finds nothing."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    row, find = calendars.calendar_of(reading(), therapist), compiled(pattern)
    if row is None:
        return ()
    own = [code for _, code in clients.codes_and_ids(reading(), therapist)]
    known, looks = set(own), set(map(look_of, own))
    saved = schedule.groups_of(reading(), therapist)
    names = {one.name.casefold() for one in saved}
    people = {frozenset(member.client.code for member in one.members) for one in saved}

    def tried(entry: CalendarEntry) -> TriedEntry:
        codes = list(codes_in(entry.title, find)) if find else []
        if len(codes) > 1:
            together = frozenset(codes) in people
            return TriedEntry(entry, session_codes(codes), Knows.GROUP if together else Knows.SEVERAL)
        return TriedEntry(entry, codes[0], known_as(codes[0])) if codes else TriedEntry(entry, "", Knows.NOBODY)

    def known_as(code: str) -> Knows:
        if code in known:
            return Knows.CLIENT
        if code.casefold() in names:
            return Knows.GROUP
        return Knows.ALIKE if look_of(code) in looks else Knows.UNKNOWN

    return [tried(entry) for entry in part(lambda: _looked_at(row), list[CalendarEntry]())]


def _looked_at(row: Calendar) -> list[CalendarEntry]:
    return [
        CalendarEntry(date.fromisoformat(day), minute, title) for day, minute, title in json.loads(row.look or "[]")
    ]
