"""Open loops: found for a therapist, and opened and closed by what is stored of sessions and goals."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased, contains_eager, selectinload

from kiosk.domain.actors import Therapist
from kiosk.domain.loops import Ending, LoopKind, Topic
from kiosk.domain.public_ids import PublicId
from kiosk.storage.binding import bound
from kiosk.storage.calendars import last_read_of_failing
from kiosk.storage.scope import BOUND, offers_to, own_clients, therapist_bound
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Client, Goal, Handover, OpenLoop, Response, Visit, named, table_of
from kiosk.storage.tables.base import new_public_id
from kiosk.storage.types import UTCDateTime

Columns = TypeVarTuple("Columns")
_STORE = insert(table_of(OpenLoop))
_BACK = aliased(CheckIn)


def open_loop(  # noqa: PLR0913, PLR0917 -- whose, what about, and since when
    session: WriteSession,
    about: CheckIn | Goal,
    client_id: int,
    topic: Topic,
    kind: LoopKind,
    opened_at: datetime,
) -> None:
    """Store a new loop about a check-in or a goal."""
    row: dict[str, Any] = {
        "practice_id": about.practice_id,
        "public_id": new_public_id(),
        "client_id": client_id,
        "about": {"topic": topic, "kind": kind},
        "of_answer": kind != LoopKind.PROMISE,
        "opened_at": opened_at,
        "check_in_id": about.id if isinstance(about, CheckIn) else None,
        "goal_id": about.id if isinstance(about, Goal) else None,
        "ending": "",
    }
    session.execute(_STORE, bound(OpenLoop, row, named(session, client_id)))


def loop_about(session: ReadSession, check_in: CheckIn, topic: Topic) -> OpenLoop | None:
    """The loop about a check-in, open or not."""
    there = session.scalars(select(OpenLoop).where(OpenLoop.check_in_id == check_in.id).order_by(OpenLoop.id))
    return next((loop for loop in there if loop.topic == topic), None)


def loops_of_goals(session: ReadSession, goals: Collection[int]) -> Collection[int]:
    """Return those of the goals that have a loop."""
    found = session.scalars(select(Goal.id).join(OpenLoop, OpenLoop.goal_id == Goal.id).where(Goal.id.in_(goals)))
    return set(found)


def note_way_back(session: WriteSession, check_in: CheckIn) -> None:
    """Note that this check-in showed the way back from the client's dips before it."""
    there = session.execute(
        select(OpenLoop.id, OpenLoop.kind).where(
            OpenLoop.client_id == check_in.client_id,
            OpenLoop.ended_at.is_(None),
            OpenLoop.back_id.is_(None),
            OpenLoop.check_in_id < check_in.id,
        )
    )
    if dips := [loop for loop, kind in there if kind == LoopKind.DIP]:
        session.execute(update(OpenLoop).where(OpenLoop.id.in_(dips)).values(back_id=check_in.id))


def pass_on(session: WriteSession, check_in: CheckIn, client_id: int) -> None:
    """Let the loops about a check-in be those of another client, to whom it belongs from now on."""
    session.execute(update(OpenLoop).where(OpenLoop.check_in_id == check_in.id).values(client_id=client_id))


def loops_together(session: ReadSession, loop: OpenLoop) -> Sequence[OpenLoop]:
    """The loops of everybody who was there, where this one is about a session of several as a whole; else it alone."""
    if loop.topic != Topic.TOGETHER or loop.check_in is None:
        return [loop]
    query = select(OpenLoop).join(OpenLoop.check_in).where(CheckIn.visit_id == loop.check_in.visit_id)
    return [one for one in session.scalars(query.order_by(OpenLoop.id)) if one.topic == Topic.TOGETHER]


def follow_move(session: WriteSession, check_in: CheckIn) -> None:
    """Let what is open of a check-in go along with it to another client; ways back that it showed are none there."""
    session.execute(update(OpenLoop).where(OpenLoop.check_in_id == check_in.id).values(client_id=check_in.client_id))
    session.execute(update(OpenLoop).where(OpenLoop.back_id == check_in.id).values(back_id=None))


def loop_of(session: ReadSession, loop_id: PublicId, therapist: Therapist) -> OpenLoop | None:
    """A loop of a client of this therapist."""
    query = own_clients(select(OpenLoop).join(OpenLoop.client), therapist).where(OpenLoop.public_id == loop_id)
    return session.scalars(query).one_or_none()


