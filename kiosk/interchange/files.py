"""The file of an export: as text, and on disk for its owner alone."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from textwrap import indent
from typing import BinaryIO, Final

from kiosk import __version__
from kiosk.domain.refusals import Conflict
from kiosk.interchange.check_ins_table import check_ins_table
from kiosk.interchange.csv_table import as_csv
from kiosk.interchange.marks_table import marks_table
from kiosk.interchange.record import Plain, plain_record
from kiosk.interchange.schema import RECORD_VERSION
from kiosk.interchange.tables import Rows, Table, dictionary
from kiosk.queries.kept import Record
from kiosk.queries.record import Records, forms_in

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


def as_text(record: Record, now: datetime) -> str:
    """Return one client's record whole, as a complete export has it."""
    return "".join(as_json([record], now))


def _laid_out(content: Plain) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


class Format(StrEnum):
    """The kinds of files in which records leave the house."""

    JSON = "json"
    CSV = "csv"
    CSV_DECIMAL_COMMA = "csv-comma"
    """The same with `;` between cells and decimal commas, for spreadsheets of countries that write them."""
    XLSX = "xlsx"

    @property
    def ending(self) -> str:
        """The ending of the file's name."""
        return "csv" if self is Format.CSV_DECIMAL_COMMA else self.value

    @property
    def is_table(self) -> bool:
        """False for the complete record."""
        return self is not Format.JSON


Kept = Records | Sequence[Record]


def table_of(records: Kept, rows: Rows, each: Callable[[], object] = bool) -> Table:
    """The table of these records; `each` is called as each of them has been read."""
    told = ReportedRecords(records, each)
    return check_ins_table(told, forms_in(records)) if rows is Rows.CHECK_INS else marks_table(told)


def text_of(records: Kept, kind: Format, rows: Rows, now: datetime, each: Callable[[], object] = bool) -> Iterator[str]:
    """The file part by part, for every kind that is text."""
    if not kind.is_table:
        return as_json(ReportedRecords(records, each), now)
    return as_csv(table_of(records, rows, each), decimal_commas=kind is Format.CSV_DECIMAL_COMMA)


def dictionary_of(records: Kept, kind: Format, rows: Rows) -> Iterator[str]:
    """The data dictionary beside a table, as text in the same kind of CSV; a workbook has it in itself."""
    return as_csv(dictionary(table_of(records, rows)), decimal_commas=kind is Format.CSV_DECIMAL_COMMA)


@dataclass(frozen=True)
class ReportedRecords:
    """Records that tell somebody as each of them has been read."""

    records: Iterable[Record]
    each: Callable[[], object]

    def __iter__(self) -> Iterator[Record]:
        for record in self.records:
            yield record
            self.each()


@contextmanager
def new_file(file: Path) -> Iterator[BinaryIO]:
    """A new file, readable by its owner alone, and gone again unless the block ends well.

    Raises Conflict rather than touch a file that is there.
    """
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
    except FileExistsError:
        raise Conflict(f"{file} is there already, and stays as it is. Name a new file.") from None
    except OSError as error:
        raise Conflict(f"{file} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "w+b") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        file.unlink(missing_ok=True)
        raise Conflict(f"{file} cannot be written whole, and was taken away: {error.strerror}.") from None
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def write(file: Path, parts: Iterable[str]) -> None:
    """Write all parts of it to a new file. Raises Conflict."""
    with new_file(file) as opened:
        opened.writelines(part.encode() for part in parts)
