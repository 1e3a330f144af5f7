"""A backup as one file: parts in a tar, their hashes first, sealed with age. No open part of it reaches the disk."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import IO, Final

from pyrage import DecryptError, EncryptError, decrypt_io, encrypt_io, x25519

from kiosk.instance import PRIVATE_FILE, PRIVATE_FOLDER
from kiosk.refusals import Refusal

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
MOST_MANIFEST_BYTES: Final = 1_000_000
CHUNK: Final = 1 << 20


class UnreadableBackup(Refusal):
    """The file is no whole backup, or another key opens it."""


@dataclass(frozen=True)
class Manifest:
    """The part that comes first: what the others are, and what must be found again."""

    made_at: str
    """In UTC, as ISO 8601."""
    version: str
    """Of the program."""
    revision: str
    """The schema's step."""
    counts: Mapping[str, int]
    """Rows of each table."""
    hashes: Mapping[str, str]
    """SHA-256 of each part, by its name."""
    format: int = FORMAT
    heads: Mapping[str, str] = field(default_factory=dict)
    """The last link of each practice's chain, by the number of the practice."""


def seal(parts: Mapping[str, Path], manifest: Manifest, into: Path, recipients: Sequence[x25519.Recipient]) -> None:
    """Write the backup into a new file for its owner alone. Raises OSError."""
    reader, writer = os.pipe()
    failed: list[Exception] = []

    def encrypt() -> None:
        try:
            with os.fdopen(reader, "rb") as opened, _new_file(into) as sealed:
                encrypt_io(opened, sealed, recipients)
        except (OSError, EncryptError) as error:
            failed.append(error)

    thread = Thread(target=encrypt)
    thread.start()
    try:
        with os.fdopen(writer, "wb") as opened, tarfile.open(fileobj=opened, mode="w|") as tar:
            _fill(tar, parts, manifest)
    except OSError as error:
        failed.append(error)
    finally:
        thread.join()
    if failed:
        raise failed[0]


def _fill(tar: tarfile.TarFile, parts: Mapping[str, Path], manifest: Manifest) -> None:
    content, first = json.dumps(asdict(manifest)).encode(), tarfile.TarInfo(MANIFEST)
    first.size = len(content)
    tar.addfile(first, BytesIO(content))
    for name, file in parts.items():
        tar.add(file, name, recursive=False)


def unseal(file: Path, identity: x25519.Identity, into: Path | None = None) -> Manifest:
    """Read a backup whole and compare each part with its hash; write the parts into a folder, if one is given.

    Raises UnreadableBackup unless it is all there, as it was when it was made.
    """
    reader, writer = os.pipe()
    failed: list[Exception] = []

    def decrypt() -> None:
        try:
            with os.fdopen(writer, "wb") as opened, file.open("rb") as sealed:
                decrypt_io(sealed, opened, [identity])
        except BrokenPipeError:
            pass  # the parts were wrong, and not read to their end
        except (OSError, DecryptError) as error:
            failed.insert(0, error)

    manifest = None
    thread = Thread(target=decrypt)
    thread.start()
    try:
        with os.fdopen(reader, "rb") as opened, tarfile.open(fileobj=opened, mode="r|") as tar:
            manifest = _read(tar, into)
    except (tarfile.TarError, OSError, KeyError, TypeError, ValueError) as error:
        failed.append(error)
    thread.join()
    if manifest is None or failed:
        raise UnreadableBackup(_sentence(file, failed[0]))
    return manifest


def hash_of_file(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sentence(file: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no file {file}. Nothing was changed."
    if isinstance(error, DecryptError) and "matching" in str(error):
        return f"{file} was sealed for another recovery key. Nothing was changed: try the key of its time."
    return f"{file} is no whole backup ({error}). Nothing was changed: try an older one."


def _read(tar: tarfile.TarFile, into: Path | None) -> Manifest:
    entries = iter(tar)
    first = next(entries, None)
    if first is None or first.name != MANIFEST or first.size > MOST_MANIFEST_BYTES:
        raise ValueError("it does not begin with its contents")
    manifest = Manifest(**json.loads(_content(tar, first).read()))
    if manifest.format != FORMAT:
        raise ValueError("it was made by a newer version of this program")
    found = {entry.name: _take(tar, entry, into) for entry in entries}
    if found != dict(manifest.hashes):
        raise ValueError("parts are missing or changed")
    return manifest


def _take(tar: tarfile.TarFile, entry: tarfile.TarInfo, into: Path | None) -> str:
    """Return the hash of a part, having written it down where that is wished."""
    content, digest = _content(tar, entry), hashlib.sha256()
    with _written(into, entry.name) as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


@contextmanager
def _written(into: Path | None, name: str) -> Iterator[IO[bytes]]:
    """A new private file below the folder, or nowhere without one. Raises ValueError for a name that leads out."""
    if into is None:
        with Path(os.devnull).open("wb") as nowhere:
            yield nowhere
        return
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts[0] == "/":
        raise ValueError(f"a part has the name {name}")
    place = into.joinpath(*parts)
    place.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with _new_file(place) as file:
        yield file


@contextmanager
def _new_file(place: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone, which outlasts a power cut. Raises FileExistsError rather than replace one."""
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(entry) if entry.isfile() else None
    if content is None:
        raise ValueError(f"{entry.name} is no file")
    return content
