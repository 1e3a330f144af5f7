"""Days and times as people write them in files, in whichever order of day and month."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Final

from kiosk.domain.cells import SHOWN, Cell, RowFault, is_given, shown, text_of
from kiosk.domain.phrases import phrase

FIRST_YEAR: Final = 1970
"""Earlier days are typing mistakes, or what a spreadsheet makes of a zero."""
NOON: Final = time(12)
"""The time of a session of which only the day is known, on the practice's clock."""


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


def moment_in(cell: Cell, order: DayOrder, zone: tzinfo, now: datetime) -> datetime:
    """Read when it was, in UTC. Raises RowFault for a day that is none, long ago, or to come."""
    if not is_given(cell):
        raise RowFault(phrase("The day is missing."))
    at = _typed(cell, zone) if isinstance(cell, datetime | date) else _written(text_of(cell), order, zone)
    if at.year < FIRST_YEAR:
        raise RowFault(phrase("%(day)s is before 1970.", day=shown(cell)))
    # Of a session today only the day may be known, and noon not be here yet.
    if at > now and at.astimezone(zone).date() == now.astimezone(zone).date() and at.astimezone(zone).time() == NOON:
        return now
    if at > now:
        raise RowFault(phrase("%(day)s is in the future.", day=shown(cell)))
    return at.astimezone(UTC)


def _typed(cell: datetime | date, zone: tzinfo) -> datetime:
    if not isinstance(cell, datetime):
        return datetime.combine(cell, NOON, zone)
    if cell.time() == time(0):
        return datetime.combine(cell.date(), NOON, zone)
    return cell.replace(tzinfo=zone) if cell.tzinfo is None else cell


def _written(text: str, order: DayOrder, zone: tzinfo) -> datetime:
    fault = RowFault(phrase("“%(cell)s” is not a day in the order you chose.", cell=text[:SHOWN]))
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


def day_order_of(cells: Sequence[Cell]) -> DayOrder:
    """Give the order in which these days are written: the first in which all of them are days."""
    texts = [text_of(cell) for cell in cells if isinstance(cell, str) and is_given(cell)]

    def reads(order: DayOrder) -> bool:
        try:
            return [_written(text, order, UTC) for text in texts] != []
        except RowFault:
            return False

    return next(filter(reads, DayOrder), DayOrder.YEAR_FIRST)
