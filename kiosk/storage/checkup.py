"""What a look over the instance asks of the database: past the app, which may not start, and changing nothing."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

MOST_FAULTS = 5


class Damaged(Exception):
    """SQLite cannot read the file; the text is its own."""


def faults(file: Path) -> Sequence[str]:
    """What SQLite finds wrong with the file, in its own words; empty when it is sound."""
    with _asked(file) as connection:
        found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({MOST_FAULTS})")]
        lost = [f"a row of {row[0]} belongs to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
    return ([] if found == ["ok"] else found) + lost[:MOST_FAULTS]


def passwords(file: Path) -> Sequence[tuple[str, str]]:
    """The address and the password's hash of everybody who can log in with one."""
    with _asked(file) as connection:
        return connection.execute(
            "SELECT email, password_hash FROM people WHERE password_hash != '' AND disabled_at IS NULL ORDER BY email"
        ).fetchall()


def measures(file: Path) -> Sequence[tuple[str, int]]:
    """Every form that somebody was asked with, and its version, of which the database keeps no copy itself."""
    with _asked(file) as connection:
        return connection.execute(
            "SELECT measure, measure_version FROM check_ins EXCEPT SELECT measure, version FROM kept_measures"
        ).fetchall()


def has_calls(file: Path) -> bool:
    """Whether a session was held on a call, or is going to be: a client's kind of work says so."""
    with _asked(file) as connection:
        (found,) = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM visits WHERE place = 'telehealth')"
            " OR EXISTS (SELECT 1 FROM clients WHERE preset = 'telehealth')"
        ).fetchone()
    return bool(found)


@contextmanager
def _asked(file: Path) -> Iterator[sqlite3.Connection]:
    """The file, open for reading alone. Raises Damaged."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
