"""The process that runs jobs, beside real workers: it runs what is due, is started again, and ends with the server."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from kiosk import clock
from kiosk.domain.jobs import JobKind, Lane
from kiosk.storage import jobs
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Job
from tests.servers.conftest import House
from tests.support.practice import Cast
from tests.support.servers import children, kill, wait_until
from tests.support.sqlite_file import connected, database


def ask_for(cast: Cast, kind: JobKind = JobKind.PURGE) -> int:
    with cast.on_stage(), writing() as session:
        job = jobs.add(session, kind, clock.now())
        session.flush()
        return job.id


def is_done(cast: Cast, job_id: int) -> bool:
    with cast.on_stage():
        return reading().scalars(select(Job.done_at).where(Job.id == job_id)).one() is not None


def waiting(cast: Cast) -> Sequence[datetime]:
    with cast.on_stage():
        return reading().scalars(select(Job.due_at).where(Job.done_at.is_(None))).all()


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_job_is_run_as_soon_as_it_is_added_and_the_next_one_is_planned(small_house: House) -> None:
    small_house.server.jobs_process()
    asked = ask_for(small_house.cast)
    wait_until(lambda: is_done(small_house.cast, asked), "the job is done")
    wait_until(lambda: [due > clock.now() for due in waiting(small_house.cast)] == [True], "the next one is planned")


def test_it_is_started_again_when_it_was_killed_and_stays_through_a_reload(small_house: House) -> None:
    server = small_house.server
    before = server.jobs_process()
    kill(before)
    wait_until(lambda: not is_there(before), "it is gone")
    after = server.jobs_process()
    server.reload()
    assert server.jobs_process() == after
    [line] = [json.loads(line) for line in server.output().splitlines() if "process that runs jobs" in line]
    assert line["level"] == "error"


def test_a_job_is_done_by_another_process_when_the_one_that_had_it_was_killed(small_house: House) -> None:
    server = small_house.server
    waits = server.jobs_process()
    with connected(database(small_house.cast)) as other:
        asked = ask_for(small_house.cast)
        other.execute("BEGIN IMMEDIATE")  # so that it cannot go on
        wait_until(lambda: bool(in_lane(waits, Lane.LONG)), "a process runs jobs")
        kill(in_lane(waits, Lane.LONG)[0])
        wait_until(lambda: "ended with status -9" in server.output(), "it has heard of that")
        assert server.jobs_process() == waits
    wait_until(lambda: is_done(small_house.cast, asked), "another one has done it")


def test_a_message_does_not_wait_for_long_work(small_house: House) -> None:
    waits = small_house.server.jobs_process()
    long = ask_for(small_house.cast)
    wait_until(lambda: bool(in_lane(waits, Lane.LONG)), "a process runs long jobs")
    [busy] = in_lane(waits, Lane.LONG)
    os.kill(busy, signal.SIGSTOP)
    message = ask_for(small_house.cast, JobKind.DELIVER)
    wait_until(lambda: is_done(small_house.cast, message), "the message is sent")
    assert not is_done(small_house.cast, long)
    os.kill(busy, signal.SIGCONT)
    wait_until(lambda: is_done(small_house.cast, long), "the long job is done")


def in_lane(jobs_process: int, lane: Lane) -> list[int]:
    found = children(jobs_process)
    return [pid for pid in found if f"kiosk.jobs.due\0{lane}\0".encode() in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_it_ends_with_the_server(small_house: House) -> None:
    process = small_house.server.jobs_process()
    small_house.server.stop()
    assert not is_there(process)


def test_it_ends_when_the_master_was_killed(small_house: House) -> None:
    process = small_house.server.jobs_process()
    os.kill(small_house.server.pid, signal.SIGKILL)
    wait_until(lambda: not is_there(process), "it has seen that")


def test_a_process_that_hangs_in_a_job_is_ended_at_its_limit() -> None:
    hangs = (
        "from datetime import timedelta; from kiosk.jobs.due import end_after\n"
        "end_after(timedelta(seconds=0.1))\n"
        "while True: pass"
    )
    assert subprocess.run([sys.executable, "-c", hangs], check=False, timeout=120).returncode == -signal.SIGALRM


def test_a_process_that_takes_ever_more_memory_is_refused_it() -> None:
    grows = (
        "from kiosk.jobs.due import take_at_most\n"
        "take_at_most(1 << 28)\n"
        "try: bytearray(1 << 29)\n"
        "except MemoryError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", grows], check=False, timeout=120, capture_output=True, text=True)
    assert done.stdout == "refused\n", done.stderr
