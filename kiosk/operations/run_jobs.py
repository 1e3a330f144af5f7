"""Runs jobs that are due: leased, under a time limit, tried again after a failure, given up after their deadline."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.domain.actors import Background
from kiosk.domain.jobs import EVERY_KIND, TERMS, JobKind, retry_after
from kiosk.storage import jobs
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import Job
from kiosk.storage.work import Work, unit_of_work

log = logging.getLogger(__name__)


def _deliver(_: Mapping[str, Any], now: datetime) -> None:
    from kiosk.operations.webhooks import deliver

    deliver(now)


def _send_onward(payload: Mapping[str, Any], now: datetime) -> None:
    from kiosk.operations.onward import send_onward

    send_onward(payload, now)


def _try_onward(payload: Mapping[str, Any], now: datetime) -> None:
    from kiosk.operations.onward_trial import try_onward

    try_onward(payload, now)


def _purge(_: Mapping[str, Any], now: datetime) -> None:
    from kiosk.operations.purge import purge

    purge(now)


def _run_task(payload: Mapping[str, Any], now: datetime) -> None:
    from kiosk.operations.tasks import run_task

    run_task(payload, now)


def _read_calendar(_: Mapping[str, Any], now: datetime) -> None:
    from kiosk.operations.calendars import read_next

    read_next(now)


def _scrub(_payload: Mapping[str, Any], _now: datetime) -> None:
    from kiosk.operations.erased import scrub

    scrub()


def _retell(payload: Mapping[str, Any], now: datetime) -> None:
    from kiosk.actions.corrections.retell import retell_later

    retell_later(payload, now)


def _end_left(payload: Mapping[str, Any], now: datetime) -> None:
    from kiosk.actions.check_ins.leave_unfinished import end_left

    end_left(payload, now)


Run = Callable[[Mapping[str, Any], datetime], None]
"""Does one kind of job, given its payload and the time. It may be run again after it was cut off anywhere."""
RUNS: Final[Mapping[JobKind, Run]] = {
    JobKind.DELIVER: _deliver,
    JobKind.ONWARD: _send_onward,
    JobKind.TRY_ONWARD: _try_onward,
    JobKind.PURGE: _purge,
    JobKind.TASK: _run_task,
    JobKind.SHORT_TASK: _run_task,
    JobKind.CALENDAR: _read_calendar,
    JobKind.SCRUB: _scrub,
    JobKind.RETELL: _retell,
    JobKind.LEFT: _end_left,
}
"""Each imports what it needs as one is due: most processes that run jobs run one kind."""
LEASE_MARGIN: Final = timedelta(minutes=1)
"""A lease outlasts the time limit by this, so that a run has ended before another begins."""


@dataclass(frozen=True)
class Leased:
    """A job that this process may run until its limit."""

    id: int
    kind: JobKind
    payload: Mapping[str, Any]


def run_due_jobs(
    holder: str,
    now: Callable[[], datetime],
    set_limit: Callable[[timedelta], None],
    kinds: Collection[JobKind] = EVERY_KIND,
) -> datetime | None:
    """Run every job of these kinds that is due, one after the other; gives when to look again, or None.

    `holder` names the one process that runs these for a server: what it had leased before, it no longer runs.
    `set_limit` arranges that this process is ended once that much time has passed.
    """
    with unit_of_work(Background(), now()) as work:
        _take_back(work, holder, kinds)
        _add_recurring(work, kinds)
    while leased := _lease_next(holder, now(), kinds):
        set_limit(TERMS[leased.kind].limit)
        _run(leased, holder, now)
    with unit_of_work(Background(), now()) as work:
        _add_recurring(work, kinds)
    look_again()
    return jobs.next_look(reading(), kinds)


def _take_back(work: Work, holder: str, kinds: Collection[JobKind]) -> None:
    """Count runs as failed whose process ended without a word: it crashed, was killed, or came to its limit."""
    for job in jobs.find_abandoned(work.session, holder, work.now, kinds):
        log.error("The process ended in the middle of the job %s (%s, attempt %s).", job.id, job.kind, job.attempts)
        _try_later(job, "its process ended", work.now)


def _add_recurring(work: Work, kinds: Collection[JobKind]) -> None:
    """Add the next job of each kind that comes by itself, unless one waits."""
    for kind in kinds:
        terms = TERMS[kind]
        if terms.every and not jobs.has_open(work.session, kind):
            last = jobs.last_end(work.session, kind)
            jobs.add(work.session, kind, last + terms.every if last else work.now)


def _lease_next(holder: str, now: datetime, kinds: Collection[JobKind]) -> Leased | None:
    with unit_of_work(Background(), now) as work:
        while job := jobs.find_due(work.session, now, kinds):
            if job.deadline_at <= now:
                _give_up(job, job.reason or "it did not begin before its deadline", now)
                work.session.flush()
                continue
            kind = JobKind(job.kind)
            job.attempts += 1
            job.lease_holder, job.lease_ends_at = holder, now + TERMS[kind].limit + LEASE_MARGIN
            return Leased(job.id, kind, job.payload)
    return None


def _run(leased: Leased, holder: str, now: Callable[[], datetime]) -> None:
    try:
        RUNS[leased.kind](leased.payload, now())
    except Exception as error:
        reason = type(error).__name__
        log.exception("The job %s (%s) failed.", leased.id, leased.kind)
        _end(leased, holder, now(), lambda job, at: _try_later(job, reason, at))
    else:
        _end(leased, holder, now(), _note_done)


def _end(leased: Leased, holder: str, now: datetime, write: Callable[[Job, datetime], None]) -> None:
    with unit_of_work(Background(), now) as work:
        if job := jobs.find_leased(work.session, leased.id, holder):
            write(job, now)


def _note_done(job: Job, now: datetime) -> None:
    job.done_at, job.reason = now, ""
    _free(job)


def _try_later(job: Job, reason: str, now: datetime) -> None:
    """Make it due after a pause; given up where that would be after its deadline. `reason` holds no content."""
    job.due_at, job.reason = now + retry_after(job.attempts), reason
    _free(job)
    if job.due_at >= job.deadline_at:
        _give_up(job, reason, now)


def _give_up(job: Job, reason: str, now: datetime) -> None:
    job.failed_at, job.reason = now, reason
    log.error("The job %s (%s) is given up after %s attempts: %s.", job.id, job.kind, job.attempts, reason)


def _free(job: Job) -> None:
    job.lease_holder, job.lease_ends_at = "", None
