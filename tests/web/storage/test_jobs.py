"""Jobs: run when they are due, tried again after a failure, taken up after their process ended, given up in the end."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.cli import kiosk
from kiosk.domain.jobs import TERMS, JobKind, Lane, kinds_in, retry_after
from kiosk.operations import run_jobs
from kiosk.operations.run_jobs import LEASE_MARGIN, run_due_jobs
from kiosk.storage import jobs
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Job
from tests.support.practice import Cast

PURGE = TERMS[JobKind.PURGE]
HOUR = timedelta(hours=1)


class Killed(BaseException):
    """The process ends in the middle of a job."""


class Work:
    """A job in place of the purge: fails with what it is told to, and counts."""

    def __init__(self) -> None:
        self.runs = 0
        self.fault: BaseException | None = None

    def __call__(self, _payload: Mapping[str, Any], _now: datetime) -> None:
        self.runs += 1
        if self.fault:
            raise self.fault


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work()
    monkeypatch.setattr(run_jobs, "RUNS", {**run_jobs.RUNS, JobKind.PURGE: made})
    return made


def look(cast: Cast, holder: str = "here") -> datetime | None:
    """Run what is due; when to look again."""
    with cast.on_stage():
        return run_due_jobs(holder, clock.now, lambda _: None)


def all_jobs(cast: Cast) -> list[Job]:
    with cast.on_stage():
        return list(reading().scalars(select(Job).order_by(Job.id)))


def kill_in_the_middle(cast: Cast, work: Work, holder: str = "here") -> None:
    work.fault = Killed()
    with pytest.raises(Killed):
        look(cast, holder)
    work.fault = None


def test_the_purge_comes_by_itself_every_hour(cast: Cast, work: Work, time: TimeMachineFixture) -> None:
    first = clock.now()
    assert look(cast) == first + HOUR
    assert look(cast) == first + HOUR
    assert work.runs == 1
    time.shift(HOUR)
    assert look(cast) == first + 2 * HOUR
    assert work.runs == 2


def test_the_real_purge_is_done(cast: Cast) -> None:
    look(cast)
    assert [(job.done_at, job.reason) for job in all_jobs(cast)] == [(clock.now(), ""), (None, "")]


def test_a_job_that_fails_is_tried_again_after_longer_and_longer_pauses(
    cast: Cast, work: Work, time: TimeMachineFixture
) -> None:
    work.fault = ValueError("content of a client")
    pauses = []
    for _ in range(4):
        again = look(cast)
        assert again
        pauses.append((again - clock.now()).total_seconds())
        time.move_to(again, tick=False)
    assert pauses == [15, 30, 60, 120]
    assert {job.reason for job in all_jobs(cast)} == {"ValueError"}
    work.fault = None
    look(cast)
    assert all_jobs(cast)[0].done_at


def test_a_job_whose_process_was_killed_is_taken_up_by_the_next_one_of_this_server(
    cast: Cast, work: Work, time: TimeMachineFixture, caplog: pytest.LogCaptureFixture
) -> None:
    kill_in_the_middle(cast, work)
    again = look(cast)
    assert again == clock.now() + retry_after(1)
    assert "The process ended in the middle of the job" in caplog.text
    time.move_to(again, tick=False)
    look(cast)
    assert [work.runs, all_jobs(cast)[0].attempts] == [2, 2]


def test_another_server_takes_it_up_once_its_lease_has_run_out(
    cast: Cast, work: Work, time: TimeMachineFixture
) -> None:
    kill_in_the_middle(cast, work, "there")
    lease_ends = clock.now() + PURGE.limit + LEASE_MARGIN
    assert look(cast) == lease_ends
    assert work.runs == 1
    time.move_to(lease_ends, tick=False)
    time.move_to(look(cast) or lease_ends, tick=False)
    look(cast)
    assert work.runs == 2


def test_a_lease_that_was_lost_ends_nothing(cast: Cast) -> None:
    def lose_it(_payload: Mapping[str, Any], _now: datetime) -> None:
        with writing() as session:
            [job] = session.scalars(select(Job))
            job.lease_holder = "there"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_jobs, "RUNS", {JobKind.PURGE: lose_it})
        look(cast)
    assert [(job.lease_holder, job.done_at) for job in all_jobs(cast)] == [("there", None)]


def test_a_job_is_given_up_after_its_deadline_which_the_log_and_the_doctor_say(
    cast: Cast, work: Work, time: TimeMachineFixture, caplog: pytest.LogCaptureFixture, doctor: Callable[[], str]
) -> None:
    work.fault = OSError()
    assert "Work in the background: nothing was given up." in doctor()
    while not all_jobs(cast)[:1] or not all_jobs(cast)[0].failed_at:
        time.move_to(look(cast) or clock.now(), tick=False)
    assert "is given up after" in caplog.text
    assert "mend  Work in the background was given up: purge (OSError)" in doctor()
    work.fault = None
    time.shift(HOUR)
    look(cast)
    assert "Work in the background: nothing was given up." in doctor()


def test_a_job_that_nobody_began_before_its_deadline_is_given_up(
    cast: Cast, work: Work, time: TimeMachineFixture
) -> None:
    with cast.on_stage(), writing() as session:
        jobs.add(session, JobKind.PURGE, clock.now())
    time.shift(PURGE.patience)
    look(cast)
    assert [work.runs, all_jobs(cast)[0].reason] == [0, "it did not begin before its deadline"]


@pytest.mark.usefixtures("work")
def test_a_job_of_a_kind_that_this_version_does_not_know_is_left_alone(cast: Cast) -> None:
    with cast.on_stage(), writing() as session:
        jobs.add(session, JobKind.PURGE, clock.now()).kind = "later"
    look(cast)
    assert [(job.kind, job.attempts) for job in all_jobs(cast)] == [("later", 0), ("purge", 1), ("purge", 0)]


def test_each_lane_runs_its_own_jobs_and_takes_back_none_of_the_other(cast: Cast, work: Work) -> None:
    with cast.on_stage(), writing() as session:
        jobs.add(session, JobKind.DELIVER, clock.now())
    kill_in_the_middle(cast, work)  # the purge, which is long
    with cast.on_stage():
        run_due_jobs("beside", clock.now, lambda _: None, kinds_in(Lane.QUICK))
    assert [(job.kind, job.attempts, job.lease_holder) for job in all_jobs(cast)] == [
        ("deliver", 1, ""),
        ("purge", 1, "here"),
    ]


def test_every_kind_is_in_one_lane() -> None:
    assert sorted(kind for lane in Lane for kind in kinds_in(lane)) == sorted(JobKind)


def test_the_longest_pause_is_half_an_hour() -> None:
    assert retry_after(1_000) == timedelta(minutes=30)


@pytest.fixture
def doctor(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    for name, value in cast.environ.items():
        monkeypatch.setenv(name, value)

    return lambda: CliRunner().invoke(kiosk, ["doctor"]).output
