"""Past data from a file: which columns hold what, and what each row says, or why it is refused.

A blank cell is a mark that was not given, never a zero. Nothing is rounded, completed or guessed.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from kiosk.domain.cells import NOT_GIVEN, Cell, RowFault, is_given, shown, text_of
from kiosk.domain.measures import TENTHS, Item, Measure
from kiosk.domain.phrases import phrase
from kiosk.domain.scoring import score
from kiosk.domain.written_days import DayOrder, moment_in

LEFT_ALONE: Final = timedelta(hours=1)
"""Time for which an uploaded file waits, from when its page was last opened."""
UNDONE_WITHIN: Final = timedelta(days=30)
"""The time for which an import can be undone."""
NUMBER: Final = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,9})?")


class ImportKind(StrEnum):
    """The kind of a file's rows."""

    CLIENTS = "clients"
    SCORES = "scores"


class Stage(StrEnum):
    """The state of an import."""

    UPLOADED = "uploaded"
    UNREADABLE = "unreadable"
    """Nothing can be made of the file: `Import.counts` names the line and why."""
    READ = "read"
    """Its columns can be chosen."""
    CHECKED = "checked"
    """Each row was judged."""
    TAKING = "taking"
    TAKEN = "taken"
    UNDONE = "undone"


@dataclass(frozen=True)
class Columns:
    """The headings of the columns that are taken; an empty one is not in the file. `items` by the question's id."""

    code: str
    day: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    total: str = ""
    """Compared with the marks, and never stored: a total is added up here."""
    language: str = ""
    measure: str = ""
    version: int = 0
    day_order: DayOrder = DayOrder.YEAR_FIRST

    @property
    def used(self) -> Sequence[str]:
        """Every heading that is taken."""
        return [name for name in (self.code, self.day, self.total, self.language, *self.items.values()) if name]


class NoMarks(RowFault):
    """A row in which nothing was marked: it is left out, and nothing is wrong with it."""


@dataclass(frozen=True)
class PastAnswer:
    """One row of past scores: whose, when, and the marks (tenths) that were given."""

    code: str
    at: datetime
    marks: Mapping[str, int]


@dataclass(frozen=True)
class NewClient:
    """One row of clients."""

    code: str
    language: str = ""


def past_answer(row: Mapping[str, Cell], columns: Columns, measure: Measure, zone: tzinfo, now: datetime) -> PastAnswer:
    """Read one row of past scores. Raises RowFault, and its kind NoMarks for a row in which no mark is given."""
    code = code_in(row, columns)
    at = moment_in(row.get(columns.day), columns.day_order, zone, now)
    marks = {
        item.id: mark
        for item in measure.items
        if (mark := _mark(row.get(columns.items.get(item.id, "")), item)) is not None
    }
    if not marks:
        raise NoMarks(phrase("No mark is given in this row: it is left out."))
    _compare_total(row.get(columns.total) if columns.total else None, marks, measure)
    return PastAnswer(code, at, marks)


def code_in(row: Mapping[str, Cell], columns: Columns) -> str:
    """Give the client's code as it is kept. Raises RowFault where there is none."""
    code = " ".join(text_of(row.get(columns.code)).split())
    if code.casefold() in NOT_GIVEN:
        raise RowFault(phrase("The code is missing."))
    return code


def language_in(row: Mapping[str, Cell], columns: Columns, known: Collection[str]) -> str:
    """Give the tag of the client's language; empty for the practice's. Raises RowFault for one that is not here."""
    cell = row.get(columns.language) if columns.language else None
    if not is_given(cell):
        return ""
    tag = next((tag for tag in known if tag.casefold() == text_of(cell).casefold()), None)
    if tag is None:
        there = ", ".join(sorted(known))
        raise RowFault(
            phrase("There is no language “%(language)s”. There are: %(there)s.", language=shown(cell), there=there)
        )
    return tag


def _mark(cell: Cell, item: Item) -> int | None:
    if not is_given(cell):
        return None
    mark = _tenths(cell)
    if not item.takes(mark):
        if item.kind == "line":
            least, most = item.lowest // TENTHS, item.highest // TENTHS
            raise RowFault(
                phrase("%(mark)s is not between %(least)s and %(most)s.", mark=shown(cell), least=least, most=most)
            )
        taken = ", ".join(option.text for option in item.options)
        raise RowFault(
            phrase("%(mark)s is not an answer to this question. There are: %(taken)s.", mark=shown(cell), taken=taken)
        )
    return mark


def _tenths(cell: Cell) -> int:
    """Read a number in points. Raises RowFault for anything else, and for more than one decimal."""
    text = repr(cell) if isinstance(cell, float) else text_of(cell)
    if isinstance(cell, bool | datetime | date | time) or not NUMBER.fullmatch(text):
        raise RowFault(phrase("“%(cell)s” is not a number.", cell=shown(cell)))
    try:
        tenths = Decimal(text.replace(",", ".")) * TENTHS
    except InvalidOperation:  # pragma: no cover -- the pattern lets nothing else through
        raise RowFault(phrase("“%(cell)s” is not a number.", cell=shown(cell))) from None
    if tenths != int(tenths):
        raise RowFault(phrase("“%(cell)s” has more than one decimal.", cell=shown(cell)))
    return int(tenths)


def _compare_total(cell: Cell, marks: Mapping[str, int], measure: Measure) -> None:
    """Compare a total in the file with what the marks add up to; a total beside missing marks is refused."""
    if not is_given(cell):
        return
    told, total = _tenths(cell), score(measure, marks).total
    if told > measure.maximum:
        most = measure.maximum / TENTHS
        raise RowFault(
            phrase("A total of %(total)s is more than the form has: %(most)s.", total=shown(cell), most=most)
        )
    if total is None:
        raise RowFault(phrase("The total is %(total)s, but not every mark is given.", total=shown(cell)))
    if total != told:
        raise RowFault(
            phrase("The total is %(total)s, but the marks add up to %(sum)s.", total=shown(cell), sum=total / TENTHS)
        )
