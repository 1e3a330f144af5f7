"""Dates as a course has them, by the practice's own clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.web.therapist.times import day_ago


def short_date(at: datetime, zone: str) -> str:
    """Such as 3 Jun."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b}"


def full_date(at: datetime, now: datetime, zone: str) -> str:
    """Such as 3 June, with the year where it is another one."""
    local = at.astimezone(ZoneInfo(zone))
    year = "" if local.year == now.astimezone(ZoneInfo(zone)).year else f" {local.year}"
    return f"{local.day} {local:%B}{year}"


def month(at: datetime, now: datetime, zone: str) -> str:
    """Such as January, with the year where it is another one."""
    return full_date(at, now, zone).partition(" ")[2]


def heading_date(at: datetime, now: datetime, zone: str) -> str:
    """Such as Today, Last Tuesday or 3 June."""
    near = day_ago(at, now, zone)
    return full_date(at, now, zone) if near[0].isdigit() else near[:1].upper() + near[1:]


def is_same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Whether both fall on one day here."""
    return one.astimezone(ZoneInfo(zone)).date() == other.astimezone(ZoneInfo(zone)).date()
