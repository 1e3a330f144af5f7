"""The therapist looks at the day: today's visits, their clients, and what was left for this time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.actions.asking import form_for
from kiosk.actions.manage_tablets import copied_tablets
from kiosk.actions.see_visit import Reading, read
from kiosk.actions.send_to_tablet import free_tablets
from kiosk.domain.lifecycle import State, state_at
from kiosk.storage import pauses, responses, visits
from kiosk.storage.db import reading
from kiosk.storage.responses import Total
from kiosk.storage.tables import CheckIn, Client, Pause, Person, Repair, VisitRepair
from kiosk.storage.tablet_tables import Tablet

CLIENTS = 40
SPARK = 8
PICK_UP_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class DayVisit:
    """One of today's visits."""

    check_in: CheckIn
    code: str
    state: State
    reading: Reading | None
    repair: Repair | None


@dataclass(frozen=True)
class DayClient:
    """One of the therapist's clients, with their latest check-in and course, and how one tap begins the next."""

    code: str
    latest: CheckIn
    course: Sequence[Total]
    left_for_next_time: Repair | None
    measure: str
    place: str
    paused: Pause | None


@dataclass(frozen=True)
class LeftTogether:
    """Something left for next time with several people: the codes of those who have not been here since."""

    codes: Sequence[str]
    repair: VisitRepair


@dataclass(frozen=True)
class Day:
    """All of it."""

    visits: Sequence[DayVisit]
    clients: Sequence[DayClient]
    left_together: Sequence[LeftTogether] = ()
    tablets: Sequence[Tablet] = ()
    """Those that a form can be shown on from its start."""
    copied: Sequence[Tablet] = ()
    """For an administrator: those of which a copy was shut out."""


def see_day(therapist: Person, now: datetime) -> Day:
    """Today, as the practice's clock has it."""
    local = now.astimezone(ZoneInfo(therapist.practice.time_zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    session = reading()
    recent = visits.recent_clients(session, therapist.id, CLIENTS)
    ids = [client.id for client, _ in recent]
    courses, paused = responses.totals(session, ids, SPARK), pauses.now_paused(session, ids)
    return Day(
        visits=[
            _day_visit(check_in, now)
            for visit in visits.since(session, therapist.id, midnight)
            for check_in in visit.check_ins
        ],
        clients=[
            _day_client(client, latest, courses.get(client.id, ()), paused.get(client.id), now)
            for client, latest in recent
        ],
        left_together=_left_together(recent, now),
        tablets=free_tablets(therapist, now),
        copied=copied_tablets(therapist),
    )


def _day_client(
    client: Client, latest: CheckIn, course: Sequence[Total], paused: Pause | None, now: datetime
) -> DayClient:
    measure, place = form_for(client, latest.measure, latest.visit.place)
    return DayClient(client.code, latest, course, _left(latest, now), measure, place, paused)


def _day_visit(check_in: CheckIn, now: datetime) -> DayVisit:
    return DayVisit(
        check_in=check_in,
        code=check_in.client.code,
        state=state_at(State(check_in.state), check_in.link_ends_at, now),
        reading=read(check_in),
        repair=check_in.repairs[-1] if check_in.repairs else None,
    )


def _left(latest: CheckIn, now: datetime) -> Repair | None:
    """What the therapist wanted to begin with next time, from the visit before this one, for two months."""
    last = latest.repairs[-1] if latest.repairs else None
    return last if last and _is_left(last, now) else None


def _left_together(recent: Sequence[tuple[Client, CheckIn]], now: datetime) -> Sequence[LeftTogether]:
    """The same of the last visits of several as a whole, once each."""
    codes: dict[int, list[str]] = {}
    left = {latest.visit_id: latest.visit.repairs[-1] for _, latest in recent if latest.visit.repairs}
    for client, latest in sorted(recent, key=lambda pair: pair[1].id):
        codes.setdefault(latest.visit_id, []).append(client.code)
    return [LeftTogether(codes[visit], repair) for visit, repair in left.items() if _is_left(repair, now)]


def _is_left(repair: Repair | VisitRepair, now: datetime) -> bool:
    return repair.outcome == "next" and now - repair.recorded_at < PICK_UP_WITHIN
