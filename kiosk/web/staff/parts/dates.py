"""Dates as a course has them, by the practice's own clock, in the language of the page."""

from datetime import datetime

from flask_babel import gettext

from kiosk import zones
from kiosk.web.staff.parts.times import A_WEEK, dated, day_ago, days_ago, full_date, is_this_year


def short_date(at: datetime, zone: str) -> str:
    """Such as 3 Jun."""
    return dated(at, gettext("d MMM"), zone)


def month(at: datetime, now: datetime, zone: str) -> str:
    """Such as January, with the year where it is another one."""
    return dated(at, "LLLL" if is_this_year(at, now, zone) else gettext("LLLL y"), zone)


def heading_date(at: datetime, now: datetime, zone: str) -> str:
    """Such as Today, Last Tuesday or 3 June."""
    if days_ago(at, now, zone) > A_WEEK:
        return full_date(at, now, zone)
    near = day_ago(at, now, zone)
    return near[:1].upper() + near[1:]


def is_same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Return whether both fall on one day in this zone."""
    return one.astimezone(zones.zone(zone)).date() == other.astimezone(zones.zone(zone)).date()
