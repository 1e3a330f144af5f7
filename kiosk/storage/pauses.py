"""Times in which a client is not asked."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from kiosk.domain.parts import Part
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Response


def times_declined(session: ReadSession, client: Client) -> int:
    """Count this client's declined forms of sessions, as far as that may be shown; never the same as being paused."""
    return session.scalars(
        select(func.count())
        .select_from(Response)
        .join(Response.check_in)
        .where(
            CheckIn.client_id == client.id,
            CheckIn.counts,
            Response.declined,
            CheckIn.is_revealed,
            CheckIn.part == Part.CLOSING,
        )
    ).one()


def waiting_check_ins(session: ReadSession, client: Client, states: Iterable[str]) -> Sequence[CheckIn]:
    """A client's check-ins in one of these states."""
    return session.scalars(
        select(CheckIn)
        .where(CheckIn.client_id == client.id, CheckIn.state.in_(list(states)))
        .options(joinedload(CheckIn.visit))
        .order_by(CheckIn.id)
    ).all()
