"""What is really stored, asked of the database file and not of the program."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from tests.support.practice import Cast, Waiting


def rows(cast: Cast, sql: str, *values: object) -> list[tuple[object, ...]]:
    """The answer to a question in SQL."""
    with closing(sqlite3.connect(Path(cast.environ["KIOSK_INSTANCE"]) / "kiosk.db", timeout=10)) as database:
        return database.execute(sql, values).fetchall()


def change(cast: Cast, sql: str, *values: object) -> None:
    """A change made past the program."""
    with closing(sqlite3.connect(Path(cast.environ["KIOSK_INSTANCE"]) / "kiosk.db", timeout=10)) as database:
        database.execute(sql, values)
        database.commit()


def is_whole(cast: Cast) -> bool:
    """SQLite's own opinion of its file."""
    return rows(cast, "PRAGMA integrity_check") == [("ok",)] and rows(cast, "PRAGMA foreign_key_check") == []


def stored(cast: Cast, asked: Iterable[Waiting]) -> Counter[tuple[int, int]]:
    """How many of these check-ins have how many responses and how many events that say so."""
    responses = Counter(row[0] for row in rows(cast, "SELECT check_in_id FROM responses"))
    sent = Counter(row[0] for row in rows(cast, "SELECT check_in_id FROM events WHERE kind = 'sent'"))
    return Counter((responses[one.check_in], sent[one.check_in]) for one in asked)
