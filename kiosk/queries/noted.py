"""The sessions of one day as their therapist sees them: asked, noted without a form, or expected and neither."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk import zones
from kiosk.domain.actors import Staff
from kiosk.domain.lifecycle import State
from kiosk.domain.noted import AskedOn
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.queries.readable import each
from kiosk.queries.schedule import (
    Planned,
    SavedName,
    SeenNoted,
    people_in,
    planned_on,
    readable_plans,
    repeats_of,
    saved_name,
    seen_noted,
    today_of,
)
from kiosk.storage import noted, schedule, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client, NotedSession, Plan, Visit

LOOKED_BACK = 7
"""The days before today on which a session that was expected is asked about. Ours."""


@dataclass(frozen=True)
class AskedSession:
    """One session in which somebody was asked."""

    visit: PublicId
    codes: Sequence[str]
    began_at: datetime


@dataclass(frozen=True)
class KeptNoted:
    """One session of a client that was noted without a form."""

    kind: str
    day: date
    minute: int | None
    became: str
    noted_at: datetime


@dataclass(frozen=True)
class DaySheet:
    """The sessions of one day."""

    day: date
    today: date
    planned: Sequence[Planned]
    """Those that were expected."""
    asked: Sequence[AskedSession]
    noted: Sequence[SeenNoted]
    """Those noted that were not expected."""
    groups: Sequence[SavedName]


def see_day_sheet(actor: Staff, day: date | None, now: datetime) -> DaySheet:
    """One day, today where none is named or it is to come."""
    therapist, session, today = as_therapist(actor, Permission.ASK_CLIENTS), reading(), today_of(actor, now)
    day = min(day or today, today)
    begins = datetime.combine(day, time(), zones.zone(actor.time_zone))
    here = [
        visit
        for visit in visits.between(session, therapist, begins, begins + timedelta(days=1))
        if any(one.state != State.WITHDRAWN for one in visit.check_ins)
    ]
    notes = noted.between(session, therapist, day, day)
    plans, _ = readable_plans(schedule.plans_from(session, therapist, day, day))
    return DaySheet(
        day=day,
        today=today,
        planned=planned_on(plans, day, here, {}, notes),
        asked=[_asked(visit) for visit in here],
        noted=unplanned(notes, day),
        groups=[saved_name(group) for group in schedule.groups_of(session, therapist)],
    )


def of_client(client: Client) -> Sequence[KeptNoted]:
    """Every noted session of a client, oldest first."""
    return each(
        noted.of_client(reading(), client),
        lambda one: KeptNoted(one.kind, one.day, one.minute, one.became, one.noted_at),
    )[0]


def unplanned(notes: Sequence[NotedSession], day: date) -> Sequence[SeenNoted]:
    """Give the notes of a day on sessions that were not expected."""
    return each((one for one in notes if one.plan_id is None and one.day == day), seen_noted)[0]


def unaccounted(
    plans: Sequence[Plan], notes: Sequence[NotedSession], asked: Collection[AskedOn], today: date
) -> Sequence[date]:
    """The days of the last week on which a session was expected, and nobody was asked, and nothing is noted.

    Each once for each such session, the earliest first.
    """
    known = {(one.plan_id, one.day) for one in notes}
    days = [today - timedelta(days=back) for back in range(LOOKED_BACK, 0, -1)]
    return [
        day
        for day in days
        for plan in plans
        if repeats_of(plan).occurs_on(day) and (plan.id, day) not in known and not _is_asked(plan, day, asked)
    ]


def _is_asked(plan: Plan, day: date, asked: Collection[AskedOn]) -> bool:
    people = people_in(plan)
    kind = plan.group.kind if plan.group else ONE_CLIENT
    return not people or any((kind, client.id, day) in asked for client in people)


def _asked(visit: Visit) -> AskedSession:
    there: Sequence[CheckIn] = [one for one in visit.check_ins if one.state != State.WITHDRAWN]
    return AskedSession(visit.public_id, list(dict.fromkeys(one.client.code for one in there)), visit.began_at)
