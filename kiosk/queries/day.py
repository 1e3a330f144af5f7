"""The therapist looks at the day: today's visits, their clients, and what was left for this time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from kiosk import zones
from kiosk.domain.actors import PrivateScreen, Staff
from kiosk.domain.answers import Talk
from kiosk.domain.lifecycle import State
from kiosk.domain.loops import Topic
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import CheckInIds
from kiosk.queries.asking import PastForms, Usual, usual_for
from kiosk.queries.check_ins import (
    ASK_WITHIN,
    NEXT_TIME,
    TALKED,
    Paused,
    Recorded,
    SeenCheckIn,
    as_taken_over,
    is_former,
    is_kept_back,
    noted,
    paused,
    recorded,
    seen_check_in,
)
from kiosk.queries.courses import SmallCourse, history_of, small_course
from kiosk.queries.left_clients import NO_LEFT_CLIENTS, LeftClients, see_left_clients
from kiosk.queries.noted import LOOKED_BACK, unaccounted, unplanned
from kiosk.queries.readable import Unshown, each, named, part
from kiosk.queries.schedule import Planned, SeenNoted, people_in, planned_on, unknown_on
from kiosk.queries.tablets import SeenTablet, see_tablets_of_day
from kiosk.queries.together import ids_of, opening_of, present_part
from kiosk.queries.urgent import Urgent, see_urgent
from kiosk.storage import clients, loops, pauses, responses, schedule, visits, wishes
from kiosk.storage import noted as noted_sessions
from kiosk.storage.caseload import EVERYBODY, caseload
from kiosk.storage.db import reading
from kiosk.storage.responses import Total
from kiosk.storage.tables import CheckIn, Client, Pause, Response

CLIENTS = 40
SPARK = 8
ASKS = 2
"""The severity from which the next session asks how it has been since."""


@dataclass(frozen=True)
class DayVisit:
    """One of today's check-ins."""

    check_in: SeenCheckIn
    repair: Recorded | None
    opening: SeenCheckIn | None = None
    """The same client's opening check-in, where this is the closing one."""


@dataclass(frozen=True)
class Wish:
    """A client's wish to talk, of which nothing was recorded since, and the session that it came from."""

    talk: Talk
    words: str
    received_at: datetime
    ids: CheckInIds
    """Of the check-in that it came with."""


@dataclass(frozen=True)
class DayClient:
    """One of the therapist's clients, with their latest check-in and course, and how one tap begins the next."""

    code: str
    latest: SeenCheckIn
    course: SmallCourse | None
    """None also where the latest result is withheld."""
    left_for_next_time: Recorded | None
    talked: Recorded | None
    """The record of a talk about what was worth asking about, of which the next session asks how it went."""
    wished_for: Wish | None
    usual: Usual
    paused: Paused | None
    asks_week: bool = False
    """True if a session may begin with how the week was."""


@dataclass(frozen=True)
class LeftTogether:
    """Something left for next time with several people: the codes of those who have not been here since."""

    codes: Sequence[str]
    repair: Recorded


@dataclass(frozen=True)
class Day:
    """All of it."""

    visits: Sequence[DayVisit]
    clients: Sequence[DayClient]
    left_together: Sequence[LeftTogether] = ()
    tablets: Sequence[SeenTablet] = ()
    """Those that a form can be shown on from its start."""
    copied: Sequence[str] = ()
    """For an administrator: the rooms of those of which a copy was shut out."""
    urgent: Sequence[Urgent] = ()
    """Held answers that cannot wait; only for a screen that nobody else sees."""
    is_private: bool = False
    """True if only this therapist sees the screen; a client beside it must not see another's words."""
    open_loops: int = 0
    """The number of open loops with all clients."""
    offers: int = 0
    """The number of clients that colleagues offer to this therapist."""
    left_clients: LeftClients = NO_LEFT_CLIENTS
    """For an administrator: clients whose therapist can no longer log in."""
    planned: Sequence[Planned] = ()
    """The sessions that are expected today."""
    tomorrow: Sequence[Planned] = ()
    unknown: Sequence[tuple[int, str]] = ()
    """Minutes from midnight and codes of today's entries in the therapist's calendar that are no client's yet."""
    unknown_tomorrow: Sequence[tuple[int, str]] = ()
    calendar_read_at: datetime | None = None
    """The time when their calendar was last read, if it could not be for a while."""
    noted: Sequence[SeenNoted] = ()
    """Sessions of today that were noted without a form, and were not expected."""
    unaccounted: Sequence[date] = ()
    """The days of the last week on which a session was expected of which nothing is known, once for each."""
    unshown: Sequence[Unshown] = ()
    """Check-ins of today, and latest ones, that cannot be shown."""


