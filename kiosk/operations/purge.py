"""Purging: rows that have ended are deleted, so that the database keeps no more than is used."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from kiosk.actions.accounts.log_in import HALF_LASTS
from kiosk.actions.accounts.passkeys import CHALLENGE_LASTS
from kiosk.actions.erasure.erase import bring_ledger_up_to_date
from kiosk.actions.visits.sent_once import KEY_LASTS
from kiosk.domain.actors import Background
from kiosk.domain.audit import AUDIT_YEARS_LEAST, Audited
from kiosk.domain.calendars import KEPT as SESSIONS_KEPT
from kiosk.domain.imports import LEFT_ALONE
from kiosk.domain.pairing import CODE_WORKS
from kiosk.domain.removals import Removal
from kiosk.domain.tasks import LASTS
from kiosk.operations.erased import end_kept_records, end_old_copies
from kiosk.storage import audit_log, calendars, failures, imports, jobs, people, purging, sealed_files, tasks, webhooks
from kiosk.storage.people import NOBODY, practice_of
from kiosk.storage.tables import AuditEntry
from kiosk.storage.work import NewAuditEntry, unit_of_work

YEAR: Final = timedelta(days=365.25)
KEPT: Final = timedelta(days=7)
"""For events, from which an open page resumes; for jobs that have ended; for logins, because a page that was
left open says after their 12 hours whose it was, and keeps what they typed; and for tokens, whose owners see that one
ended."""
UNNAMED_KEPT: Final = timedelta(minutes=45)
"""For files of which no row speaks: longer than an upload lasts, and than a task that writes beside its own file."""
LOG_KEPT: Final = timedelta(days=30)
"""For what was sent to webhooks."""


def purge(now: datetime) -> None:
    """Delete what has ended. Doing it twice does no harm."""
    with unit_of_work(Background(), now) as work:
        session = work.session
        purging.delete_logins(session, now - KEPT)
        purging.delete_half_logins(session, now - HALF_LASTS)
        purging.delete_challenges(session, now - CHALLENGE_LASTS)
        purging.delete_pairings(session, now - CODE_WORKS)
        purging.delete_links(session, now)
        purging.delete_sent_requests(session, now - KEY_LASTS)
        purging.delete_tokens(session, now - KEPT)
        purging.forget_short_codes(session, now)
        failures.delete_old(session, now)
        jobs.delete_ended(session, now - KEPT)
        tasks.delete_ended(session, now)
        imports.forget_left_alone(session, now - LEFT_ALONE)
        end_kept_records(work)
        webhooks.delete_old(session, now - LOG_KEPT)
        calendars.delete_old(session, (now - SESSIONS_KEPT).date(), now - LEFT_ALONE)
        calendars.wake(session, now)
        named = {*tasks.ids(session), *imports.with_files(session), *calendars.files(session)}
    sealed_files.remove_unnamed(named, now - UNNAMED_KEPT)
    sealed_files.remove_old(now - LASTS)
    end_old_copies(now)
    bring_ledger_up_to_date()
    while _purge_events(now) == purging.BATCH:
        pass
    for practice_id, before in _over(now):
        while _purge_log(practice_id, before, now) == audit_log.BATCH:
            pass


def _over(now: datetime) -> Sequence[tuple[int, datetime]]:
    """The practices, and the moment before which entries of the log of each are no longer kept."""
    with unit_of_work(Background(), now, practice_of(NOBODY)) as work:
        kept = [(one.id, one.audit_years) for one in people.practices(work.session)]
    return [(one, now - YEAR * max(years, AUDIT_YEARS_LEAST)) for one, years in kept]


def _purge_log(practice_id: int, before: datetime, now: datetime) -> int:
    """Delete a batch of entries, with a ticket for them; the log says how many went."""
    with unit_of_work(Background(), now) as work:
        if numbers := audit_log.over(work.session, practice_id, before):
            work.allow(Removal.RETENTION, AuditEntry, practice_id, numbers[0], numbers[-1])
            audit_log.delete_entries(work.session, practice_id, numbers)
            gone = NewAuditEntry(practice_id, Audited.LOG_PURGED, "practices", f"{practice_id}", count=len(numbers))
            work.audit_entry(gone)
        return len(numbers)


def _purge_events(now: datetime) -> int:
    with unit_of_work(Background(), now) as work:
        return purging.delete_events(work.session, now - KEPT)
