"""Files that wait in the instance folder for a day, sealed block by block, so that they are read from any place.

Each block is sealed as values in the database are, bound to the file's name, to its own place and to whether it is the
last: a block that was exchanged, moved, cut off or damaged is not read.
"""

import io
import logging
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from flask import current_app

from kiosk import clock
from kiosk.domain.public_ids import PublicId
from kiosk.keys import KEY_ID_BYTES, NONCE_BYTES, SEAL_VERSION, Unopened, keys
from kiosk.storage.db import after_commit
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables.base import new_public_id

if TYPE_CHECKING:
    from typing_extensions import Buffer

FOLDER: Final = "files"
"""In the instance folder; a backup leaves it out."""
BLOCK: Final = 64 * 1024
OVERHEAD: Final = len(SEAL_VERSION) + KEY_ID_BYTES + NONCE_BYTES + 16
"""Bytes by which a sealed block is longer: what stands in front of it, and the tag of AES-GCM."""
PURPOSE: Final = "files"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
BLOCKS_KEPT: Final = 8
log = logging.getLogger(__name__)


class Damaged(OSError):
    """A sealed file is not as it was written."""


def folder() -> Path:
    """The folder in which they wait, private and made where it is missing."""
    found = Path(current_app.instance_path) / FOLDER
    found.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return found


def new_name() -> PublicId:
    """A name that no other file has, and that can be the public id of what it is about."""
    return new_public_id()


def is_there(name: str) -> bool:
    """Return whether a file of that name waits."""
    return (folder() / name).exists()


def used_at(name: str) -> datetime | None:
    """Return when it was last written or used; None where it is not there."""
    with suppress(FileNotFoundError):
        return datetime.fromtimestamp((folder() / name).stat().st_mtime, UTC)
    return None


def keep_longer(name: str, now: datetime) -> None:
    """Count its age from now on: somebody uses it, and what is left alone is deleted first."""
    with suppress(FileNotFoundError):
        os.utime(folder() / name, 2 * (now.timestamp(),))


def remove(name: str) -> None:
    """Delete it; one that is not there stays so."""
    (folder() / name).unlink(missing_ok=True)


def remove_on_commit(session: WriteSession, *names: str) -> None:
    """Delete files once the transaction that says so is committed: where it is undone, its rows still promise them.

    `remove_unnamed` deletes what a process leaves that ends between the two.
    """
    after_commit(session, partial(_remove_each, names))


def _remove_each(names: Collection[str]) -> None:
    for name in names:
        try:
            remove(name)
        except OSError as fault:
            log.error("The file %s cannot be deleted: %s. It is tried again every hour.", name, fault)  # noqa: TRY400 -- says it all


def dictionary_beside(name: str) -> str:
    """The name of the data dictionary beside a table."""
    return f"{name}.dictionary"


def remove_old(before: datetime) -> None:
    """Delete whatever was last written before that moment: also what a killed process left behind."""
    remove_unnamed((), before)


def remove_unnamed(named: Collection[str], before: datetime) -> None:
    """Delete what was last written before that moment, but the files of these names and those beside them."""
    for found in folder().iterdir():
        with suppress(FileNotFoundError):
            is_named = found.name.partition(".")[0] in named
            if found.is_file() and not is_named and found.stat().st_mtime < before.timestamp():
                found.unlink()


class SealedWriter(io.RawIOBase):
    """Writes a new file of that name; one that is there already is taken away first. Only `close` makes it whole."""

    def __init__(self, name: str) -> None:
        """Begin it."""
        super().__init__()
        remove(name)
        self._name, self._place, self._waiting = name, 0, bytearray()
        descriptor = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
        self._file = os.fdopen(descriptor, "wb")
        self.size = 0

    @classmethod
    @contextmanager
    def new(cls, name: str) -> Iterator[Self]:
        """Write a file that is there only if the block ends well."""
        writer = cls(name)
        try:
            yield writer
        except BaseException:
            writer.discard()
            raise
        writer.close()

    def writable(self) -> bool:
        return True

    def write(self, data: "Buffer", /) -> int:
        """Seal what fills a block."""
        self._waiting += data
        while len(self._waiting) > BLOCK:
            self._seal(bytes(self._waiting[:BLOCK]), is_last=False)
            del self._waiting[:BLOCK]
        length = memoryview(data).nbytes
        self.size += length
        return length

    def close(self) -> None:
        """Seal the last block, and have it on disk."""
        if not self.closed:
            self._seal(bytes(self._waiting), is_last=True)
            self._file.flush()
            os.fsync(self._file.fileno())
            os.utime(self._file.fileno(), 2 * (clock.now().timestamp(),))
            self._file.close()
        super().close()

    def discard(self) -> None:
        """Take it away: it was not finished."""
        self._file.close()
        remove(self._name)
        super().close()

    def _seal(self, content: bytes, *, is_last: bool) -> None:
        bound = _bound(self._name, self._place, is_last=is_last)
        self._file.write(keys().seal(PURPOSE, bound, content))
        self._place += 1


class SealedReader(io.RawIOBase):
    """Reads such a file, from any place in it. Raises FileNotFoundError, and Damaged where it is not as written."""

    def __init__(self, name: str) -> None:
        """Open it; nothing is read yet."""
        super().__init__()
        self._name, self._at = name, 0
        self._file = (folder() / name).open("rb")
        length = os.fstat(self._file.fileno()).st_size
        self._blocks = max(1, -(-length // (BLOCK + OVERHEAD)))
        self.size = max(0, length - self._blocks * OVERHEAD)
        self._keys = keys()
        self._block = lru_cache(BLOCKS_KEPT)(self._opened)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "Buffer", /) -> int:
        """Read on, to the end of a block at most."""
        view = memoryview(buffer).cast("B")
        if self._at >= self.size or not view.nbytes:
            return 0
        block, begin = divmod(self._at, BLOCK)
        part = self._block(block)[begin : begin + view.nbytes]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _opened(self, place: int) -> bytes:
        self._file.seek(place * (BLOCK + OVERHEAD))
        sealed = self._file.read(BLOCK + OVERHEAD)
        bound = _bound(self._name, place, is_last=place == self._blocks - 1)
        try:
            return self._keys.open(PURPOSE, bound, sealed)
        except Unopened:
            raise Damaged(f"The waiting file {self._name} is damaged.") from None


def _bound(name: str, place: int, *, is_last: bool) -> str:
    return f"{name}:{place}:{is_last}"


def parts_of(name: str) -> Iterator[bytes]:
    """The whole file, part by part; opened at once, so that an answer can be sent after its request has ended."""
    return _parts(SealedReader(name))


def _parts(opened: SealedReader) -> Iterator[bytes]:
    with opened as reader:
        while part := reader.read(BLOCK):
            yield part
