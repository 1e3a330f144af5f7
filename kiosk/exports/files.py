"""The file of an export: as text, and on disk for its owner alone."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.actions.records import Record
from kiosk.exports.csv_table import as_csv
from kiosk.exports.record import plain_record

PRIVATE_FILE: Final = 0o600


class NotExported(Exception):
    """No file was written; the text says why."""


def as_json(records: Iterable[Record], now: datetime) -> str:
    """Everything, complete."""
    whole = {
        "format": "before-you-go-record",
        "program": __version__,
        "made_at": now.isoformat(),
        "clients": [plain_record(record) for record in records],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


FORMATS: Final[Mapping[str, Callable[[Iterable[Record], datetime], str]]] = {
    "json": as_json,
    "csv": lambda records, _: as_csv(records),
}
"""By the ending of the file."""


def write(file: Path, text: str) -> None:
    """Write it whole, readable by its owner alone. Raises NotExported rather than touch a file that is there."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
    except FileExistsError:
        raise NotExported(f"{file} is there already, and stays as it is. Name a new file.") from None
    except OSError as error:
        raise NotExported(f"{file} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        file.unlink(missing_ok=True)
        raise NotExported(f"{file} cannot be written whole, and was taken away: {error.strerror}.") from None
