"""Tables that come in: CSV as text and XLSX as a workbook, read row by row, strict about their shape.

No encoding is guessed: UTF-8, or UTF-16 with its mark. Of a workbook the first sheet is read, and what it unpacks to is
limited before anything of it is read.
"""

import csv
import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from typing import IO, Final

from kiosk.domain.cells import Cell
from kiosk.domain.phrases import Phrase, phrase

MOST_BYTES: Final = 32 * 1024 * 1024
"""Of an uploaded file."""
MOST_ROWS: Final = 250_000
MOST_COLUMNS: Final = 200
MOST_CELL: Final = 32_767
"""Characters of a cell, as many as Excel has."""
MOST_UNPACKED: Final = 400 * 1024 * 1024
MOST_SHARED: Final = 64 * 1024 * 1024
"""Of the texts of a workbook, which are in memory all at once."""
MOST_WHOLE: Final = 16 * 1024 * 1024
"""Of all else in a workbook that is read whole, such as its styles: as a tree it takes twenty times as much memory."""
MOST_PARTS: Final = 1_000
MOST_LINES: Final = 1_048_576
"""Lines that a sheet of Excel has: one may claim any number, and those between are made up as they are read."""
SHARED: Final = "xl/sharedStrings.xml"
BOOK: Final = "xl/workbook.xml"
PASSED_ON: Final = "xl/worksheets/", "xl/media/", "xl/pivotCache/", SHARED
RELATIONS: Final = "/_rels/"
"""Parts under `PASSED_ON`, but for these, are read line by line, or not at all, or have a limit of their own."""
SEPARATORS: Final = ",;\t"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")

Row = Mapping[str, Cell]


class FileUnreadable(Exception):
    """A file of which nothing can be taken: the line at fault (0: the file as a whole), and why."""

    def __init__(self, why: Phrase, line: int = 0) -> None:
        super().__init__(str(why))
        self.why, self.line = why, line


@dataclass(frozen=True)
class UploadedTable:
    """A table: its headings, and its rows, each with its line in the file."""

    headings: Sequence[str]
    rows: Iterator[tuple[int, Row]]


def read_table(file: IO[bytes]) -> UploadedTable:
    """Read the headings; rows come one at a time. Raises FileUnreadable, at once or as the rows are read."""
    start = file.read(len(ZIP))
    file.seek(0)
    if start == OLD_EXCEL:
        raise FileUnreadable(phrase("This is an old Excel file (.xls), or one with a password."))
    lines = _sheet_lines(file) if start == ZIP else _csv_lines(file, is_utf_16=start[:2] in UTF_16)
    first = next(((line, cells) for line, cells in lines if any(map(_has_something, cells))), None)
    if first is None:
        raise FileUnreadable(phrase("The file is empty."))
    headings = _headings(*first)
    return UploadedTable([name for name in headings if name], _rows(lines, headings))


