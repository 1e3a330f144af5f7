"""The ledger of erasures: a file beside the database that outlasts an older copy of it, with random ids and days.

The rows of `erasures` are the truth, and the file is brought up to date with them after each erasure, every hour and
with each backup. A copy that is older than the file lacks some: `operations.erased` erases them again.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from flask import current_app

from kiosk.domain.erasure import What
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.storage.erasures import every_erasure
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Erasure

FILE: Final = "erased.txt"
HEAD: Final = "# What was erased, by random ids. Keep this file beside your backups: kiosk restore reads it.\n"
PRIVATE: Final = 0o600
KEPT: Final = "kept-until"
PARTS: Final = 3


@dataclass(frozen=True)
class LedgerLine:
    """One erasure, as the file has it: the day, what, its public id, and the day until which the law keeps it."""

    on: date
    what: What
    about: PublicId
    kept_until: date | None = None

    def __str__(self) -> str:
        kept = f" {KEPT} {self.kept_until}" if self.kept_until else ""
        return f"{self.on} {self.what} {self.about}{kept}\n"


def line_of(erasure: Erasure) -> LedgerLine:
    """The line of an erasure that is stored."""
    return LedgerLine(erasure.at.date(), What(erasure.what), erasure.about_id, erasure.kept_until)


def bring_up_to_date(session: ReadSession) -> None:
    """Add to the file what is in the database and not in it. Raises OSError."""
    file = Path(current_app.instance_path) / FILE
    add(file, map(line_of, every_erasure(session)))


def add(file: Path, lines: Iterable[LedgerLine]) -> None:
    """Add the lines that are not there yet, and wait until they are on the disk. Raises OSError."""
    there = set(read(file))
    new = [line for line in dict.fromkeys(lines) if line not in there]
    if not new:
        return
    is_new = not file.exists()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE), "a", encoding="utf-8") as opened:
        opened.write((HEAD if is_new else "") + "".join(map(str, new)))
        opened.flush()
        os.fsync(opened.fileno())


def read(file: Path) -> Sequence[LedgerLine]:
    """The lines of a file; none where there is no such file. A line that cannot be read is passed over."""
    if not file.is_file():
        return []
    return [line for text in file.read_text("utf-8", "replace").splitlines() if (line := _line(text))]


def _line(text: str) -> LedgerLine | None:
    parts = text.split()
    if len(parts) not in {PARTS, PARTS + 2}:
        return None
    try:
        kept = date.fromisoformat(parts[-1]) if len(parts) > PARTS else None
        return LedgerLine(date.fromisoformat(parts[0]), What(parts[1]), public_id(parts[2]), kept)
    except ValueError:
        return None
