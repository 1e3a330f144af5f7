"""Dates as a course has them, by the practice's own clock, in the language of the page."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from kiosk.web.therapist.parts.times import A_WEEK, dated, day_ago, days_ago


def short_date(at: datetime, zone: str) -> str:
    """Such as 3 Jun."""
    return dated(at, gettext("d MMM"), zone)


def full_date(at: datetime, now: datetime, zone: str) -> str:
    """Such as 3 June, with the year where it is another one."""
    return dated(at, gettext("d MMMM") if _is_this_year(at, now, zone) else gettext("d MMMM y"), zone)


def month(at: datetime, now: datetime, zone: str) -> str:
    """Such as January, with the year where it is another one."""
    return dated(at, "LLLL" if _is_this_year(at, now, zone) else gettext("LLLL y"), zone)


def heading_date(at: datetime, now: datetime, zone: str) -> str:
    """Such as Today, Last Tuesday or 3 June."""
    if days_ago(at, now, zone) > A_WEEK:
        return full_date(at, now, zone)
    near = day_ago(at, now, zone)
    return near[:1].upper() + near[1:]


def is_same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Whether both fall on one day here."""
    return one.astimezone(ZoneInfo(zone)).date() == other.astimezone(ZoneInfo(zone)).date()


def _is_this_year(at: datetime, now: datetime, zone: str) -> bool:
    return at.astimezone(ZoneInfo(zone)).year == now.astimezone(ZoneInfo(zone)).year
