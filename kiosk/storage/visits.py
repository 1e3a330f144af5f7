"""Clients, visits and check-ins."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from kiosk.domain.lifecycle import ANSWERED, OPEN
from kiosk.keys import hash_of
from kiosk.storage.tables import CheckIn, Client, Person, Visit

MOST_ID = 2**63 - 1
"""The highest number SQLite can be asked about."""


# Put together once: a client's form is shown and sent far more often than anything else happens.
_WITH_VISIT = select(CheckIn).options(joinedload(CheckIn.visit))
_WITH_FORM = select(CheckIn).options(
    joinedload(CheckIn.visit).joinedload(Visit.therapist).joinedload(Person.practice),
    joinedload(CheckIn.client),
    joinedload(CheckIn.response),
)
_HASH: BindParameter[bytes] = bindparam("hash")
_BY_LINK = _WITH_FORM.where(CheckIn.link_hash == _HASH)
_BY_SHORT_CODE = _WITH_FORM.where(CheckIn.short_code_hash == _HASH)
_STATE_BY_LINK = select(CheckIn.state).where(CheckIn.link_hash == _HASH)
_VISIT_BY_LINK = _WITH_VISIT.where(CheckIn.link_hash == _HASH)


def by_link(session: Session, token: str) -> CheckIn | None:
    """The check-in behind a link's token, with all that its form needs."""
    return session.scalars(_BY_LINK, {"hash": hash_of(token)}).one_or_none()


def state_by_link(session: Session, token: str) -> str | None:
    """The state of the check-in behind a link's token, and nothing else."""
    return session.scalars(_STATE_BY_LINK, {"hash": hash_of(token)}).one_or_none()


def with_visit_by_link(session: Session, token: str) -> CheckIn | None:
    """The check-in behind a link's token, with its visit."""
    return session.scalars(_VISIT_BY_LINK, {"hash": hash_of(token)}).one_or_none()


def by_short_code(session: Session, code_hash: bytes, now: datetime) -> CheckIn | None:
    """The check-in behind a short code that still works."""
    found = session.scalars(_BY_SHORT_CODE, {"hash": code_hash}).one_or_none()
    return found if found and now <= found.short_code_ends_at else None


def visit_of(session: Session, visit_id: int, therapist: Person) -> Visit | None:
    """A visit, if it is this therapist's own."""
    if visit_id > MOST_ID:
        return None
    load = selectinload(Visit.check_ins)
    return session.scalars(
        select(Visit)
        .where(Visit.id == visit_id, Visit.therapist_id == therapist.id, Visit.practice_id == therapist.practice_id)
        .options(load.joinedload(CheckIn.client), load.joinedload(CheckIn.response), load.selectinload(CheckIn.repairs))
    ).one_or_none()


def check_in_of(visit: Visit, check_in_id: int | None) -> CheckIn | None:
    """The check-in of that number in the visit; without a number, the only one."""
    if check_in_id is None:
        return visit.check_ins[0] if len(visit.check_ins) == 1 else None
    return next((check_in for check_in in visit.check_ins if check_in.id == check_in_id), None)


def since(session: Session, therapist_id: int, begin: datetime) -> Sequence[Visit]:
    """This therapist's visits from that moment on, oldest first."""
    load = selectinload(Visit.check_ins)
    return session.scalars(
        select(Visit)
        .where(Visit.therapist_id == therapist_id, Visit.began_at >= begin)
        .order_by(Visit.began_at, Visit.id)
        .options(load.joinedload(CheckIn.client), load.joinedload(CheckIn.response), load.selectinload(CheckIn.repairs))
    ).all()


def client_by_code(session: Session, therapist_id: int, code: str) -> Client | None:
    """This therapist's client of that code."""
    return session.scalars(select(Client).where(Client.therapist_id == therapist_id, Client.code == code)).one_or_none()


def in_the_way(
    session: Session, therapist_id: int, codes: Collection[str], named: Collection[int], now: datetime
) -> Sequence[CheckIn]:
    """The forms of these clients that can still be opened, and those of the named ones that are answered."""
    is_open = and_(CheckIn.state.in_(OPEN), CheckIn.link_ends_at >= now)
    answered = and_(CheckIn.state.in_(ANSWERED), CheckIn.id.in_(named))
    return session.scalars(
        select(CheckIn)
        .join(CheckIn.client)
        .where(Client.therapist_id == therapist_id, Client.code.in_(codes), or_(is_open, answered))
        .order_by(CheckIn.id)
        .options(contains_eager(CheckIn.client))
    ).all()


def recent_clients(session: Session, therapist_id: int, most: int) -> Sequence[tuple[Client, CheckIn]]:
    """This therapist's clients, each with their latest check-in, the latest first."""
    latest = (
        select(func.max(CheckIn.id).label("id"))
        .join(Client, CheckIn.client_id == Client.id)
        .where(Client.therapist_id == therapist_id)
        .group_by(CheckIn.client_id)
        .order_by(func.max(CheckIn.id).desc())
        .limit(most)
        .subquery()
    )
    rows = session.execute(
        select(Client, CheckIn)
        .join(CheckIn, CheckIn.client_id == Client.id)
        .where(CheckIn.id.in_(select(latest.c.id)))
        .options(
            joinedload(CheckIn.visit).selectinload(Visit.repairs),
            joinedload(CheckIn.response),
            selectinload(CheckIn.repairs),
        )
        .order_by(CheckIn.id.desc())
    )
    return [(client, check_in) for client, check_in in rows]


def holder_of_short_code(session: Session, code_hash: bytes) -> int | None:
    """The check-in that has this short code, whether or not it still works."""
    return session.scalars(select(CheckIn.id).where(CheckIn.short_code_hash == code_hash)).one_or_none()