def _has_something(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""


def _headings(line: int, cells: Sequence[Cell]) -> Sequence[str]:
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    if len(names) > MOST_COLUMNS:
        raise FileUnreadable(phrase("There are more than %(most)s columns.", most=MOST_COLUMNS), line)
    doubled = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if doubled:
        raise FileUnreadable(
            phrase("There are two columns “%(name)s”. Rename one of them.", name=doubled[0][:40]), line
        )
    return names


def _rows(lines: Iterator[tuple[int, Sequence[Cell]]], headings: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Give each row with anything in it; cells beyond the headings make it unreadable."""
    for number, (line, cells) in enumerate(
        ((line, cells) for line, cells in lines if any(map(_has_something, cells))), 1
    ):
        if number > MOST_ROWS:
            raise FileUnreadable(_too_many_rows(), line)
        if any(map(_has_something, cells[len(headings) :])):
            raise FileUnreadable(phrase("This line has more cells than there are headings."), line)
        yield line, {name: cell for name, cell in zip(headings, cells, strict=False) if name}


def _csv_lines(file: IO[bytes], *, is_utf_16: bool) -> Iterator[tuple[int, Sequence[Cell]]]:
    text = io.TextIOWrapper(file, "utf-16" if is_utf_16 else "utf-8-sig", newline="")
    csv.field_size_limit(MOST_CELL)
    line = 0
    try:
        separator = _separator(text.readline())
        text.seek(0)
        reader = csv.reader(text, delimiter=separator, strict=True)
        for cells in reader:
            line = reader.line_num
            if any("\0" in cell for cell in cells):
                raise FileUnreadable(phrase("This is no text."), line)
            yield line, cells
    except UnicodeError:
        raise FileUnreadable(phrase("The file is not UTF-8 text, so letters in it would be read wrongly."), 0) from None
    except csv.Error:
        raise FileUnreadable(phrase("A quotation mark is not closed, or a cell is too long."), line + 1) from None
    finally:
        with suppress(ValueError):  # the file is closed by whoever opened it
            text.detach()


def _separator(line: str) -> str:
    """Give what stands between the cells of the first line: whatever makes the most cells of it."""

    def cells(separator: str) -> int:
        try:
            return len(next(csv.reader([line], delimiter=separator)))
        except (csv.Error, StopIteration):
            return 0

    return max(SEPARATORS, key=cells)


def _sheet_lines(file: IO[bytes]) -> Iterator[tuple[int, Sequence[Cell]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- for workbooks alone

    _check_size(file)
    warnings.filterwarnings("ignore", module="openpyxl")  # they say what stands in cells
    line = 0
    try:
        _check_places(file)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
            _check_line(line)
            yield line, _without_end(cells)
    except FileUnreadable:
        raise
    except Exception as fault:  # whatever a stranger packed, it is this file's alone
        raise FileUnreadable(phrase("The workbook is damaged."), line) from fault


def _check_places(file: IO[bytes]) -> None:
    """Refuse a workbook whose list of parts names another place for one that has a limit where it usually stands."""
    from openpyxl.xml import constants  # noqa: PLC0415 -- for workbooks alone
    from openpyxl.xml.functions import fromstring  # noqa: PLC0415

    books = dict.fromkeys((constants.XLSX, constants.XLSM, constants.XLTX, constants.XLTM), BOOK)
    places = books | {constants.SHARED_STRINGS: SHARED}
    with zipfile.ZipFile(file) as packed:
        listed = fromstring(packed.read(constants.ARC_CONTENT_TYPES))
    for one in listed.iter(f"{{{constants.CONTYPES_NS}}}Override"):
        place = places.get(one.get("ContentType", ""))
        if place and one.get("PartName") != f"/{place}":
            raise FileUnreadable(phrase("The workbook is damaged."))
    file.seek(0)


def _check_line(line: int) -> None:
    if line > MOST_LINES:
        raise FileUnreadable(_too_many_rows(), line)


def _too_many_rows() -> Phrase:
    return phrase("There are more than %(most)s rows. Divide the file.", most=MOST_ROWS)


def _without_end(cells: Sequence[object]) -> Sequence[Cell]:
    """Leave out empty cells at the end, and give what is neither text, number nor time as text."""
    known: list[Cell] = [
        cell if cell is None or isinstance(cell, str | int | float | date | time) else str(cell) for cell in cells
    ]
    while known and known[-1] is None:
        known.pop()
    return known


def _is_read_whole(part: str) -> bool:
    return RELATIONS in part or not part.startswith(PASSED_ON)


def _check_size(file: IO[bytes]) -> None:
    """Refuse a workbook that would unpack to more than is reasonable: a zip says so before it is unpacked."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise FileUnreadable(phrase("The workbook is damaged.")) from fault
    shared = sum(part.file_size for part in parts if part.filename == SHARED)
    whole = sum(part.file_size for part in parts if _is_read_whole(part.filename))
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or shared > MOST_SHARED or whole > MOST_WHOLE or unpacked > MOST_UNPACKED:
        raise FileUnreadable(
            phrase("The workbook unpacks to more than this server reads. Divide it, or save it as CSV.")
        )
    if BOOK not in {part.filename for part in parts}:
        raise FileUnreadable(phrase("This is no Excel workbook."))
    file.seek(0)
