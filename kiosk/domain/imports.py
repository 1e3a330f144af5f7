"""Past data from a file: which columns hold what, and what each row says, or why it is refused.

A blank cell is a mark that was not given, never a zero. Nothing is rounded, completed or guessed.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeAlias

from kiosk.domain.measures import TENTHS, Item, Measure
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.scoring import score

Cell: TypeAlias = str | int | float | bool | datetime | date | time | None
"""A cell as its file has it: text from CSV, typed from a workbook."""

UNDONE_WITHIN: Final = timedelta(days=30)
"""The time for which an import can be undone."""
FIRST_YEAR: Final = 1970
"""Earlier days are typing mistakes, or what a spreadsheet makes of a zero."""
NOON: Final = time(12)
"""The time of a session of which only the day is known, on the practice's clock."""
NOT_GIVEN: Final = frozenset({"", "na", "n/a", "null", "-", "–", "—", "."})  # noqa: RUF001 -- dashes as people type them
"""Cells that say that nothing was given, whatever their case. Zero is none of them."""
NUMBER: Final = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,9})?")
SHOWN: Final = 40
"""Characters of a cell that a refusal repeats."""


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


class DayOrder(StrEnum):
    """The order in which a day is written in text; a workbook's own dates need none."""

    YEAR_FIRST = "ymd"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


DAYS: Final[Mapping[DayOrder, re.Pattern[str]]] = {
    DayOrder.YEAR_FIRST: re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})"),
    DayOrder.DAY_FIRST: re.compile(r"(?P<day>\d{1,2})[-./ ](?P<month>\d{1,2})[-./ ](?P<year>\d{4})"),
    DayOrder.MONTH_FIRST: re.compile(r"(?P<month>\d{1,2})[-./ ](?P<day>\d{1,2})[-./ ](?P<year>\d{4})"),
}
AFTER_DAY: Final = re.compile(
    r"[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)


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


class RowFault(Exception):
    """A row that is refused, with the reason."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


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
    at = _moment(row.get(columns.day), columns.day_order, zone, now)
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
    code = " ".join(_text(row.get(columns.code)).split())
    if code.casefold() in NOT_GIVEN:
        raise RowFault(phrase("The code is missing."))
    return code


def language_in(row: Mapping[str, Cell], columns: Columns, known: Collection[str]) -> str:
    """Give the tag of the client's language; empty for the practice's. Raises RowFault for one that is not here."""
    cell = row.get(columns.language) if columns.language else None
    if not is_given(cell):
        return ""
    tag = next((tag for tag in known if tag.casefold() == _text(cell).casefold()), None)
    if tag is None:
        there = ", ".join(sorted(known))
        raise RowFault(
            phrase("There is no language “%(language)s”. There are: %(there)s.", language=_shown(cell), there=there)
        )
    return tag


def _text(cell: Cell) -> str:
    """Read a cell as text; a whole number of a workbook is written without decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell).strip()
    # Our own files put an apostrophe before what a spreadsheet could take for a formula.
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@") else text


def is_given(cell: Cell) -> bool:
    """Return whether there is anything in a cell that says more than that nothing was given."""
    return _text(cell).casefold() not in NOT_GIVEN


def _mark(cell: Cell, item: Item) -> int | None:
    if not is_given(cell):
        return None
    mark = _tenths(cell)
    if not item.takes(mark):
        if item.kind == "line":
            least, most = item.lowest // TENTHS, item.highest // TENTHS
            raise RowFault(
                phrase("%(mark)s is no mark from %(least)s to %(most)s.", mark=_shown(cell), least=least, most=most)
            )
        taken = ", ".join(option.text for option in item.options)
        raise RowFault(
            phrase("%(mark)s is no answer of this question. There are: %(taken)s.", mark=_shown(cell), taken=taken)
        )
    return mark


