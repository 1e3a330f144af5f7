"""Tables as an Excel workbook: typed cells, no formulas, the data dictionary on a sheet of its own.

Rows go to a file in `folder` as they come, so that a large table takes no more memory than a small one.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from xlsxwriter import Workbook

from kiosk.interchange.csv_table import is_risky
from kiosk.interchange.record import moment
from kiosk.interchange.tables import Null, Table, Value, dictionary

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet of Excel has, without the headings."""
MOST_CHARACTERS: Final = 32_767
"""Characters that a cell of Excel holds."""
SHEETS: Final = "Table", "Data dictionary"
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTH: Final = 14


def write_xlsx(table: Table, file: IO[bytes], folder: Path) -> None:
    """Write the workbook. Raises ValueError where it has more rows than a sheet can have."""
    workbook = Workbook(file, OPTIONS | {"tmpdir": str(folder)})
    for name, content in zip(SHEETS, (table, dictionary(table)), strict=True):
        _write_sheet(workbook, name, content)
    workbook.close()


def _write_sheet(workbook: Any, name: str, table: Table) -> None:  # noqa: ANN401 -- the library's own
    sheet = workbook.add_worksheet(name)
    headings = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    times = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    quoted = workbook.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.columns) - 1, WIDTH)
    _write_line(sheet, 0, table.headings, headings, times, headings)
    for number, cells in enumerate(table.lines(), 1):
        if number > MOST_ROWS:
            raise ValueError("A sheet of Excel has no more rows.")
        _write_line(sheet, number, cells, None, times, quoted)


def _write_line(sheet: Any, number: int, cells: Iterable[Value], usual: Any, times: Any, quoted: Any) -> None:  # noqa: ANN401, PLR0913, PLR0917 -- the library's own, and where what goes
    write_text = partial(_write_text, sheet, number, usual, quoted)
    for place, cell in enumerate(cells):
        match cell:
            case None | "":
                pass
            case bool():
                write_text(place, "yes" if cell else "no")
            case int() | float():
                sheet.write_number(number, place, cell)
            case datetime(tzinfo=None):
                sheet.write_datetime(number, place, cell, times)
            case Null():
                write_text(place, cell.value)
            case _:
                write_text(place, f"{moment(cell)}")


def _write_text(sheet: Any, number: int, usual: Any, quoted: Any, place: int, text: str) -> None:  # noqa: ANN401, PLR0913, PLR0917 -- the same
    """As text; what looks like a formula is marked as text too, for whoever copies it or saves it as another kind."""
    sheet.write_string(number, place, text[:MOST_CHARACTERS], quoted if is_risky(text) else usual)
