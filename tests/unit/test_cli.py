"""The command imports only what the command that was asked for needs, so that it answers at once."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kiosk.cli import kiosk

HEAVY = (
    "alembic",
    "babel",
    "cryptography",
    "flask",
    "gevent",
    "gunicorn",
    "qrcode",
    "sqlalchemy",
    "structlog",
    "webauthn",
)
CPU_S = 0.4
COMMANDS = kiosk.list_commands(click.Context(kiosk))


def loaded_by(*words: str) -> set[str]:
    """The modules among HEAVY that a command has imported when it ends."""
    code = f"import sys; from kiosk.cli import main; main(); print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_version_costs_no_import_that_it_does_not_need() -> None:
    assert loaded_by("--version") == set()


def test_the_forms_are_listed_without_server_or_database() -> None:
    assert loaded_by("measure", "list") <= {"flask"}


def test_the_version_answers_at_once() -> None:
    """Within 0.4 s on a quiet machine; CPU time says the same on a busy one."""
    program = Path(sys.executable).with_name("kiosk")
    pid = os.posix_spawn(
        program,
        [str(program), "--version"],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(pid, 0)
    assert status == 0
    assert usage.ru_utime + usage.ru_stime < CPU_S


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_stands_in_the_module_that_is_named_for_it(name: str) -> None:
    command = kiosk.get_command(click.Context(kiosk), name)
    assert command is not None
    assert (command.name, bool(command.help)) == (name, True)


def test_a_command_that_is_none_is_told_in_a_sentence() -> None:
    with pytest.raises(click.UsageError, match="No such command 'serv'"):
        kiosk.main(["serv"], standalone_mode=False)


STARTS = {
    "kiosk.app": ("alembic", "structlog", "webauthn"),
    "kiosk.jobs.due": ("alembic", "kiosk.api", "kiosk.interchange", "kiosk.web"),
    "kiosk.cli.app": ("alembic", "kiosk.api", "kiosk.interchange", "kiosk.web"),
}
"""Modules that a worker, a process for jobs and a command import, and what of the rest they never need."""


@pytest.mark.parametrize("module", STARTS)
def test_a_process_starts_without_what_it_seldom_needs(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {STARTS[module]} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
