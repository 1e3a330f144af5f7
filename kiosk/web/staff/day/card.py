"""The present session, or the next one: the only card of the day."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext

from kiosk import zones
from kiosk.domain.lifecycle import State
from kiosk.domain.public_ids import PublicId
from kiosk.queries.day import Day, DayClient, DayVisit
from kiosk.web.staff.day.pages import Card, NextCheckIn
from kiosk.web.staff.day.planned import SOON as SOON_MINUTES
from kiosk.web.staff.day.planned import due, following, minute_of, planned_card
from kiosk.web.staff.day.rows import last_time, visit_row
from kiosk.web.staff.parts.marks import course_line
from kiosk.web.staff.parts.offers import offer
from kiosk.web.staff.parts.times import clock_time, days_ago

A_WEEK = 7
SOON, LATE = timedelta(minutes=60), timedelta(minutes=30)
"""The time before and after last week's session within which a client is expected. Our own choice."""


def is_withdrawn(people: Sequence[DayVisit]) -> bool:
    """Return whether nothing is left of a session but its start, taken back."""
    return all(one.check_in.state is State.WITHDRAWN for one in people)


def card_of(
    day: Day, visits: Sequence[Sequence[DayVisit]], rooms: Mapping[PublicId, str], now: datetime, zone: str
) -> Card | None:
    """The card: the session that should be under way, or was begun last and waits for something, else the next one.

    Where nothing is planned for today, whoever was here a week ago at this time is expected.
    """
    present = next((people for people in reversed(visits) if _waits(day, people)), None)
    planned = due(day, now, zone)
    if planned and (present is None or minute_of(present[0].check_in.begun_at, zone) < planned.minute - SOON_MINUTES):
        return planned_card(planned, day, rooms, now, zone)
    if present:
        return _begun(day, present, rooms, now, zone)
    if coming := following(day, now, zone):
        return planned_card(coming, day, rooms, now, zone)
    expected = None if day.expected.today else _expected(day, now, zone)
    return _to_begin(expected, rooms, now, zone) if expected else None


def _waits(day: Day, people: Sequence[DayVisit]) -> bool:
    """Return whether a form is out, an answer is unread, or only the week was asked about so far."""
    return any(one.check_in.opens or one.check_in.is_unread or _awaits_closing(day, one) for one in people)


def _awaits_closing(day: Day, one: DayVisit) -> bool:
    client = next((each for each in day.clients if each.code == one.check_in.code), None)
    return one.check_in.is_opening and client is not None and client.paused is None


def _begun(day: Day, people: Sequence[DayVisit], rooms: Mapping[PublicId, str], now: datetime, zone: str) -> Card:
    row = visit_row(day, people, rooms, now, zone)
    return Card(
        time=row.time,
        client=row.client,
        code=row.code,
        sentence=row.sentence,
        sparkline=row.sparkline,
        visit=row.id,
        next=row.next,
        opens_first=row.next is None or row.is_open,
    )


def _expected(day: Day, now: datetime, zone: str) -> DayClient | None:
    """Find whose session began a week ago at about this time of the day."""
    begun = {one.check_in.code for one in day.visits if one.check_in.state is not State.WITHDRAWN}
    near = [
        client
        for client in day.clients
        if client.paused is None and client.code not in begun
        if days_ago(client.latest.begun_at, now, zone) == A_WEEK and -LATE <= _ahead(client, now, zone) <= SOON
    ]
    return min(near, key=lambda client: abs(_ahead(client, now, zone)), default=None)


def _ahead(client: DayClient, now: datetime, zone: str) -> timedelta:
    return _clock(client.latest.begun_at, zone) - _clock(now, zone)


def _clock(at: datetime, zone: str) -> timedelta:
    local = at.astimezone(zones.zone(zone))
    return timedelta(hours=local.hour, minutes=local.minute)


def _to_begin(client: DayClient, rooms: Mapping[PublicId, str], now: datetime, zone: str) -> Card:
    time = clock_time(client.latest.begun_at, zone)
    return Card(
        time=time,
        client=client.latest.client,
        code=client.code,
        sentence=gettext("%(last)s Here a week ago at %(time)s.", last=last_time(client.latest, now, zone), time=time),
        sparkline=course_line(client.course, last_is_today=False),
        next=NextCheckIn(client.code, offer(client.usual, rooms)),
        asks_week=client.asks_week,
    )