def see_day(actor: Staff, now: datetime, screen: PrivateScreen | None = None) -> Day:
    """Today, as the practice's clock has it; with urgent answers that are held on a `screen` of their own."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    local = now.astimezone(zones.zone(actor.time_zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    session = reading()
    listed = caseload(session, therapist, EVERYBODY, now, CLIENTS)
    recent = [(client, latest) for client, latest in listed if latest is not None and client.closed_at is None]
    ids = [client.id for client, _ in recent]
    wished = _wished(wishes.open_wishes(session, ids, therapist, now - ASK_WITHIN), midnight)
    waiting, offers, calendar_read_at = loops.count_open_and_offered(session, therapist, now)
    closed = loops.closed_about(
        session, [latest.id for _, latest in recent] + [one.check_in_id for one in wished.values()]
    )
    courses = responses.totals(session, ids, therapist, SPARK, history_of)
    today_is, week = local.date(), timedelta(days=LOOKED_BACK)
    plans = schedule.plans_from(session, therapist, today_is - week, today_is + timedelta(days=1))
    notes = noted_sessions.between(session, therapist, today_is - week, today_is)
    asked = {
        (kind, client, at.astimezone(local.tzinfo).date())
        for kind, client, at in noted_sessions.asked_between(session, therapist, midnight - week, midnight)
    }
    planned = {client.id: client.code for plan in plans for client in people_in(plan)}
    past = clients.last_asked(session, therapist, [*(client.code for client, _ in recent), *planned.values()])
    paused_now = pauses.now_paused(session, [*ids, *planned], therapist)
    begun = visits.since(session, therapist, midnight)
    here = [visit for visit in begun if any(one.state != State.WITHDRAWN for one in visit.check_ins)]
    paired = see_tablets_of_day(actor, therapist, now)
    today = [check_in for visit in begun for check_in in present_part(visit)]
    shown, unshown = each(today, lambda check_in: _day_visit(check_in, now), named)

    def read_client(pair: tuple[Client, CheckIn]) -> DayClient:
        number, latest = pair[0].id, pair[1]
        wish = wished.get(number)
        return _day_client(
            latest,
            courses.get(number, ()),
            paused_now.get(number),
            wish if wish and (wish.check_in_id, Topic.SESSION) not in closed else None,
            past.get(pair[0].code, {}),
            now,
            is_left=(latest.id, Topic.SESSION) not in closed,
        )

    known, unknown = each(recent, read_client, lambda pair: named(pair[1]))
    return Day(
        visits=shown,
        clients=known,
        left_together=_left_together(
            [pair for pair in _among(known, recent) if (pair[1].id, Topic.TOGETHER) not in closed], now
        ),
        open_loops=waiting,
        tablets=paired.free,
        copied=paired.copied,
        urgent=see_urgent(actor, screen, now) if screen else (),
        is_private=screen is not None,
        offers=offers,
        left_clients=part(lambda: see_left_clients(actor), NO_LEFT_CLIENTS),
        unshown=list(dict.fromkeys([*unshown, *unknown])),
        planned=planned_on(plans, today_is, here, past, paused_now, notes),
        unknown=unknown_on(plans, today_is),
        unknown_tomorrow=unknown_on(plans, today_is + timedelta(days=1)),
        calendar_read_at=calendar_read_at,
        tomorrow=planned_on(plans, today_is + timedelta(days=1), (), past, paused_now),
        noted=unplanned(notes, today_is),
        unaccounted=unaccounted(plans, notes, asked, today_is),
    )


def _day_client(  # noqa: PLR0913, PLR0917 -- all that was read of one client, and `now`
    latest: CheckIn,
    course: Sequence[Total],
    pause: Pause | None,
    wished: Response | None,
    past: PastForms,
    now: datetime,
    *,
    is_left: bool,
) -> DayClient:
    seen, repair = as_taken_over(seen_check_in(latest, now), latest), noted(latest)
    return DayClient(
        code=seen.code,
        latest=seen,
        course=None if seen.is_held else small_course(course, latest.visit.therapist.practice),
        left_for_next_time=_left(repair, now) if is_left else None,
        talked=_talked(seen, repair, now),
        wished_for=_wish(wished) if wished else None,
        usual=usual_for(latest.client, past),
        paused=paused(pause),
        asks_week=bool(latest.client.opening_measure),
    )


def _wish(response: Response) -> Wish:
    talk = Talk(response.talk or Talk.NEXT)
    words = "" if is_kept_back(response.check_in) else response.words
    ids = replace(ids_of(response.check_in), is_former=is_former(response.check_in))
    return Wish(talk, words, response.received_at, ids)


def _day_visit(check_in: CheckIn, now: datetime) -> DayVisit:
    opening = opening_of(check_in.visit, check_in.client_id) if check_in.part == Part.CLOSING else None
    return DayVisit(
        seen_check_in(check_in, now), recorded(check_in.repairs), seen_check_in(opening, now) if opening else None
    )


def _wished(wished: Sequence[Response], midnight: datetime) -> Mapping[int, Response]:
    """The latest wish of each client: *now* counts once its day is over, before that the day's own row says it."""
    return {one.check_in.client_id: one for one in wished if one.talk == Talk.NEXT or one.received_at < midnight}


def _among(known: Sequence[DayClient], recent: Sequence[tuple[Client, CheckIn]]) -> Sequence[tuple[Client, CheckIn]]:
    """Return the rows of those that can be shown."""
    ids = {client.latest.id for client in known}
    return [(client, latest) for client, latest in recent if latest.public_id in ids]


def _left_together(recent: Sequence[tuple[Client, CheckIn]], now: datetime) -> Sequence[LeftTogether]:
    """The same of the last visits of several as a whole, once each."""
    codes: dict[int, list[str]] = {}
    kept = {latest.visit_id: part(partial(recorded, latest.visit.repairs), None) for _, latest in recent}
    for client, latest in sorted(recent, key=lambda pair: pair[1].id):
        codes.setdefault(latest.visit_id, []).append(client.code)
    return [LeftTogether(codes[visit], left) for visit, repair in kept.items() if (left := _left(repair, now))]


def _left(repair: Recorded | None, now: datetime) -> Recorded | None:
    """Return what the therapist wanted to begin with next time; None after 60 days."""
    is_left = repair and repair.outcome == NEXT_TIME and now - repair.recorded_at < ASK_WITHIN
    return repair if is_left else None


def _talked(seen: SeenCheckIn, repair: Recorded | None, now: datetime) -> Recorded | None:
    """Return the record of a talk about what was worth asking about: how it went is asked the next time."""
    lead = seen.result.advice.lead if seen.result else None
    if repair is None or lead is None or lead.severity < ASKS or repair.outcome != TALKED:
        return None
    return repair if now - repair.recorded_at < ASK_WITHIN else None
