"""Erasures of one client that kill themselves on the way, each in a copy of the same instance.

`python -m tests.support.killed_erasing FOLDER SEEN [all]` with the instance folder, and a file with the sealed values
that are to go, one in hexadecimal a line. One erasure lives; the others die at each moment that `tests.support.killed`
counts, or only right before the commit and right after it. Prints one line of JSON about each. Every erasure is a
process of its own that this one forks, since starting Python anew would cost more than all the rest.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from kiosk import clock
from kiosk.actions.erasure.erase import erase_by_command
from kiosk.app import create_app
from kiosk.config import load
from kiosk.domain.actors import CommandLine
from kiosk.interchange.files import as_text
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.operations.verify import verify
from kiosk.storage import ledger
from kiosk.storage.db import close, reading
from kiosk.storage.tables import CheckIn, Client, Erasure, Response
from tests.support import databases
from tests.support.killed import Moments

CODE = "ZEBRA-9"
URL = "KIOSK_DATABASE_URL"


def erase(app: Flask) -> None:
    """Erase the client, and leave nothing of them in the files."""
    with app.app_context():
        found = reading().scalars(select(Client).where(Client.code_index == CODE)).one_or_none()
        if found:
            erase_by_command(CommandLine(), found.public_id, CODE, as_text, clock.now())
        run_due_jobs("killed", lambda: clock.now() + timedelta(hours=1), lambda _: None)
        close()


def counted(app: Flask) -> dict[str, int]:
    """The rows that are left of them, by kind: nothing or all, and none of it half."""
    with app.app_context():
        theirs = select(Client.id).where(Client.code_index == CODE)
        found = {
            "clients": theirs,
            "check-ins": select(CheckIn.id).where(CheckIn.client_id.in_(theirs)),
            "answers": select(Response.id).where(Response.client_id.in_(theirs)),
            "erasures": select(Erasure.id),
        }
        numbers = {
            name: reading().scalars(select(func.count()).select_from(query.subquery())).one()
            for name, query in found.items()
        }
        close()
    return numbers


def left_and_ended(app: Flask, environ: dict[str, str], gone: list[bytes]) -> dict[str, object]:
    """Say what an erasure left, erase what it did not, and say what is left then."""
    left = counted(app)
    erase(app)
    folder = Path(environ["KIOSK_INSTANCE"])
    files = b"".join(file.read_bytes() for file in folder.glob("kiosk.db*"))
    return {
        "left": left,
        "then": counted(app),
        "faults": list(verify(load(environ)).faults),
        "listed": len(ledger.read(folder / ledger.FILE)),
        "bytes": sum(one in files for one in gone),
    }


def in_a_child(run: Callable[[], object]) -> tuple[int, Any]:
    """Run it in a forked process; gives its signal or status, and what it returned."""
    source, out = os.pipe()
    child = os.fork()
    if not child:
        os.write(out, json.dumps(run()).encode())
        os._exit(0)
    os.close(out)
    with open(source, encoding="utf-8") as told:  # noqa: PTH123 -- a pipe
        said = told.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), json.loads(said or "null")


@contextmanager
def copied(folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a copy of the instance, and of its database."""
    made = folder.with_name("copied")
    shutil.copytree(folder, made)
    url = {URL: databases.copy_of(os.environ[URL])} if URL in os.environ else {}
    yield {"KIOSK_INSTANCE": str(made)} | url
    if url:
        databases.drop(url[URL])
    shutil.rmtree(made)


def killed_at(folder: Path, gone: list[bytes], fatal: int) -> dict[str, object]:
    """One erasure that dies at that moment, and everything that can be said of it."""

    def dies() -> None:
        app = create_app(load(environ))
        Moments(fatal)
        erase(app)

    with copied(folder) as environ:
        status, _ = in_a_child(dies)
        _, told = in_a_child(lambda: left_and_ended(create_app(load(environ)), environ, gone))
    return {"status": status, **told}


def main() -> None:
    folder, seen = Path(sys.argv[1]), Path(sys.argv[2])
    gone = [bytes.fromhex(line) for line in seen.read_text("ascii").split()]
    with copied(folder) as environ:  # in this process, so that the others need not learn each statement
        app, moments = create_app(load(environ)), Moments(0)
        before = counted(app)
        counting = moments.passed
        erase(app)
        told = left_and_ended(app, environ, gone)
    first = moments.first_commit - counting
    fatal = range(1, first + 20) if sys.argv[3:] else (first, first + 1)
    sys.stdout.write(json.dumps({"before": before, **told}) + "\n")
    for one in fatal:
        sys.stdout.write(json.dumps(killed_at(folder, gone, one)) + "\n")


if __name__ == "__main__":
    main()
