"""Tables as CSV, which a spreadsheet opens and never runs; with decimal commas where its country writes them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from kiosk.interchange.record import moment
from kiosk.interchange.tables import Null, Table, Value

RISKY: Final = frozenset(
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""A cell that begins so could be taken for a formula."""
STARTS_FORMULA: Final = re.escape("".join(sorted(sign for sign in RISKY if not sign.isspace())))
AFTER_SEPARATOR: Final = re.compile(f"([;,|\\t\\r\\n][ \"']*)(?=[{STARTS_FORMULA}])")
"""The place before such a sign within a cell, where a program that reads another separator begins a cell."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


def as_csv(table: Table, *, decimal_commas: bool = False) -> Iterator[str]:
    """The lines of the file; with decimal commas, `;` stands between cells, as spreadsheets of such countries read."""
    separator = ";" if decimal_commas else ","
    yield BYTE_ORDER_MARK + csv_line(table.headings, separator)
    for cells in table.lines():
        yield csv_line([_decimal(cell) if decimal_commas else cell for cell in cells], separator)


def _decimal(cell: Value) -> Value:
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell


def csv_line(cells: Iterable[Value], separator: str = ",") -> str:
    """One line of a file, its end included. No other place writes CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(safe, cells))
    return text.getvalue()


def safe(value: Value) -> str:
    """A cell as text that no spreadsheet takes for a formula, whatever somebody typed."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Null():
            return value.value
        case datetime(tzinfo=None):
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case _:
            return _harmless(f"{moment(value)}")


def is_risky(text: str) -> bool:
    """Return whether a spreadsheet could take this cell for a formula."""
    return text.lstrip(" ")[:1] in RISKY if text else False


def _harmless(text: str) -> str:
    text = AFTER_SEPARATOR.sub(r"\1'", text)
    return f"'{text}" if is_risky(text) else text
