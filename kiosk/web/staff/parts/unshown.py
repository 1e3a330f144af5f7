"""The lines that stand for records which cannot be shown."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.queries.readable import Unshown
from kiosk.web.staff.parts.dates import heading_date
from kiosk.web.staff.parts.times import clock_time


def unshown_lines(unshown: Sequence[Unshown], now: datetime, zone: str) -> Sequence[str]:
    """Name each by code and time, as far as these can be read; of equal names one stands for all."""
    return list(dict.fromkeys(_name(one, now, zone) for one in unshown))


def _name(one: Unshown, now: datetime, zone: str) -> str:
    at = f"{heading_date(one.at, now, zone)}, {clock_time(one.at, zone)}" if one.at else ""
    return ", ".join(filter(None, (one.code, at)))
