"""The wake-up of a process when a transaction has stored events: LISTEN, and a look every three seconds besides."""

import time
from collections.abc import Collection, Iterator
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from kiosk.storage.backends.postgresql import locks

ASK_EVERY_S: Final = 3.0
"""The longest time between two looks, because a message can be lost."""
AGAIN_S: Final = 1.0
"""Between two tries to reach a server that went away."""


def listen(engine: Engine) -> Iterator[Collection[int]]:
    """Yields the practices that have new events; none for a look at all of them.

    Its connection is kept outside of the pool, and says as well that a server runs. Without a connection it yields all
    the same, so that whoever reads finds out for themselves.
    """
    while True:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(f"LISTEN {locks.CHANNEL}")
                connection.exec_driver_sql(locks.SERVES)
                yield ()
                while True:
                    yield _named(connection)
        except (DBAPIError, psycopg.Error):
            time.sleep(AGAIN_S)
            yield ()


def _named(connection: Connection) -> Collection[int]:
    """Wait for messages; after three seconds without any, make sure that the connection is still there."""
    driver: Any = connection.connection.driver_connection
    named = {message.payload for message in driver.notifies(timeout=ASK_EVERY_S, stop_after=1)}
    if not named:
        connection.exec_driver_sql("SELECT")
    return {int(one) for one in named} if all(one.isdecimal() for one in named) else ()
