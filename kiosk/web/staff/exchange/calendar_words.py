"""Sentences about a therapist's own calendar: when it was read, why it could not be, and what is in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from flask_babel import gettext, ngettext

from kiosk.domain.calendars import Trouble
from kiosk.domain.phrases import Phrase, phrase
from kiosk.outgoing import RequestFault
from kiosk.queries.calendar import Knows, SeenCalendar, TriedEntry, UnknownCode
from kiosk.web.shared.languages import said
from kiosk.web.staff.day.planned import clock_words
from kiosk.web.staff.parts.deliveries import ANSWERED, OUTCOMES
from kiosk.web.staff.parts.times import at_time, day_named

TROUBLES: Final[Mapping[str, Phrase]] = {
    **OUTCOMES,
    RequestFault.LARGE: phrase("The calendar is larger than 64 MB."),
    Trouble.NO_CALENDAR: phrase(
        "That is not a calendar, but a web page or something else. Copy the address that ends in .ics."
    ),
    Trouble.LARGE: phrase("The calendar has more entries than can be taken in."),
    Trouble.LONG: phrase("The entries that repeat take too long to work out."),
    Trouble.GONE: phrase("The file is gone. Upload it again."),
    Trouble.BROKEN: phrase("Something went wrong on the server, and is written down there."),
}
WITHHELD: Final = phrase("The other server refused: it answered with %(status)s. Is the address still right?")
NOT_THERE: Final = phrase("There is no calendar at this address: the server answered with %(status)s.")
KEEPS_BACK: Final = frozenset({"401", "403"})
MISSING: Final = frozenset({"404", "410"})
KNOWN: Final[Mapping[Knows, Phrase]] = {
    Knows.CLIENT: phrase("Your client"),
    Knows.ALIKE: phrase("Looks like a code of yours: you will be asked"),
    Knows.UNKNOWN: phrase("Not known yet: you will be asked"),
    Knows.GROUP: phrase("One session of people you saved together"),
    Knows.SEVERAL: phrase("Several codes: you will be asked whether they come together"),
    Knows.NOBODY: phrase("Left out"),
}


def fault_words(fault: str) -> str:
    """Say why the calendar could not be read; empty where it could."""
    kind, _, status = fault.partition(" ")
    if kind == "status":
        words = WITHHELD if status in KEEPS_BACK else NOT_THERE if status in MISSING else ANSWERED
        return said(words.filled(status=status))
    return said(TROUBLES.get(fault, TROUBLES[Trouble.BROKEN])) if fault else ""


def reading_words(seen: SeenCalendar, now: datetime, zone: str) -> list[str]:
    """Say when it was last read, and how much of it has a code."""
    if seen.read_at is None:
        return [gettext("It has not been read yet.")]
    when = at_time(seen.read_at, now, zone)
    if not seen.pattern:
        return []
    of_file = gettext("The file was read %(when)s.", when=when)
    read = of_file if seen.is_file else gettext("Last read %(when)s. It is read every few minutes.", when=when)
    count = ngettext(
        "%(found)s of %(num)s upcoming entry has a code.",
        "%(found)s of %(num)s upcoming entries have a code.",
        seen.entries,
        found=seen.with_code,
    )
    return [read, count]


def when_words(day: date, minute: int) -> str:
    """Such as Tuesday 3 June, 14:00."""
    named = day_named(day, gettext("EEEE d MMMM"))
    return f"{named}, {clock_words(minute)}"


def tried_words(tried: TriedEntry) -> str:
    """Say what would become of an entry."""
    return said(KNOWN[tried.knows])


def unknown_words(unknown: UnknownCode) -> str:
    """Say when it comes up next, and what it looks like."""
    when = gettext("Next on %(when)s.", when=when_words(unknown.day, unknown.minute))
    if unknown.new:
        new = ngettext("%(codes)s is new.", "%(codes)s are new.", len(unknown.new), codes=", ".join(unknown.new))
        return f"{when} {new}"
    if not unknown.alike:
        return when
    like = gettext("You have %(codes)s.", codes=", ".join(unknown.alike))
    return f"{when} {like}"
