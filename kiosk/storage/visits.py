"""Visits and their check-ins, as their therapist finds them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Integer, Select, String, and_, bindparam, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from kiosk.domain.actors import Therapist
from kiosk.domain.lifecycle import ANSWERED, OPEN
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Unreadable
from kiosk.storage.scope import (
    BOUND,
    is_of_own_client,
    own_check_ins,
    own_clients,
    own_visits,
    therapist_bound,
    visits_with_own,
)
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import (
    CheckIn,
    Client,
    Visit,
)
from kiosk.storage.types import UTCDateTime

# Put together once, as the next one: each part of a session's page asks it.
_VISIT = (
    own_visits(select(Visit), BOUND)
    .outerjoin(CheckIn, and_(CheckIn.visit_id == Visit.id, is_of_own_client(BOUND)))
    .where(Visit.public_id == bindparam("visit", type_=String), or_(CheckIn.id.is_not(None), ~Visit.check_ins.any()))
    .order_by(CheckIn.id)
    .options(
        contains_eager(Visit.check_ins).options(
            joinedload(CheckIn.client),
            joinedload(CheckIn.response),
            joinedload(CheckIn.repairs),
            joinedload(CheckIn.safety_records),
        )
    )
)


def visit_of(session: ReadSession, visit_id: PublicId, therapist: Therapist) -> Visit | None:
    """A visit, if it is this therapist's own, with its people whom they still have."""
    found = session.scalars(_VISIT, {"visit": visit_id, **therapist_bound(therapist)})
    return found.unique().one_or_none()


def check_in_of(session: ReadSession, check_in_id: PublicId, therapist: Therapist) -> CheckIn | None:
    """A check-in, if its visit is this therapist's own."""
    own = own_check_ins(select(CheckIn).join(CheckIn.visit), therapist).where(CheckIn.public_id == check_in_id)
    load = (
        contains_eager(CheckIn.visit),
        joinedload(CheckIn.client),
        joinedload(CheckIn.response),
        selectinload(CheckIn.repairs),
    )
    return session.scalars(own.options(*load)).one_or_none()


def _with_check_ins(therapist: Therapist) -> Select[Visit]:
    """The visits of this therapist, each with its people whom they still have."""
    theirs = selectinload(Visit.check_ins.and_(is_of_own_client(therapist)))
    load = theirs.joinedload(CheckIn.client), theirs.joinedload(CheckIn.response), theirs.joinedload(CheckIn.repairs)
    return visits_with_own(select(Visit), therapist).options(*load)


def practice_of(session: ReadSession, check_in_id: PublicId) -> int | None:
    """The practice of a check-in, whosever it is."""
    return session.scalars(select(CheckIn.practice_id).where(CheckIn.public_id == check_in_id)).one_or_none()


def since(session: ReadSession, therapist: Therapist, begin: datetime) -> Sequence[Visit]:
    """This therapist's visits from that moment on, oldest first."""
    found = _with_check_ins(therapist).where(Visit.began_at >= begin)
    return session.scalars(found.order_by(Visit.began_at, Visit.id)).all()


def between(session: ReadSession, therapist: Therapist, begin: datetime, end: datetime) -> Sequence[Visit]:
    """This therapist's visits of that time, oldest first."""
    found = _with_check_ins(therapist).where(Visit.began_at >= begin, Visit.began_at < end)
    return session.scalars(found.order_by(Visit.began_at, Visit.id)).all()


def opened_visit(
    session: ReadSession, therapist: Therapist, kind: str, codes: Collection[str], begin: datetime
) -> Visit | None:
    """The latest visit of that kind, begun from then on, that has only opening check-ins, all of them of these clients.

    It is the visit that their closing check-ins belong to.
    """
    found = _with_check_ins(therapist).where(
        Visit.kind == kind,
        Visit.began_at >= begin,
        ~Visit.check_ins.any(CheckIn.part == Part.CLOSING),
        Visit.check_ins.any(),
    )
    recent = session.scalars(found.order_by(Visit.began_at.desc(), Visit.id.desc()))
    return next((visit for visit in recent if {one.client.code for one in visit.check_ins} <= set(codes)), None)


def held_since(session: ReadSession, therapist: Therapist, begin: datetime) -> Sequence[CheckIn]:
    """This therapist's answered check-ins that nobody has asked to see, of visits from then on, the latest first."""
    return session.scalars(
        own_check_ins(select(CheckIn).join(CheckIn.visit), therapist)
        .where(
            Visit.began_at >= begin,
            CheckIn.state.in_(ANSWERED),
            ~CheckIn.is_revealed,
            CheckIn.counts,
        )
        .order_by(CheckIn.closed_at.desc(), CheckIn.id.desc())
        .options(
            contains_eager(CheckIn.visit),
            joinedload(CheckIn.client),
            joinedload(CheckIn.response),
            selectinload(CheckIn.safety_records),
        )
    ).all()


