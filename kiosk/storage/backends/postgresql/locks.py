"""Advisory locks: which transactions exclude each other, and in which order events are committed.

Every transaction takes them in this order, so that no two wait for each other: the instance, its practice, rows, and
last of all the order of the practice's events (`docs/decisions/0016-who-waits-for-whom-on-postgresql.md`).
"""

from typing import Final
from zlib import crc32

from sqlalchemy import Connection, Integer, cast, func, select

from kiosk import __version__
from kiosk.storage.backends.protocol import Claim

WRITING: Final = 60720
"""With 0 for the instance, else with the number of a practice."""
ORDER: Final = 60721
"""With the number of a practice."""
SERVED: Final = 60722
"""With 0; each process of a server holds it for as long as it runs."""
VERSION: Final = 60723
"""With a number for the version of the program; held together with `SERVED`."""
OWN: Final = crc32(__version__.encode()) >> 1
"""The number of this version, as the 31 bits that a lock has room for."""
CHANNEL: Final = "before_you_go"
"""On which a transaction says that it has stored events, with the number of the practice."""

ALL = f"SELECT pg_advisory_xact_lock({WRITING}, 0)"
ONE = f"SELECT pg_advisory_xact_lock_shared({WRITING}, 0), pg_advisory_xact_lock({WRITING}, %(practice)s::int)"
IN_ORDER = f"SELECT pg_advisory_xact_lock({ORDER}, %(practice)s::int)"
ORDERED = f"SELECT pg_advisory_xact_lock({ORDER}, %(practice)s::int), pg_notify('{CHANNEL}', %(practice)s::text)"
SERVES = f"SELECT pg_advisory_lock_shared({SERVED}, 0), pg_advisory_lock_shared({VERSION}, {OWN})"
OTHERS_SERVE = (
    "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %(version)s"
    " AND objid <> %(own)s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
IS_SERVED = f"SELECT NOT pg_try_advisory_xact_lock({SERVED}, 0)"
TAKES_OVER = f"SELECT pg_try_advisory_xact_lock({SERVED}, 0)"


def claim(connection: Connection, wanted: Claim) -> None:
    """Take the locks of a claim, in one question, and its rows in another."""
    if wanted.practice is None:
        connection.exec_driver_sql(ALL)
    elif isinstance(wanted.practice, int):
        connection.exec_driver_sql(ONE, {"practice": wanted.practice})
    else:
        shared, alone = func.pg_advisory_xact_lock_shared, func.pg_advisory_xact_lock
        practice = cast(wanted.practice.scalar_subquery(), Integer)
        lock = alone if wanted.rows is None else shared
        connection.execute(select(shared(WRITING, 0), lock(WRITING, practice)))
    if wanted.rows is not None:
        # Not so strongly that a row which refers to one of these could not be stored meanwhile.
        connection.execute(wanted.rows.with_for_update(key_share=True))
