"""The file of an export: as text, and on disk for its owner alone."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from textwrap import indent
from typing import Final

from kiosk import __version__
from kiosk.domain.refusals import Conflict
from kiosk.interchange.csv_table import as_csv
from kiosk.interchange.record import Plain, plain_record
from kiosk.interchange.schema import RECORD_VERSION
from kiosk.queries.record import Record

PRIVATE_FILE: Final = 0o600
CLIENT_INDENT: Final = 4 * " "


def as_json(records: Iterable[Record], now: datetime) -> Iterator[str]:
    """Everything, complete; one client after the other, laid out as if it were written at once."""
    whole = {
        "format": "before-you-go-record",
        "version": RECORD_VERSION,
        "program": __version__,
        "made_at": now.isoformat(),
        "clients": [],
    }
    head, end = _laid_out(whole).split("[]")
    yield f"{head}["
    between = "\n"
    for record in records:
        yield between + indent(_laid_out(plain_record(record)), CLIENT_INDENT)
        between = ",\n"
    yield ("" if between == "\n" else "\n  ") + "]" + end + "\n"


def _laid_out(content: Plain) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


FORMATS: Final[Mapping[str, Callable[[Iterable[Record], datetime], Iterator[str]]]] = {
    "json": as_json,
    "csv": lambda records, _: as_csv(records),
}
"""By the ending of the file; records are gone through more than once."""


def write(file: Path, parts: Iterable[str]) -> None:
    """Write all parts of it, readable by its owner alone. Raises Conflict rather than touch a file that is there."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
    except FileExistsError:
        raise Conflict(f"{file} is there already, and stays as it is. Name a new file.") from None
    except OSError as error:
        raise Conflict(f"{file} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as opened:
            opened.writelines(parts)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        file.unlink(missing_ok=True)
        raise Conflict(f"{file} cannot be written whole, and was taken away: {error.strerror}.") from None
    except BaseException:
        file.unlink(missing_ok=True)
        raise
