"""Dumps: pg_dump and pg_restore of the machine's own PostgreSQL client, which know each version's catalogue."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from kiosk.storage.backends.protocol import DatabaseUnreadable

DEBIAN: Final = Path("/usr/lib/postgresql")
"""Holds a folder for each version; its programs are outside of the path."""
PRIVATE: Final = 0o600


def dump(url: URL, into: Path, snapshot: str) -> None:
    """Write one moment of a database into a new file for its owner alone, in pg_dump's custom format.

    `snapshot` is the name that pg_export_snapshot gave it. Raises DatabaseUnreadable, and OSError where there is no
    room.
    """
    os.close(os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    _run(url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", f"--file={into}")


def restore(url: URL, file: Path) -> None:
    """Fill an empty database from such a file in one transaction. Raises DatabaseUnreadable, having stored nothing."""
    _run(url, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(file))


def _run(url: URL, program: str, *words: str) -> None:
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environ = dict(os.environ) | ({"PGPASSWORD": str(url.password)} if url.password else {})
    command = [_path_of(program), f"--dbname={address}", "--no-password", *words]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    if done.returncode:
        raise DatabaseUnreadable(f"{program} says: {_first_fault(done.stderr)}")


def _path_of(program: str) -> str:
    """The program of the newest version here. Raises DatabaseUnreadable where there is none."""
    kept = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda file: int(file.parts[-3]))
    if found := str(kept[-1]) if kept else shutil.which(program):
        return found
    raise DatabaseUnreadable(f"{program} is not installed here. On Debian: apt-get install postgresql-client")


def _first_fault(said: str) -> str:
    """The first line alone: those that follow can hold values of rows."""
    lines = [line.partition("error: ")[2] for line in said.splitlines() if "error: " in line]
    return (lines or said.splitlines() or ["nothing"])[0].rstrip(".")
