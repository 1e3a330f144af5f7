"""Sessions that are expected: as the card, as rows, and tomorrow's at a glance."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext

from kiosk import zones
from kiosk.domain.public_ids import PublicId
from kiosk.queries.day import Day
from kiosk.queries.schedule import Planned
from kiosk.web.staff.day.pages import Card, NextCheckIn, PlannedRow
from kiosk.web.staff.day.rows import last_time
from kiosk.web.staff.parts.marks import course_line
from kiosk.web.staff.parts.noted_words import note_tap
from kiosk.web.staff.parts.offers import offer
from kiosk.web.staff.parts.offers_together import offer_together

SOON, LASTS = 10, 60
"""Minutes before the time from which a session is the present one, and after it until it no longer is."""


def to_come(day: Day) -> Sequence[Planned]:
    """Those that have not begun, and of which nothing else is noted."""
    return [planned for planned in day.expected.today if not planned.has_begun and planned.noted is None]


def minute_of(at: datetime, zone: str) -> int:
    """Minutes since midnight."""
    local = at.astimezone(zones.zone(zone))
    return local.hour * 60 + local.minute


def due(day: Day, now: datetime, zone: str) -> Planned | None:
    """Find the session that should be under way and has not begun; the latest of several."""
    minute = minute_of(now, zone)
    there = [one for one in to_come(day) if -SOON <= minute - one.minute <= LASTS and not one.is_paused]
    return max(there, key=lambda one: one.minute, default=None)


def following(day: Day, now: datetime, zone: str) -> Planned | None:
    """Find the next session."""
    ahead = [one for one in to_come(day) if one.minute > minute_of(now, zone) and not one.is_paused]
    return min(ahead, key=lambda one: one.minute, default=None)


def clock_words(minute: int) -> str:
    """Such as 14:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def who(planned: Planned) -> str:
    """The name of the saved group, or the client's code."""
    return planned.name or planned.people[0].code


def planned_row(planned: Planned, day: Day, rooms: Mapping[PublicId, str], now: datetime, zone: str) -> PlannedRow:
    """The row of one of them."""
    alone = None if planned.name else planned.people[0]
    may_start = not planned.is_paused
    return PlannedRow(
        time=clock_words(planned.minute),
        client=alone.client if alone else None,
        code=who(planned),
        sentence=_sentence(planned, day, now, zone),
        next=NextCheckIn(alone.code, offer(planned.usual, rooms)) if alone and planned.usual and may_start else None,
        group=offer_together(planned.name, planned.together, rooms) if planned.together and may_start else None,
        tap=note_tap(
            planned.id,
            now.astimezone(zones.zone(zone)).date().isoformat(),
            has_come=planned.minute <= minute_of(now, zone),
        ),
    )


def planned_card(planned: Planned, day: Day, rooms: Mapping[PublicId, str], now: datetime, zone: str) -> Card:
    """The card of one of them."""
    row = planned_row(planned, day, rooms, now, zone)
    client = next((one for one in day.clients if one.code == row.code), None) if row.client else None
    return Card(
        time=row.time,
        client=row.client,
        code=row.code,
        sentence=row.sentence,
        sparkline=course_line(client.course, last_is_today=False) if client else None,
        next=row.next,
        group=row.group,
        tap=row.tap,
        asks_week=bool(client and client.asks_week),
    )


def _sentence(planned: Planned, day: Day, now: datetime, zone: str) -> str:
    if planned.is_paused:
        return gettext("Paused")
    if planned.name:
        return ", ".join(person.code for person in planned.people)
    client = next((one for one in day.clients if one.code == planned.people[0].code), None)
    return last_time(client.latest, now, zone) if client else gettext("The first check-in.")
