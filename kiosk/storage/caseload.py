"""A therapist's caseload: searched, filtered, put in order, and read a page at a time.

The latest check-in of each client is found by an index, so that years of check-ins cost no more than a first week.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Function, ScalarSelect, Select, SQLColumnExpression, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from kiosk.domain.actors import Therapist
from kiosk.domain.caseload import FALLEN_BY, FALLS, NOT_ASKED_FOR, Order, Show, Wanted
from kiosk.domain.noted import Became
from kiosk.domain.parts import Part
from kiosk.storage import loops
from kiosk.storage.scope import own_clients
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, NotedPerson, NotedSession, OpenLoop, Pause, Response, Visit

Columns = TypeVarTuple("Columns")
_LATER = aliased(CheckIn)


def _of_latest(column: InstrumentedAttribute[Any]) -> Function[Any]:
    """A column of the latest check-in; an opening one counts only for somebody who was never asked at the end."""
    last = (
        select(column)
        .where(_LATER.client_id == Client.id, _LATER.counts)
        .order_by(_LATER.begun_at.desc(), _LATER.id.desc())
        .limit(1)
        .correlate(Client)
    )
    return func.coalesce(
        last.where(_LATER.part == Part.CLOSING).scalar_subquery(),
        last.where(_LATER.part == Part.OPENING).scalar_subquery(),
    )


_LATEST = _of_latest(_LATER.id)
_LATEST_AT = _of_latest(_LATER.begun_at)


EVERYBODY = Wanted()


def caseload(  # noqa: PLR0913 -- whose, which of them, and which part of the list
    session: ReadSession, therapist: Therapist, wanted: Wanted, now: datetime, most: int, *, after: int = 0
) -> Sequence[tuple[Client, CheckIn | None]]:
    """Read this therapist's clients, each with their latest check-in; None for one who was never asked."""
    latest = _LATEST.label("latest")
    ordered = _narrowed(select(Client.id, latest), therapist, wanted, now)
    found = ordered.order_by(*_order(wanted.order, _LATEST_AT, latest)).offset(after).limit(most).subquery()
    rows = session.execute(
        select(Client, CheckIn)
        .join(found, found.c.id == Client.id)
        .outerjoin(CheckIn, CheckIn.id == found.c.latest)
        .options(
            joinedload(CheckIn.visit).joinedload(Visit.repairs),
            joinedload(CheckIn.response),
            joinedload(CheckIn.repairs),
        )
        .order_by(*_order(wanted.order, CheckIn.begun_at, CheckIn.id))
    ).unique()
    return [(client, check_in) for client, check_in in rows]


def count_caseload(session: ReadSession, therapist: Therapist, wanted: Wanted, now: datetime) -> int:
    """Count them."""
    return session.scalars(_narrowed(select(func.count(Client.id)), therapist, wanted, now)).one()


def _narrowed(query: Select[*Columns], therapist: Therapist, wanted: Wanted, now: datetime) -> Select[*Columns]:
    """Leave out whoever was merged, and those whose check-ins were all set aside: nothing of them counts."""
    was_here = exists().where(_LATER.client_id == Client.id, _LATER.counts).correlate(Client)
    is_new = Client.merged_into_id.is_(None) & ~exists().where(_LATER.client_id == Client.id).correlate(Client)
    own = own_clients(query.select_from(Client), therapist)
    return own.where(or_(was_here, is_new), *_conditions(therapist, wanted, now))


def _conditions(therapist: Therapist, wanted: Wanted, now: datetime) -> Iterator[ColumnElement[bool]]:
    if wanted.code:
        # A database may know capitals of ASCII alone: what is typed as it is kept is found all the same.
        yield or_(
            Client.code.icontains(wanted.code, autoescape=True), Client.code.contains(wanted.code, autoescape=True)
        )
    is_paused = exists().where(Pause.client_id == Client.id, Pause.ended_at.is_(None))
    if wanted.show not in {Show.ALL, Show.OPEN}:
        yield Client.closed_at.is_not(None) if wanted.show is Show.CLOSED else Client.closed_at.is_(None)
    match wanted.show:
        case Show.OPEN:
            of_loops = own_clients(select(OpenLoop.client_id).join(OpenLoop.client), therapist)
            yield Client.id.in_(loops.with_subjects(of_loops).where(loops.is_open(now)))
        case Show.NOT_ASKED:
            yield func.coalesce(_LATEST_AT, Client.made_at) < now - NOT_ASKED_FOR
            yield ~is_paused
            since = (now - NOT_ASKED_FOR).date()
            yield _is_noted(since, is_held=True) | ~_is_noted(since, is_held=False)
        case Show.FALLING:
            yield _falls()
        case Show.PAUSED:
            yield is_paused
        case Show.ALL | Show.CLOSED:
            pass


def _is_noted(since: date, *, is_held: bool) -> ColumnElement[bool]:
    """Return whether a session with this client was noted since that day, as held or as not."""
    became = NotedSession.became != Became.NOT_HELD if is_held else NotedSession.became == Became.NOT_HELD
    theirs = NotedPerson.noted_id == NotedSession.id, NotedPerson.client_id == Client.id
    return exists().where(*theirs, NotedSession.day >= since, became).correlate(Client)


def _order(
    order: Order, at: SQLColumnExpression[Any], latest: SQLColumnExpression[Any]
) -> Sequence[SQLColumnExpression[Any]]:
    match order:
        case Order.CODE:
            return (func.lower(Client.code), Client.id)
        case Order.EARLIEST:
            return (at.asc().nulls_last(), latest.asc(), Client.id)
        case Order.LATEST:
            return (at.desc().nulls_last(), latest.desc(), Client.id)


def _falls() -> ColumnElement[bool]:
    """The latest totals, which may be shown, each lower than the one before: in one form, marked in one way."""
    totals = [aliased(Response) for _ in range(FALLS)]
    pairs = list(pairwise(totals))
    return exists().where(
        *(total.id == _total_of(place) for place, total in enumerate(totals)),
        *(later.total < earlier.total for later, earlier in pairs),
        *(later.measure == earlier.measure for later, earlier in pairs),
        *(later.marked == earlier.marked for later, earlier in pairs),
        totals[-1].total - totals[0].total >= FALLEN_BY,
    )


def _total_of(place: int) -> ScalarSelect[int]:
    """The response with a complete total that was begun so many before the latest one."""
    response, check_in = aliased(Response), aliased(CheckIn)
    return (
        select(response.id)
        .join(check_in, check_in.id == response.check_in_id)
        .where(
            check_in.client_id == Client.id,
            check_in.counts,
            response.total.is_not(None),
            check_in.is_revealed,
            check_in.part == Part.CLOSING,
        )
        .order_by(check_in.begun_at.desc(), check_in.id.desc())
        .offset(place)
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
