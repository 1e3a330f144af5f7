"""A therapist's day: today's visits, their clients, and what was left for this time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from kiosk.domain.actors import PrivateScreen, Staff, Therapist
from kiosk.domain.answers import Talk
from kiosk.domain.lifecycle import State
from kiosk.domain.loops import Topic
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import CheckInIds
from kiosk.domain.signals import ASKS
from kiosk.queries.asking import PastForms, Usual, usual_for
from kiosk.queries.check_ins import SeenCheckIn, as_taken_over, is_former, is_kept_back, noted, seen_check_in
from kiosk.queries.courses import SPARK, SmallCourse, history_of, small_course
from kiosk.queries.expected import NOTHING_EXPECTED, Expected, expected_by, plans_around
from kiosk.queries.left_clients import NO_LEFT_CLIENTS, LeftClients, see_left_clients
from kiosk.queries.readable import Unshown, each, named, part
from kiosk.queries.recorded import ASK_WITHIN, NEXT_TIME, TALKED, Paused, Recorded, paused, recorded
from kiosk.queries.schedule import midnight_of
from kiosk.queries.tablets import SeenTablet, see_tablets_of_day
from kiosk.queries.together import ids_of, opening_of, present_part
from kiosk.queries.urgent import Urgent, see_urgent
from kiosk.storage import clients, loops, responses, visits, wishes
from kiosk.storage.caseload import EVERYBODY, caseload
from kiosk.storage.db import reading
from kiosk.storage.responses import Total
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Response

CLIENTS = 40


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
    """Everything that the page of a therapist's day shows."""

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
    expected: Expected = NOTHING_EXPECTED
    """Sessions that are planned, were noted without a form, or of which nothing is known."""
    calendar_read_at: datetime | None = None
    """The time when their calendar was last read, if it could not be for a while."""
    unshown: Sequence[Unshown] = ()
    """Check-ins of today, and latest ones, that cannot be shown."""


@dataclass(frozen=True)
class _Clients:
    """The rows of the clients who were here last, and what is known of them beside their latest check-in."""

    recent: Sequence[tuple[Client, CheckIn]]
    past: Mapping[str, PastForms]
    courses: Mapping[int, Sequence[Total]]
    wished: Mapping[int, Response]
    closed: Collection[tuple[int, str]]
    """Check-ins and topics of which somebody said what became of them."""

    def is_left(self, check_in_id: int, topic: Topic) -> bool:
        """Return whether what was left of a check-in is still open."""
        return (check_in_id, topic) not in self.closed


def see_day(actor: Staff, now: datetime, screen: PrivateScreen | None = None) -> Day:
    """Today, as the practice's clock has it; with urgent answers that are held on a `screen` of their own."""
    therapist, session, midnight = as_therapist(actor, Permission.READ_RESULTS), reading(), midnight_of(actor, now)
    plans = plans_around(session, therapist, midnight)
    rows = _clients(session, therapist, now, midnight, plans.codes)
    begun = visits.since(session, therapist, midnight)
    here = [visit for visit in begun if any(one.state != State.WITHDRAWN for one in visit.check_ins)]
    today = [check_in for visit in begun for check_in in present_part(visit)]
    shown, unshown = each(today, lambda check_in: _day_visit(check_in, now), named)
    known, unknown = each(rows.recent, lambda pair: _day_client(rows, *pair, now), lambda pair: named(pair[1]))
    waiting, offers, calendar_read_at = loops.count_open_and_offered(session, therapist, now)
    paired = see_tablets_of_day(actor, therapist, now)
    return Day(
        visits=shown,
        clients=known,
        left_together=_left_together(rows, known, now),
        open_loops=waiting,
        tablets=paired.free,
        copied=paired.copied,
        urgent=see_urgent(actor, screen, now) if screen else (),
        is_private=screen is not None,
        offers=offers,
        left_clients=part(lambda: see_left_clients(actor), NO_LEFT_CLIENTS),
        unshown=list(dict.fromkeys([*unshown, *unknown])),
        expected=expected_by(plans, here, rows.past),
        calendar_read_at=calendar_read_at,
    )


def _clients(
    session: ReadSession, therapist: Therapist, now: datetime, midnight: datetime, expected: Collection[str]
) -> _Clients:
    """Read the clients who were here last; of those whose codes are `expected`, what is asked next."""
    listed = caseload(session, therapist, EVERYBODY, now, CLIENTS)
    recent = [(client, latest) for client, latest in listed if latest is not None and client.closed_at is None]
    ids = [client.id for client, _ in recent]
    wished = _wished(wishes.open_wishes(session, ids, therapist, now - ASK_WITHIN), midnight)
    asked = [*(latest.id for _, latest in recent), *(one.check_in_id for one in wished.values())]
    return _Clients(
        recent=recent,
        past=clients.last_asked(session, therapist, [*(client.code for client, _ in recent), *expected]),
        courses=responses.totals(session, ids, therapist, SPARK, history_of),
        wished=wished,
        closed=loops.closed_about(session, asked),
    )


def _day_client(rows: _Clients, client: Client, latest: CheckIn, now: datetime) -> DayClient:
    seen, repair, wished = as_taken_over(seen_check_in(latest, now), latest), noted(latest), rows.wished.get(client.id)
    course = rows.courses.get(client.id, ())
    return DayClient(
        code=seen.code,
        latest=seen,
        course=None if seen.is_held else small_course(course, latest.visit.therapist.practice),
        left_for_next_time=_left(repair, now) if rows.is_left(latest.id, Topic.SESSION) else None,
        talked=_talked(seen, repair, now),
        wished_for=_wish(wished) if wished and rows.is_left(wished.check_in_id, Topic.SESSION) else None,
        usual=usual_for(latest.client, rows.past.get(client.code, {})),
        paused=paused(client.pause),
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


def _left_together(rows: _Clients, known: Sequence[DayClient], now: datetime) -> Sequence[LeftTogether]:
    """The same of the last visits of several as a whole, once each, of those of their clients who can be shown."""
    ids = {client.latest.id for client in known}
    here = [(client, latest) for client, latest in rows.recent if latest.public_id in ids]
    recent = [(client, latest) for client, latest in here if rows.is_left(latest.id, Topic.TOGETHER)]
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
