"""Ctrl+C ends the server without a traceback, whatever its workers are doing at that moment."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from tests.servers.program import answers_at, running
from tests.support.practice import make_instance
from tests.support.servers import ENDS_WITHIN_S, Server, free_port, wait_until

BUSY_AS_IT_QUITS = """
import signal
import time

import gevent

def post_worker_init(worker):
    gevent.get_hub().loop.update_now()
    gevent.spawn_later(0.93, worker.handle_quit, signal.SIGQUIT, None)
    gevent.spawn_later(0.96, be_busy)

def be_busy():
    ends = time.monotonic() + 0.3
    while time.monotonic() < ends:
        pass
"""
"""gunicorn's settings: a worker is told to quit just before its loop, which looks once a second, ends by itself. Both
are due in the same moment, as it was busy until then."""


def test_ctrl_c_in_a_terminal_reaches_every_process_of_the_server_at_once(tmp_path: Path) -> None:
    port = free_port()
    settings = make_instance(tmp_path / "instance", port=str(port))
    with running("serve", instance=settings["KIOSK_INSTANCE"], port=str(port)) as program:
        wait_until(lambda: answers_at(port), "it answers")
        os.killpg(program.process.pid, signal.SIGINT)
        assert program.process.wait(ENDS_WITHIN_S) == 0
    assert "Traceback" not in "".join(program.said)


def test_a_worker_whose_loop_ends_just_after_it_was_told_to_quit(tmp_path: Path) -> None:
    config = tmp_path / "gunicorn.conf.py"
    config.write_text(BUSY_AS_IT_QUITS)
    settings = make_instance(tmp_path / "instance", port=str(free_port()))
    with Server(settings | {"GUNICORN_CMD_ARGS": f"--config {config}"}, workers=1) as server:
        server.wait_until_ended(set(server.workers()))
        assert "Traceback" not in server.output()


def test_the_jobs_process_that_is_told_to_end_again_while_it_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk.jobs", str(os.getpid()), str(tmp_path), str(tmp_path)]
    for _ in range(5):
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            wait_until(partial(catches, process.pid, signal.SIGTERM), "it ends on a signal")
            while process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.send_signal(signal.SIGTERM)
                time.sleep(0.001)
            assert "Traceback" not in process.communicate()[1]


def catches(pid: int, number: signal.Signals) -> bool:
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt:")]
    return bool(int(line.split()[1], 16) >> (number - 1) & 1)
