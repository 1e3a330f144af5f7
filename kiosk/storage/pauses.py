"""Times in which a client is not asked."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from kiosk.storage.tables import CheckIn, Pause, Response


def now_paused(session: Session, client_ids: Iterable[int]) -> Mapping[int, Pause]:
    """The pause each of these clients is in, by client; those who are asked as usual are left out."""
    found = session.scalars(
        select(Pause).where(Pause.client_id.in_(list(client_ids)), Pause.ended_at.is_(None)).order_by(Pause.id)
    )
    return {pause.client_id: pause for pause in found}


def of_client(session: Session, client_id: int) -> Sequence[Pause]:
    """Every pause of a client, oldest first."""
    return session.scalars(select(Pause).where(Pause.client_id == client_id).order_by(Pause.id)).all()


def times_declined(session: Session, client_id: int) -> int:
    """How often this client chose not to answer: never the same as being paused."""
    return session.scalars(
        select(func.count()).select_from(Response).where(Response.client_id == client_id, Response.declined)
    ).one()


def waiting_check_ins(session: Session, client_id: int, states: Iterable[str]) -> Sequence[CheckIn]:
    """A client's check-ins in one of these states."""
    return session.scalars(
        select(CheckIn)
        .where(CheckIn.client_id == client_id, CheckIn.state.in_(list(states)))
        .options(joinedload(CheckIn.visit))
        .order_by(CheckIn.id)
    ).all()