def client_by_code(session: ReadSession, therapist: Therapist, code: str) -> Client | None:
    """This therapist's client of that code; of a code that was merged, the client who has everything of it now.

    Raises Unreadable where it cannot be told who that is.
    """
    return clients_by_code(session, therapist, [code]).get(code)


def clients_by_code(session: ReadSession, therapist: Therapist, codes: Collection[str]) -> Mapping[str, Client]:
    """This therapist's clients of those codes, by the code that was asked for."""
    found = session.scalars(own_clients(select(Client), therapist).where(Client.code_index.in_(codes))).all()
    return {one.code: _merged(session, one) for one in found}


def _merged(session: ReadSession, client: Client) -> Client:
    """Give who has everything of a client now. Raises Unreadable where a wrong value leads to nobody, or round."""
    passed = set[int]()
    while client.merged_into_id is not None:
        passed.add(client.id)
        into = session.get(Client, client.merged_into_id)
        if into is None or into.id in passed:
            raise Unreadable
        client = into
    return client


def in_the_way(  # noqa: PLR0913 -- of whom, for what, and which of them are known already
    session: ReadSession,
    therapist: Therapist,
    codes: Collection[str],
    named: Collection[PublicId],
    now: datetime,
    *,
    part: Part,
) -> Sequence[CheckIn]:
    """The forms of these clients for that part that can still be opened, and those of the named that are answered."""
    is_open = and_(CheckIn.state.in_(OPEN), CheckIn.link_ends_at >= now)
    answered = and_(CheckIn.state.in_(ANSWERED), CheckIn.public_id.in_(named))
    return session.scalars(
        own_clients(select(CheckIn).join(CheckIn.client), therapist)
        .where(Client.code_index.in_(codes), CheckIn.part == part, or_(is_open, answered))
        .order_by(CheckIn.id)
        .options(contains_eager(CheckIn.client))
    ).all()


def open_at_start(
    session: ReadSession, clients: Collection[int], therapist: Therapist, now: datetime
) -> Sequence[CheckIn]:
    """The opening check-ins of these clients whose form can still be opened, the oldest first."""
    # Found first, by the clients: in one statement SQLite would go through all visits of the therapist.
    found = select(CheckIn.id).where(
        CheckIn.client_id.in_(clients),
        CheckIn.part == Part.OPENING,
        CheckIn.state.in_(OPEN),
        CheckIn.link_ends_at >= now,
    )
    return session.scalars(
        own_check_ins(select(CheckIn).join(CheckIn.visit), therapist)
        .where(CheckIn.id.in_(found))
        .order_by(CheckIn.id)
        .options(contains_eager(CheckIn.visit), joinedload(CheckIn.client), joinedload(CheckIn.response))
    ).all()


def people_last_time(session: ReadSession, therapist: Therapist, visit: Visit) -> Sequence[str]:
    """The codes of those who were asked at the end of the last visit of that kind with any of these people.

    In the order of then; empty where there was none.
    """
    people = [check_in.client_id for check_in in visit.check_ins]
    last = session.scalars(
        _with_check_ins(therapist)
        .where(
            Visit.kind == visit.kind,
            Visit.id < visit.id,
            Visit.check_ins.any((CheckIn.part == Part.CLOSING) & CheckIn.client_id.in_(people)),
        )
        .order_by(Visit.id.desc())
        .limit(1)
    ).one_or_none()
    return [one.client.code for one in last.check_ins if one.part == Part.CLOSING] if last else ()


_BEFORE = (
    own_check_ins(select(CheckIn).join(CheckIn.visit), BOUND)
    .where(
        CheckIn.client_id == bindparam("client", type_=Integer),
        CheckIn.part == Part.CLOSING,
        CheckIn.id != bindparam("this", type_=Integer),
        CheckIn.begun_at <= bindparam("begun_at", type_=UTCDateTime),
        CheckIn.counts,
        Visit.import_id.is_(None),
    )
    .options(selectinload(CheckIn.repairs))
    .order_by(CheckIn.begun_at.desc(), CheckIn.id.desc())
    .limit(1)
)


def check_in_before(session: ReadSession, check_in: CheckIn, therapist: Therapist) -> CheckIn | None:
    """The last check-in about a session of the same client with this therapist before this one, and what came of it."""
    this = {"client": check_in.client_id, "this": check_in.id, "begun_at": check_in.begun_at}
    return session.scalars(_BEFORE, this | therapist_bound(therapist)).one_or_none()
