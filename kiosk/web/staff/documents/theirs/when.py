"""Moments as a document for a client says them: whole, with the year, since it is read long afterwards."""

from datetime import date as Date  # noqa: N812 -- as `times` has it
from datetime import datetime
from unicodedata import bidirectional

from flask_babel import gettext

from kiosk.web.staff.parts.times import clock_time, dated, day_named


def day(at: datetime, zone: str) -> str:
    """Such as 3 June 2026."""
    # For translators: a pattern for dates (CLDR): d day, MMMM month, y year.
    return dated(at, gettext("d MMMM y"), zone)


def day_of(date: Date) -> str:
    """Word a day that has no time, such as 3 June 2026."""
    return day_named(date, gettext("d MMMM y"))


def moment(at: datetime, zone: str) -> str:
    """Such as 3 June 2026, 14:48."""
    return gettext("%(date)s, %(time)s", date=day(at, zone), time=clock_time(at, zone))


def running(words: str) -> str:
    """The direction in which somebody's words run, by their first letter that has one."""
    kinds = (bidirectional(letter) for letter in words)
    return next(("rtl" if kind in {"R", "AL"} else "ltr" for kind in kinds if kind in {"L", "R", "AL"}), "ltr")


def no_glyph() -> str:
    """Say that a PDF lacks signs of somebody's words, where no font here or on the server has them."""
    return gettext("Some signs cannot be drawn in this file. The same as a page for the browser has them all.")