def is_open(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Narrow a query of loops, joined by `with_subjects`, to those that are open and may be shown."""
    is_told = and_(CheckIn.counts, or_(CheckIn.is_revealed, ~OpenLoop.of_answer))
    is_back = and_(_BACK.id.is_not(None), _BACK.is_revealed, _BACK.counts)
    met_unseen = (
        exists()
        .where(
            CheckIn.client_id == Goal.client_id,
            CheckIn.counts,
            Response.received_at == Goal.met_at,
            CheckIn.id == Response.check_in_id,
            ~CheckIn.is_revealed,
        )
        .correlate(Goal)
    )
    return and_(
        OpenLoop.ended_at.is_(None),
        OpenLoop.opened_at <= now,
        or_(OpenLoop.goal_id.is_not(None), and_(is_told, CheckIn.counts)),
        ~is_back,
        or_(
            OpenLoop.goal_id.is_(None),
            and_(Goal.ended_at.is_(None), or_(Goal.met_at.is_(None), and_(Goal.met_by == "rule", met_unseen))),
        ),
    )


def with_subjects(query: Select[*Columns]) -> Select[*Columns]:
    """Join what loops are about: the check-in, the one that showed the way back, the goal."""
    return (
        query.outerjoin(CheckIn, CheckIn.id == OpenLoop.check_in_id)
        .outerjoin(_BACK, and_(_BACK.id == OpenLoop.back_id, _BACK.client_id == OpenLoop.client_id))
        .outerjoin(Goal, Goal.id == OpenLoop.goal_id)
    )


_OPEN = (
    with_subjects(own_clients(select(OpenLoop).join(OpenLoop.client), BOUND))
    .where(is_open(bindparam("now", type_=UTCDateTime)))
    .options(
        contains_eager(OpenLoop.client),
        contains_eager(OpenLoop.goal),
        contains_eager(OpenLoop.check_in).selectinload(CheckIn.repairs),
        contains_eager(OpenLoop.check_in).joinedload(CheckIn.visit).selectinload(Visit.repairs),
        contains_eager(OpenLoop.check_in).joinedload(CheckIn.response),
    )
)
# Put together once: each part of a session's page asks it.
_OPEN_OF = _OPEN.where(Client.public_id.in_(bindparam("clients", type_=String, expanding=True)))


def open_loops(  # noqa: PLR0913 -- whose, until when, and which part of the list
    session: ReadSession,
    therapist: Therapist,
    now: datetime,
    most: int,
    *,
    after: int = 0,
    of: Collection[PublicId] | None = None,
) -> Sequence[OpenLoop]:
    """This therapist's open loops, calls for help first, then the oldest first; `of` these clients alone.

    Which are calls for help is sealed: so the order is found here, by as little of each loop as it takes.
    """
    asked = {"now": now, **therapist_bound(therapist)}
    if of is not None:
        found = session.scalars(_OPEN_OF, {"clients": list(of), **asked}).all()
        return sorted(found, key=_first)[after : after + most]
    there = with_subjects(
        own_clients(select(OpenLoop.id, OpenLoop.kind, OpenLoop.opened_at).join(OpenLoop.client), therapist)
    )
    page = sorted(session.execute(there.where(is_open(now))), key=_first)[after : after + most]
    return sorted(session.scalars(_OPEN.where(OpenLoop.id.in_([row.id for row in page])), asked), key=_first)


def _first(loop: Any) -> tuple[bool, datetime, int]:  # noqa: ANN401 -- a loop, or a row with its order
    return loop.kind != LoopKind.HELP, loop.opened_at, loop.id


# Put together once, both: the list, and the day.
_COUNT = with_subjects(own_clients(select(func.count(OpenLoop.id)).join(OpenLoop.client), BOUND)).where(
    is_open(bindparam("now", type_=UTCDateTime))
)
_COUNT_AND_OFFERED = select(
    _COUNT.scalar_subquery(),
    offers_to(select(func.count(Handover.id)), BOUND).where(Handover.ended_at.is_(None)).scalar_subquery(),
    last_read_of_failing(BOUND).scalar_subquery(),
)


def count_open(session: ReadSession, therapist: Therapist, now: datetime) -> int:
    """Count this therapist's open loops."""
    return session.scalars(_COUNT, {"now": now, **therapist_bound(therapist)}).one()


def count_open_and_offered(
    session: ReadSession, therapist: Therapist, now: datetime
) -> tuple[int, int, datetime | None]:
    """Count this therapist's open loops, and the clients offered to them: the day asks for all of it at once.

    And give the time when their calendar was last read, if it could not be for a while.
    """
    waiting, offers, read_at = session.execute(_COUNT_AND_OFFERED, {"now": now, **therapist_bound(therapist)}).one()
    return waiting, offers, read_at


def ended_lately(session: ReadSession, therapist: Therapist, since: datetime, most: int) -> Sequence[OpenLoop]:
    """The loops that this therapist closed since then, the latest first."""
    return session.scalars(
        own_clients(select(OpenLoop).join(OpenLoop.client), therapist)
        .where(OpenLoop.ended_by == therapist.person_id, OpenLoop.ended_at >= since)
        .order_by(OpenLoop.ended_at.desc(), OpenLoop.id.desc())
        .limit(most)
        .options(contains_eager(OpenLoop.client), selectinload(OpenLoop.goal))
    ).all()


def end(loop: OpenLoop, ending: Ending, person_id: int, now: datetime) -> None:
    """Close a loop; one that is closed stays as it is."""
    if loop.ended_at is None:
        loop.ended_at, loop.ending, loop.ended_by = now, ending, person_id


def count_by_client(
    session: ReadSession, therapist: Therapist, clients: Collection[int], now: datetime
) -> Mapping[int, int]:
    """Count the open loops of each of these clients of the therapist; those without any are left out."""
    query = select(OpenLoop.client_id, func.count(OpenLoop.id)).join(OpenLoop.client)
    found = with_subjects(own_clients(query, therapist)).where(is_open(now), OpenLoop.client_id.in_(clients))
    return {row.client_id: row[1] for row in session.execute(found.group_by(OpenLoop.client_id))}


def closed_about(session: ReadSession, check_ins: Collection[int]) -> Collection[tuple[int, str]]:
    """The loops about these check-ins that were closed, or from which a way back was seen: check-in and topic."""
    query = select(CheckIn.id, OpenLoop.topic).join(OpenLoop, OpenLoop.check_in_id == CheckIn.id)
    is_back = and_(_BACK.counts, _BACK.is_revealed)
    rows = session.execute(
        query.outerjoin(_BACK, _BACK.id == OpenLoop.back_id).where(
            CheckIn.id.in_(check_ins),
            or_(OpenLoop.ended_at.is_not(None), is_back),
        )
    )
    return {(check_in, topic) for check_in, topic in rows}
