"""Moments as people say them, by the practice's own clock, in the language of the page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import gettext

from kiosk.web.languages import locale

JUST_NOW = timedelta(seconds=90)
A_WEEK = 7


def clock_time(at: datetime, zone: str) -> str:
    """Such as 14:48."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def day_words(at: datetime, zone: str) -> str:
    """Such as Tuesday 3 June."""
    # For translators: a pattern for dates (CLDR): EEEE day of the week, d day, MMMM month, MMM short month, y year.
    return dated(at, gettext("EEEE d MMMM"), zone)


def with_just_now(at: datetime, now: datetime, zone: str) -> str:
    """The time, and that it is fresh."""
    time = clock_time(at, zone)
    return gettext("%(time)s, just now", time=time) if now - at < JUST_NOW else time


def day_ago(at: datetime, now: datetime, zone: str) -> str:
    """Such as *last Tuesday*, or *27 May* when it is longer ago than a week."""
    days = days_ago(at, now, zone)
    if days > A_WEEK:
        return dated(at, gettext("d MMMM"), zone)
    near = {0: gettext("today"), 1: gettext("yesterday")}
    return near.get(days) or gettext("last %(weekday)s", weekday=dated(at, "EEEE", zone))


def days_ago(at: datetime, now: datetime, zone: str) -> int:
    """How many midnights lie between, here."""
    return (now.astimezone(ZoneInfo(zone)).date() - at.astimezone(ZoneInfo(zone)).date()).days


def dated(at: datetime, pattern: str, zone: str) -> str:
    """The day by a pattern of CLDR, in the language of the page."""
    return format_date(at.astimezone(ZoneInfo(zone)).date(), pattern, locale())
