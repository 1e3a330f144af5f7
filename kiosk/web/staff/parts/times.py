"""Moments as people say them, by the practice's own clock, in the language of the page."""

from datetime import date as Date  # noqa: N812 -- `date` is the function that words one
from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from flask_babel import gettext

from kiosk import zones
from kiosk.web.shared.languages import spoken

JUST_NOW = timedelta(seconds=90)
A_WEEK = 7
MOST_DATES = 1_000


def clock_time(at: datetime, zone: str) -> str:
    """Such as 14:48."""
    return at.astimezone(zones.zone(zone)).strftime("%H:%M")


def day_words(at: datetime, zone: str) -> str:
    """Such as Tuesday 3 June."""
    # For translators: a pattern for dates (CLDR): EEEE day of the week, d day, MMMM month, MMM short month, y year.
    return dated(at, gettext("EEEE d MMMM"), zone)


def with_just_now(at: datetime, now: datetime, zone: str) -> str:
    """The time, with its day where that is another one, and that it is fresh."""
    time = near_time(at, now, zone)
    return gettext("%(time)s, just now", time=time) if now - at < JUST_NOW else time


def at_time(at: datetime, now: datetime, zone: str, *, says_fresh: bool = True) -> str:
    """Such as *at 14:48, just now*, *yesterday at 14:48* or *on 27 May at 14:48*, to stand after a verb."""
    time = clock_time(at, zone)
    match days_ago(at, now, zone):
        case 0:
            words = gettext("at %(time)s", time=time)
        case 1:
            words = gettext("yesterday at %(time)s", time=time)
        case _:
            words = gettext("on %(day)s at %(time)s", day=full_date(at, now, zone), time=time)
    return gettext("%(time)s, just now", time=words) if says_fresh and now - at < JUST_NOW else words


def day_ago(at: datetime, now: datetime, zone: str) -> str:
    """Such as *last Tuesday*, or *27 May* when it is longer ago than a week, with the year where it is another one."""
    days = days_ago(at, now, zone)
    if days > A_WEEK:
        return full_date(at, now, zone)
    near = {0: gettext("today"), 1: gettext("yesterday")}
    return near.get(days) or gettext("last %(weekday)s", weekday=dated(at, "EEEE", zone))


def near_time(at: datetime, now: datetime, zone: str) -> str:
    """Such as *16:20*, *yesterday, 22:32* or *tomorrow, 12:20*."""
    ahead = days_ago(at, now, zone)
    time = clock_time(at, zone)
    if ahead == 0:
        return time
    if ahead == -1:
        return gettext("tomorrow, %(time)s", time=time)
    return f"{day_ago(at, now, zone)}, {time}"


def days_ago(at: datetime, now: datetime, zone: str) -> int:
    """Count the midnights between both in this zone; below 0 where `at` is to come."""
    return (now.astimezone(zones.zone(zone)).date() - at.astimezone(zones.zone(zone)).date()).days


def full_date(at: datetime, now: datetime, zone: str) -> str:
    """Such as 3 June, with the year where it is another one."""
    return dated(at, gettext("d MMMM") if is_this_year(at, now, zone) else gettext("d MMMM y"), zone)


def is_this_year(at: datetime, now: datetime, zone: str) -> bool:
    """Return whether both fall in one year in this zone."""
    return at.astimezone(zones.zone(zone)).year == now.astimezone(zones.zone(zone)).year


def dated(at: datetime, pattern: str, zone: str) -> str:
    """The day by a pattern of CLDR, in the language of the page."""
    return _written(at.astimezone(zones.zone(zone)).date(), pattern, spoken())


def printed(practice: str, now: datetime, zone: str) -> str:
    """Say whose page it is on paper, and of which day."""
    day = dated(now, gettext("d MMMM y"), zone)
    return gettext("%(practice)s. Printed on %(date)s.", practice=practice, date=day)


def day_named(day: Date, pattern: str) -> str:
    """A day that has no time, by a pattern of CLDR, in the language of the page."""
    return _written(day, pattern, spoken())


@lru_cache(MOST_DATES)
def _written(day: Date, pattern: str, language: str) -> str:
    return format_date(day, pattern, Locale.parse(language, sep="-"))
