"""Cells of a file that is imported: what is in them, and how one is named that will not do."""

from datetime import date, datetime, time
from typing import Final, TypeAlias

from kiosk.domain.phrases import Phrase

Cell: TypeAlias = str | int | float | bool | datetime | date | time | None
"""A cell as its file has it: text from CSV, typed from a workbook."""
NOT_GIVEN: Final = frozenset({"", "na", "n/a", "null", "-", "–", "—", "."})  # noqa: RUF001 -- dashes as people type them
"""Cells that say that nothing was given, whatever their case. Zero is none of them."""
SHOWN: Final = 40
"""Characters of a cell that a refusal repeats."""


class RowFault(Exception):
    """A row that is refused, with the reason."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


def text_of(cell: Cell) -> str:
    """Read a cell as text; a whole number of a workbook is written without decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell).strip()
    # Our own files put an apostrophe before what a spreadsheet could take for a formula.
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@") else text


def is_given(cell: Cell) -> bool:
    """Return whether there is anything in a cell that says more than that nothing was given."""
    return text_of(cell).casefold() not in NOT_GIVEN


def shown(cell: Cell) -> str:
    """Give as much of a cell as a refusal repeats."""
    return text_of(cell)[:SHOWN]
