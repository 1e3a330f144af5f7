"""The pace of programs: requests of the present minute by who sent them, counted for all workers of a machine.

The counts are in a file that every worker maps into its memory, so that a request costs no write to the database.
"""

import fcntl
import hashlib
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from flask import Flask, current_app

EXTENSION: Final = "kiosk-api-pace"
FILE: Final = "api.pace"
MOST: Final = 300
"""Requests that one token, or one network without a valid one, may send within `WINDOW`."""
WINDOW: Final = timedelta(minutes=1)
COUNT: Final = struct.Struct("<8sdI")
"""A hash of who asked, when their minute began (seconds since 1970), and their requests since then."""
ROWS: Final = 1_024
PLACES: Final = 8
"""Places in a row for one who asks; where all 8 are taken, the minute that began first is forgotten."""


class Pace:
    """The counts in the file of one instance folder."""

    def __init__(self, folder: Path) -> None:
        """Make the file where it is not there, and map it."""
        self._lock = Lock()
        self._file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.ftruncate(self._file, ROWS * PLACES * COUNT.size)
        self._counts = mmap.mmap(self._file, ROWS * PLACES * COUNT.size)

    def wait_s(self, who: str, now: datetime) -> int:
        """Count one more request, and give after how many seconds the next one is taken; 0 for at once."""
        hashed = hashlib.blake2b(who.encode(), digest_size=8).digest()
        with self._alone():
            place, begun, count = self._find(hashed, now.timestamp())
            COUNT.pack_into(self._counts, place, hashed, begun, min(count + 1, MOST + 1))
        return 0 if count < MOST else max(1, int(begun + WINDOW.total_seconds() - now.timestamp()))

    def _find(self, hashed: bytes, now: float) -> tuple[int, float, int]:
        """Their place with what is counted there, or the place that is to be theirs."""
        row = int.from_bytes(hashed, "little") % ROWS * PLACES
        places = [(row + number) * COUNT.size for number in range(PLACES)]
        found = {place: COUNT.unpack_from(self._counts, place) for place in places}
        for place, (other, begun, count) in found.items():
            if other == hashed and 0 <= now - begun < WINDOW.total_seconds():
                return place, begun, count
        own = [place for place in places if found[place][0] == hashed]
        return (own[0] if own else min(places, key=lambda place: float(found[place][1]))), now, 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Neither another thread nor another worker counts within it: it lasts some microseconds."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def count_in(app: Flask) -> None:
    """Count the app's requests in its instance folder, from the first one on."""
    app.extensions[EXTENSION] = None


def pace() -> Pace:
    """The running app's."""
    found = current_app.extensions[EXTENSION]
    if found is None:
        found = current_app.extensions[EXTENSION] = Pace(Path(current_app.instance_path))
    if not isinstance(found, Pace):
        raise TypeError("The app was made without its pace: use create_app.")
    return found
