"""The entries of a calendar as they fall on days: recurring ones, their exceptions, zones and changes of the clock.

`recurring-ical-events` works the recurrences out, one series at a time, so that a broken one takes no other along, and
within a time (decisions/0019).
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

import recurring_ical_events
from icalendar import Calendar, Component

from kiosk.domain.calendars import LONGEST_TITLE, CalendarEntry, Trouble, is_cancelled
from kiosk.interchange.calendar_sieve import UnreadableCalendar

LASTS_S: Final = 10.0
"""Seconds of CPU for all series. One that never comes up takes about six: it is looked for up to the year 9999."""
COPIED: Final = "X-WR-TIMEZONE"


def entries_of(
    calendar: bytes, since: datetime, until: datetime, zone: tzinfo, step: Callable[[int], None] = lambda _: None
) -> Sequence[CalendarEntry]:
    """Give the entries with a time of the day that begin from `since` up to before `until`, in their order.

    Entries of whole days and those that were called off are left out; a time without a zone is of the practice's.
    `step` is called with the number of series that are left. Raises UnreadableCalendar.
    """
    try:
        whole = Calendar.from_ical(calendar)
    except ValueError as error:
        raise UnreadableCalendar(Trouble.NO_CALENDAR) from error
    series, found, ends = _series(whole), set[CalendarEntry](), time.process_time() + LASTS_S
    for left, components in zip(range(len(series), 0, -1), series, strict=True):
        step(left)
        if time.process_time() > ends:
            raise UnreadableCalendar(Trouble.LONG)
        found.update(_entries(whole, components, since, until, zone))
    return sorted(found, key=lambda one: (one.day, one.minute, one.title))


def _series(whole: Component) -> Sequence[Sequence[Component]]:
    """Put each recurring entry beside its exceptions."""
    found: dict[str, list[Component]] = defaultdict(list)
    for number, component in enumerate(whole.walk("VEVENT")):
        found[str(component.get("UID", "")) or f"{number}"].append(component)
    return list(found.values())


def _entries(
    whole: Component, components: Sequence[Component], since: datetime, until: datetime, zone: tzinfo
) -> Iterator[CalendarEntry]:
    alone = Calendar()
    if COPIED in whole:
        alone[COPIED] = whole[COPIED]
    for component in components:
        alone.add_component(component)
    try:
        occurrences = recurring_ical_events.of(alone, skip_bad_series=True).between(since, until)
    except Exception:  # noqa: BLE001 -- whatever a stranger wrote there, it is this series' alone
        return
    for one in occurrences:
        begins = one.start
        if not isinstance(begins, datetime) or str(one.get("STATUS", "")).upper() == "CANCELLED":
            continue
        local = (begins if begins.tzinfo else begins.replace(tzinfo=zone)).astimezone(UTC).astimezone(zone)
        title = " ".join(str(one.get("SUMMARY", "")).split())[:LONGEST_TITLE]
        if since <= local < until and not is_cancelled(title):
            yield CalendarEntry(local.date(), local.hour * 60 + local.minute, title)
