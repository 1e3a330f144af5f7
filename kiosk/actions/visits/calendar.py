"""Acts on a therapist's own calendar: giving it, choosing how codes are found, reading it, turning it off."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from kiosk.actions.exchange.ask import ask
from kiosk.actions.exchange.typed_addresses import check_address
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.calendars import (
    EVERY,
    LONGEST_PATTERN,
    MOST_WILDCARDS,
    compiled,
)
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.domain.tasks import TaskKind
from kiosk.network import Network
from kiosk.storage import calendars, sealed_files
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Calendar
from kiosk.storage.work import unit_of_work

LONGEST_URL: Final = 2_000
STEP, LOOK, TAKE = "step", "look", "take"
"""The step of a task that reads a calendar: show its next entries, or keep its sessions."""
ADDRESS = phrase("Type the whole address, as in https://calendar.example.org/private/basic.ics.")
NONE: Final = phrase("There is no calendar any more. Add one first.")


def give_address(actor: Staff, url: str, allowed: Collection[Network], now: datetime) -> PublicId:
    """Keep the address of one's calendar, in place of the one before; gives a task that looks at it. Raises Invalid."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    address = _tidy(url)
    check_address(address, allowed, LONGEST_URL, ADDRESS)
    return _give(actor, therapist, address, "", now)


def give_file(actor: Staff, file: PublicId, now: datetime) -> PublicId:
    """Keep that a file was uploaded, in place of the calendar before; gives the task that looks at it."""
    return _give(actor, as_therapist(actor, Permission.ASK_CLIENTS), "", file, now)


def _tidy(url: str) -> str:
    """Calendars are often handed on with a scheme of their own, which means the encrypted one."""
    url = url.strip()
    scheme, found, rest = url.partition("://")
    return f"https://{rest}" if found and scheme.lower() in {"webcal", "webcals"} else url


def _give(actor: Staff, therapist: Therapist, url: str, file: str, now: datetime) -> PublicId:
    with unit_of_work(actor, now) as work:
        row = calendars.calendar_of(work.session, therapist)
        if row is None:
            row = Calendar(
                practice_id=therapist.practice_id,
                therapist_id=therapist.person_id,
                pattern="",
                look="",
                made_at=now,
                failures=0,
                fault="",
                entries=0,
                with_code=0,
            )
            work.session.add(row)
        elif row.file:
            sealed_files.remove_on_commit(work.session, row.file)
        row.url, row.file, row.etag, row.due_at = url, file, "", None
        work.session.flush()
        work.audit(Audited.CALENDAR_SET, row)
        return ask(work, actor, TaskKind.CALENDAR, {STEP: LOOK})


def look_again(actor: Staff, now: datetime) -> PublicId:
    """Look at the next entries once more, to choose another pattern; gives the task. Raises Conflict for none."""
    with unit_of_work(actor, now) as work:
        own_calendar(work.session, as_therapist(actor, Permission.ASK_CLIENTS))
        return ask(work, actor, TaskKind.CALENDAR, {STEP: LOOK})


def read_now(actor: Staff, now: datetime) -> PublicId:
    """Read it at once; gives the task. Raises Conflict for none."""
    with unit_of_work(actor, now) as work:
        own_calendar(work.session, as_therapist(actor, Permission.ASK_CLIENTS)).etag = ""
        return ask(work, actor, TaskKind.CALENDAR, {STEP: TAKE})


def choose_pattern(actor: Staff, pattern: str, now: datetime) -> PublicId:
    """Keep how a code is found in a title, and read the calendar by it; gives the task. Raises Invalid and Conflict."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    check_pattern(pattern)
    with unit_of_work(actor, now) as work:
        row = own_calendar(work.session, therapist)
        row.pattern, row.look, row.looked_at, row.etag = " ".join(pattern.split()), "", None, ""
        row.due_at = now + EVERY if row.url else None
        work.session.flush()
        calendars.wake(work.session, now)
        work.audit(Audited.CALENDAR_SET, row)
        return ask(work, actor, TaskKind.CALENDAR, {STEP: TAKE})


def check_pattern(pattern: str) -> None:
    """Refuse what is no pattern. Raises Invalid."""
    if compiled(pattern) is None:
        raise Invalid(
            phrase(
                "Use # for digits, @ for letters or one * for either, up to %(wildcards)s of them in %(most)s"
                " characters, with something between them. Such as C-#, or Session (*).",
                wildcards=MOST_WILDCARDS,
                most=LONGEST_PATTERN,
            ),
            "pattern",
        )


def turn_off(actor: Staff, now: datetime) -> None:
    """Delete everything of it; what was noted about sessions stays. Raises Conflict."""
    with unit_of_work(actor, now) as work:
        row = own_calendar(work.session, as_therapist(actor, Permission.ASK_CLIENTS))
        if row.file:
            sealed_files.remove_on_commit(work.session, row.file)
        work.audit(Audited.CALENDAR_REMOVED, row)
        calendars.delete_calendar(work.session, row)


def own_calendar(session: ReadSession, therapist: Therapist) -> Calendar:
    """Return the calendar of this therapist. Raises Conflict for none."""
    row = calendars.calendar_of(session, therapist)
    if row is None:
        raise Conflict(NONE)
    return row
