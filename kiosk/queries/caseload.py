"""A therapist's list of clients, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TypeAlias

from kiosk import zones
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.caseload import WantedClients
from kiosk.domain.noted import Noted
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.queries.asking import PastForms, Usual, usual_for
from kiosk.queries.check_ins import Heard, SeenCheckIn, as_taken_over, heard_of, noted, seen_check_in
from kiosk.queries.courses import (
    SPARK,
    SmallCourse,
    history_of,
    small_course,
)
from kiosk.queries.readable import Unshown, each, named
from kiosk.queries.recorded import Recorded
from kiosk.storage import clients, responses, visits
from kiosk.storage import noted as noted_sessions
from kiosk.storage.caseload import caseload, count_caseload
from kiosk.storage.db import reading
from kiosk.storage.loops import count_by_client
from kiosk.storage.responses import Total
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client

A_PAGE = 25
Listed: TypeAlias = tuple[Client, CheckIn | None]
"""A client with their latest check-in, where they were ever asked."""


@dataclass(frozen=True)
class ListedClient:
    """One of the therapist's clients, as the list has them, and how one tap begins the next check-in."""

    id: PublicId
    code: str
    latest: SeenCheckIn | None
    """None for one who was never asked."""
    course: SmallCourse | None
    paused_since: datetime | None
    closed_at: datetime | None
    """The time when the work with them ended."""
    usual: Usual
    asks_week: bool = False
    """True if a session may begin with how the week was."""
    opening: SeenCheckIn | None = None
    """The opening check-in whose form is still out."""
    repair: Recorded | None = None
    """The record of what became of the latest session."""
    still_open: int = 0
    """The number of open loops with this client."""
    held_since: int = 0
    """Sessions noted since the latest check-in that were held, and in which they were not asked."""
    missed_since: int = 0
    """Those noted since that were not held."""


@dataclass(frozen=True)
class Caseload:
    """One page of the clients that were asked for, and how many there are."""

    clients: Sequence[ListedClient]
    unshown: Sequence[Unshown]
    """The latest check-ins that cannot be shown."""
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class _Around:
    """The rows around one page of clients, by their numbers or codes."""

    courses: Mapping[int, Sequence[Total]]
    opening: Mapping[int, CheckIn]
    still_open: Mapping[int, int]
    heard: Heard
    past: Mapping[str, PastForms]
    notes: Sequence[Noted]
    zone: tzinfo


def see_clients(actor: Staff, wanted: WantedClients, now: datetime, page: int = 1) -> Caseload:
    """The clients of this therapist that are asked for, a page at a time."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    session = reading()
    total = count_caseload(session, therapist, wanted, now)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 1), pages)
    listed = caseload(session, therapist, wanted, now, A_PAGE, after=(page - 1) * A_PAGE)
    around = _around(session, therapist, listed, now, zones.zone(actor.time_zone))
    found, unshown = each(
        listed, lambda pair: _listed(around, *pair, now), lambda pair: named(pair[1]) if pair[1] else Unshown()
    )
    return Caseload(found, unshown, total, page, pages)


def _around(
    session: ReadSession, therapist: Therapist, listed: Sequence[Listed], now: datetime, zone: tzinfo
) -> _Around:
    ids = [client.id for client, _ in listed]
    opening = {one.client_id: one for one in visits.open_at_start(session, ids, therapist, now)}
    first = min((_day_of(latest, zone) for _, latest in listed), default=now.date())
    return _Around(
        courses=responses.totals(session, ids, therapist, SPARK, history_of),
        opening=opening,
        still_open=count_by_client(session, therapist, ids, now),
        heard=heard_of([*(latest for _, latest in listed if latest), *opening.values()]),
        past=clients.last_asked(session, therapist, [client.code for client, _ in listed]),
        notes=noted_sessions.of_clients(session, ids, first),
        zone=zone,
    )


def _day_of(latest: CheckIn | None, zone: tzinfo) -> date:
    """Return the day of a check-in; the first of all days where there is none."""
    return latest.begun_at.astimezone(zone).date() if latest else date.min


def _listed(around: _Around, client: Client, latest: CheckIn | None, now: datetime) -> ListedClient:
    seen = as_taken_over(seen_check_in(latest, now, heard=around.heard), latest) if latest else None
    course, opening = around.courses.get(client.id, ()), around.opening.get(client.id)
    here = [one for one in around.notes if client.id in one.clients and one.day > _day_of(latest, around.zone)]
    held = sum(one.was_held for one in here)
    is_shown = seen is not None and not seen.is_held
    return ListedClient(
        id=client.public_id,
        code=client.code,
        latest=seen,
        course=small_course(course, latest.visit.therapist.practice) if latest and is_shown else None,
        paused_since=client.pause.begun_at if client.pause else None,
        closed_at=client.closed_at,
        usual=usual_for(client, around.past.get(client.code, {})),
        asks_week=bool(client.opening_measure),
        repair=noted(latest) if latest else None,
        still_open=around.still_open.get(client.id, 0),
        held_since=held,
        missed_since=len(here) - held,
        opening=seen_check_in(opening, now, heard=around.heard) if opening else None,
    )