def _tenths(cell: Cell) -> int:
    """Read a number in points. Raises RowFault for anything else, and for more than one decimal."""
    text = repr(cell) if isinstance(cell, float) else _text(cell)
    if isinstance(cell, bool | datetime | date | time) or not NUMBER.fullmatch(text):
        raise RowFault(phrase("“%(cell)s” is no number.", cell=_shown(cell)))
    try:
        tenths = Decimal(text.replace(",", ".")) * TENTHS
    except InvalidOperation:  # pragma: no cover -- the pattern lets nothing else through
        raise RowFault(phrase("“%(cell)s” is no number.", cell=_shown(cell))) from None
    if tenths != int(tenths):
        raise RowFault(phrase("“%(cell)s” has more than one decimal.", cell=_shown(cell)))
    return int(tenths)


def _compare_total(cell: Cell, marks: Mapping[str, int], measure: Measure) -> None:
    """Compare a total in the file with what the marks add up to; a total beside missing marks is refused."""
    if not is_given(cell):
        return
    told, total = _tenths(cell), score(measure, marks).total
    if told > measure.maximum:
        most = measure.maximum / TENTHS
        raise RowFault(
            phrase("A total of %(total)s is more than the form has: %(most)s.", total=_shown(cell), most=most)
        )
    if total is None:
        raise RowFault(phrase("The total is %(total)s, but not every mark is given.", total=_shown(cell)))
    if total != told:
        raise RowFault(
            phrase("The total is %(total)s, but the marks add up to %(sum)s.", total=_shown(cell), sum=total / TENTHS)
        )


def _moment(cell: Cell, order: DayOrder, zone: tzinfo, now: datetime) -> datetime:
    """Read when it was, in UTC. Raises RowFault for a day that is none, long ago, or to come."""
    if not is_given(cell):
        raise RowFault(phrase("The day is missing."))
    at = _typed(cell, zone) if isinstance(cell, datetime | date) else _written(_text(cell), order, zone)
    if at.year < FIRST_YEAR:
        raise RowFault(phrase("%(day)s is before 1970.", day=_shown(cell)))
    # Of a session today only the day may be known, and noon not be here yet.
    if at > now and at.astimezone(zone).date() == now.astimezone(zone).date() and at.astimezone(zone).time() == NOON:
        return now
    if at > now:
        raise RowFault(phrase("%(day)s is in the future.", day=_shown(cell)))
    return at.astimezone(UTC)


def _typed(cell: datetime | date, zone: tzinfo) -> datetime:
    if not isinstance(cell, datetime):
        return datetime.combine(cell, NOON, zone)
    if cell.time() == time(0):
        return datetime.combine(cell.date(), NOON, zone)
    return cell.replace(tzinfo=zone) if cell.tzinfo is None else cell


def _written(text: str, order: DayOrder, zone: tzinfo) -> datetime:
    fault = RowFault(phrase("“%(cell)s” is no day in the order that was chosen.", cell=text[:SHOWN]))
    found = DAYS[order].match(text)
    rest = AFTER_DAY.fullmatch(text[found.end() :]) if found else None
    if found is None or (rest is None and found.end() < len(text)):
        raise fault
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        return datetime.combine(day, *_time(rest, zone))
    except ValueError:
        raise fault from None


def _time(rest: re.Match[str] | None, zone: tzinfo) -> tuple[time, tzinfo]:
    if rest is None:
        return NOON, zone
    at = time(int(rest["hour"]), int(rest["minute"]), int(rest["second"] or 0))
    return at, _offset(rest["offset"]) if rest["offset"] else zone


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def _shown(cell: Cell) -> str:
    return _text(cell)[:SHOWN]


def day_order_of(cells: Sequence[Cell]) -> DayOrder:
    """Give the order in which these days are written: the first in which all of them are days."""
    texts = [_text(cell) for cell in cells if isinstance(cell, str) and is_given(cell)]

    def reads(order: DayOrder) -> bool:
        try:
            return [_written(text, order, UTC) for text in texts] != []
        except RowFault:
            return False

    return next(filter(reads, DayOrder), DayOrder.YEAR_FIRST)
