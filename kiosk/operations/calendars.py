"""Reading of therapists' calendars, beside the workers: every few minutes, and when somebody waits for it."""

import io
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from http import HTTPStatus
from typing import Final

from kiosk import clock, zones
from kiosk.actions.visits.calendar import LOOK, STEP
from kiosk.actions.visits.calendar_read import keep_fault, keep_look, keep_sessions, keep_unchanged
from kiosk.core import settings
from kiosk.domain.actors import Background, Staff
from kiosk.domain.calendars import AHEAD, AHEAD_OF_FILE, CalendarEntry, Trouble, pause_after
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.refusals import NotFound
from kiosk.domain.tasks import Failed
from kiosk.interchange.calendar_entries import entries_of
from kiosk.interchange.calendar_sieve import MOST_BYTES, Sieve, UnreadableCalendar
from kiosk.operations.progress import CannotBeDone, Progress
from kiosk.outgoing import Outgoing, RequestRefused, receive
from kiosk.storage import calendars, people, sealed_files
from kiosk.storage.db import look_again, reading
from kiosk.storage.sealed_files import SealedReader
from kiosk.storage.tables import Calendar, Task
from kiosk.storage.work import unit_of_work

log = logging.getLogger(__name__)

PIECE: Final = 64 * 1024
ACCEPTS: Final = "text/calendar, */*;q=0.1"
STATUS: Final = "status"
LONGEST_ETAG: Final = 200


class NotRead(Exception):
    """A calendar that could not be read; its text is the fault that is kept."""


@dataclass(frozen=True)
class CalendarSource:
    """The address or file that a calendar is read from, and the time that is read of it."""

    url: str
    file: str
    etag: str
    since: datetime
    until: datetime
    zone: tzinfo


@dataclass(frozen=True)
class ReadEntries:
    """The entries of a reading; None where the calendar is as it was."""

    entries: Sequence[CalendarEntry] | None
    etag: str = ""


def read_next(now: datetime) -> None:
    """Read the calendar that has been due longest, and arrange for the next."""
    row = calendars.next_of_all(reading(), now)
    person = people.enabled(reading(), row.therapist_id) if row else None
    if row is not None and person is not None:
        actor = people.staff(person)
        source = _source(row, actor, now)
        _put_off(row.id, now)
        look_again()
        _read_again(actor, source, now)
    with unit_of_work(Background(), clock.now()) as work:
        calendars.wake(work.session, work.now)


def _put_off(number: int, now: datetime) -> None:
    """Let it wait as after a failure before it is begun: one that takes the process along stands in nobody's way."""
    with unit_of_work(Background(), now) as work:
        row = work.session.get(Calendar, number)
        if row is not None:
            row.due_at = now + pause_after(row.failures + 1)


def _read_again(actor: Staff, source: CalendarSource, now: datetime) -> None:
    try:
        found = _read(source, lambda _: None)
    except NotRead as fault:
        keep_fault(actor, str(fault), now)
        return
    if found.entries is None:
        keep_unchanged(actor, now)
    else:
        keep_sessions(actor, found.entries, source.since.date(), now, found.etag)


def read_for_task(actor: Staff, task: Task, progress: Progress) -> None:
    """Read a calendar for somebody who waits: to show its next entries, or to keep its sessions."""
    row = calendars.calendar_of(reading(), as_therapist(actor, Permission.ASK_CLIENTS))
    if row is None:
        raise NotFound
    is_look, file = task.choices.get(STEP) == LOOK or not row.pattern, row.file
    source = _source(row, actor, clock.now())
    look_again()
    try:
        found = _read(source, progress.step)
    except NotRead as fault:
        keep_fault(actor, str(fault), clock.now())
        raise CannotBeDone(Failed.CALENDAR) from fault
    if is_look:
        keep_look(actor, _from_now(found.entries or (), source), clock.now())
    else:
        keep_sessions(actor, found.entries or (), source.since.date(), clock.now(), found.etag)
        if file:
            sealed_files.remove(file)


def _from_now(entries: Sequence[CalendarEntry], source: CalendarSource) -> Sequence[CalendarEntry]:
    now = clock.now().astimezone(source.zone)
    return [one for one in entries if (one.day, one.minute) >= (now.date(), now.hour * 60 + now.minute)]


def _source(row: Calendar, actor: Staff, now: datetime) -> CalendarSource:
    """The etag of the last reading counts for its own day only: the next day has further entries in sight."""
    zone = zones.zone(actor.time_zone)
    since = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    is_of_today = row.read_at is not None and row.read_at >= since and not row.failures
    days: timedelta = AHEAD if row.url else AHEAD_OF_FILE
    return CalendarSource(row.url, row.file, row.etag if is_of_today else "", since, since + days, zone)


def _read(source: CalendarSource, step: Callable[[int], None]) -> ReadEntries:
    """Read it whole. Raises NotRead."""
    sieve = Sieve(source.since.date(), source.until.date())

    def take(piece: bytes) -> None:
        sieve.add(piece)
        time.sleep(0)
        step(0)

    try:
        etag = _receive(source, take) if source.url else _open(source.file, take)
        if etag is None:
            return ReadEntries(None)
        return ReadEntries(entries_of(sieve.end(), source.since, source.until, source.zone, lambda _: step(1)), etag)
    except UnreadableCalendar as fault:
        raise NotRead(fault.trouble) from fault
    except RequestRefused as fault:
        raise NotRead(fault.fault) from fault
    except FileNotFoundError as fault:
        raise NotRead(Trouble.GONE) from fault
    except NotRead:
        raise
    except Exception as error:
        log.exception("A calendar could not be read.")
        raise NotRead(Trouble.BROKEN) from error


def _receive(source: CalendarSource, take: Callable[[bytes], None]) -> str | None:
    """Hand on what the other server sends; gives its version, or None where it is as it was. Raises NotRead."""
    headers = {"Accept": ACCEPTS} | ({"If-None-Match": source.etag} if source.etag else {})
    answer = receive(Outgoing("GET", source.url, settings().private_networks, headers, most=MOST_BYTES), take)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return None
    if answer.status != HTTPStatus.OK:
        raise NotRead(f"{STATUS} {answer.status}")
    return answer.etag if len(answer.etag) <= LONGEST_ETAG and answer.etag.isascii() else ""


def _open(name: str, take: Callable[[bytes], None]) -> str:
    if not name:
        raise FileNotFoundError
    with io.BufferedReader(SealedReader(name)) as file:
        while piece := file.read(PIECE):
            take(piece)
    return ""
