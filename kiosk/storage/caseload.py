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
from kiosk.domain.caseload import FALLEN_BY, FALLS, NOT_ASKED_FOR, Order, Show, WantedClients
from kiosk.domain.noted import Became
from kiosk.domain.parts import Part
from kiosk.storage import loops
from kiosk.storage.scope import own_clients
from kiosk.storage.sealed import part_of
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


EVERYBODY = WantedClients()


def caseload(  # noqa: PLR0913 -- whose, which of them, and which part of the list
    session: ReadSession, therapist: Therapist, wanted: WantedClients, now: datetime, most: int, *, after: int = 0
) -> Sequence[tuple[Client, CheckIn | None]]:
    """Read this therapist's clients, each with their latest check-in; None for one who was never asked."""
    found = _page(session, therapist, wanted, now, most, after).subquery()
    rows = session.execute(
        select(Client, CheckIn)
        .join(found, found.c.id == Client.id)
        .outerjoin(CheckIn, CheckIn.id == found.c.latest)
        .options(
            joinedload(Client.open_pauses),
            joinedload(CheckIn.visit).joinedload(Visit.repairs),
            joinedload(CheckIn.response),
            joinedload(CheckIn.repairs),
        )
        .order_by(*_order(wanted.order, CheckIn.begun_at, CheckIn.id))
    ).unique()
    pairs = [(client, check_in) for client, check_in in rows]
    return pairs if wanted.order is not Order.CODE else sorted(pairs, key=lambda pair: _by_code(pair[0]))


def _page(  # noqa: PLR0913, PLR0917 -- the same
    session: ReadSession, therapist: Therapist, wanted: WantedClients, now: datetime, most: int, after: int
) -> Select[int, int]:
    """Give a query for that part of the list: the numbers of clients and of their latest check-ins.

    Codes are sealed: in their order, those of the whole list are opened, which takes 4 microseconds each.
    """
    latest = _LATEST.label("latest")
    if wanted.order is not Order.CODE:
        ordered = _narrowed(session, select(Client.id, latest), therapist, wanted, now)
        return ordered.order_by(*_order(wanted.order, _LATEST_AT, latest)).offset(after).limit(most)
    every = session.execute(_narrowed(session, select(Client.id, Client.code), therapist, wanted, now))
    ids = [row.id for row in sorted(every, key=_by_code)[after : after + most]]
    return select(Client.id, latest).where(Client.id.in_(ids))


def _by_code(one: Any) -> tuple[str, int]:  # noqa: ANN401 -- a client, or a row with their code
    return one.code.casefold(), one.id


def _with_code(session: ReadSession, therapist: Therapist, text: str) -> Sequence[int]:
    """The clients of this therapist whose code has that text in it, whatever its case."""
    every = session.execute(own_clients(select(Client.id, Client.code), therapist))
    return [client for client, code in every if text.casefold() in code.casefold()]


def count_caseload(session: ReadSession, therapist: Therapist, wanted: WantedClients, now: datetime) -> int:
    """Count them."""
    return session.scalars(_narrowed(session, select(func.count(Client.id)), therapist, wanted, now)).one()


def _narrowed(
    session: ReadSession, query: Select[*Columns], therapist: Therapist, wanted: WantedClients, now: datetime
) -> Select[*Columns]:
    """Leave out whoever was merged, and those whose check-ins were all set aside: nothing of them counts."""
    was_here = exists().where(_LATER.client_id == Client.id, _LATER.counts).correlate(Client)
    is_new = Client.merged_into_id.is_(None) & ~exists().where(_LATER.client_id == Client.id).correlate(Client)
    own = own_clients(query.select_from(Client), therapist)
    return own.where(or_(was_here, is_new), *_conditions(session, therapist, wanted, now))


def _conditions(
    session: ReadSession, therapist: Therapist, wanted: WantedClients, now: datetime
) -> Iterator[ColumnElement[bool]]:
    if wanted.code:
        yield Client.id.in_(_with_code(session, therapist, wanted.code))
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
            yield Client.id.in_(falling(session, therapist))
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
            return ()
        case Order.EARLIEST:
            return (at.asc().nulls_last(), latest.asc(), Client.id)
        case Order.LATEST:
            return (at.desc().nulls_last(), latest.desc(), Client.id)


def falling(session: ReadSession, therapist: Therapist) -> Sequence[int]:
    """This therapist's clients whose latest totals, which may be shown, are each lower than the one before.

    In one form, marked in one way. Totals are sealed: the database finds the latest of each client, and no others are
    opened.
    """
    answers = [aliased(Response) for _ in range(FALLS)]
    query = select(Client.id, *(answer.answer for answer in answers)).select_from(Client)
    for place, answer in enumerate(answers):
        query = query.join(answer, answer.id == _total_of(place))
    alike = (
        condition
        for later, earlier in pairwise(answers)
        for condition in (later.measure == earlier.measure, later.marked == earlier.marked)
    )
    rows = session.execute(own_clients(query, therapist).where(Client.closed_at.is_(None), *alike))
    return [client for client, *found in rows if _falls([part_of(answer, "total") for answer in found])]


def _falls(totals: Sequence[object]) -> bool:
    """Return whether these totals, the latest first, fall; one that cannot be read tells nothing."""
    read = [total for total in totals if isinstance(total, int)]
    is_down = len(read) == FALLS and all(later < earlier for later, earlier in pairwise(read))
    return is_down and read[-1] - read[0] >= FALLEN_BY


def _total_of(place: int) -> ScalarSelect[int]:
    """The response with a complete total that was begun so many before the latest one."""
    response, check_in = aliased(Response), aliased(CheckIn)
    return (
        select(response.id)
        .join(check_in, check_in.id == response.check_in_id)
        .where(
            check_in.client_id == Client.id,
            check_in.counts,
            response.has_total,
            check_in.is_revealed,
            check_in.part == Part.CLOSING,
        )
        .order_by(check_in.begun_at.desc(), check_in.id.desc())
        .offset(place)
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
