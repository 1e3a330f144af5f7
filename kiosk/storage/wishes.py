"""Clients' wishes to talk, of which nobody has recorded anything since."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, contains_eager

from kiosk.domain.actors import Therapist
from kiosk.domain.answers import Talk
from kiosk.domain.parts import Part
from kiosk.storage.scope import own_clients
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Repair, Response, VisitRepair

WISHES: Final = Talk.NOW, Talk.NEXT


def open_wishes(
    session: ReadSession, clients: Sequence[int], therapist: Therapist, since: datetime
) -> Sequence[Response]:
    """Answers from then on in which these clients wanted to talk, now or next time, the oldest first.

    Settled by an outcome recorded of the same or a later session, alone or together, and by the client's own later
    *no need*. An answer that is held neither counts nor settles anything: it is told of nowhere.
    """
    later = aliased(CheckIn)
    settled = (
        exists()
        .where(
            later.client_id == CheckIn.client_id,
            later.part == Part.CLOSING,
            later.counts,
            later.begun_at >= CheckIn.begun_at,
            or_(
                select(Repair.id).where(Repair.check_in_id == later.id).exists(),
                select(VisitRepair.id).where(VisitRepair.visit_id == later.visit_id).exists(),
            ),
        )
        .correlate(CheckIn)
    )
    wished = _wished(session, clients, since)
    if not wished:
        return []
    # Asked of these few alone: otherwise it would be asked of every session of theirs.
    query = own_clients(select(Response).join(Response.check_in).join(CheckIn.visit).join(CheckIn.client), therapist)
    return session.scalars(
        query.where(Response.id.in_(wished), ~settled)
        .order_by(Response.id)
        .options(
            contains_eager(Response.check_in).contains_eager(CheckIn.visit),
            contains_eager(Response.check_in).contains_eager(CheckIn.client),
        )
    ).all()


def _wished(session: ReadSession, clients: Sequence[int], since: datetime) -> Sequence[int]:
    """The answers with a wish and no *no need* after it. Wishes are sealed: all answers of that time are opened."""
    query = select(Response.id, Response.talk, CheckIn.client_id, CheckIn.begun_at, CheckIn.part)
    rows = session.execute(
        query.join(Response.check_in).where(
            CheckIn.client_id.in_(clients),
            CheckIn.counts,
            CheckIn.is_revealed,
            Response.received_at > since,
        )
    ).all()
    no_need: dict[int, datetime] = {}
    for row in rows:
        if row.talk == Talk.NO and row.part == Part.CLOSING:
            no_need[row.client_id] = max(row.begun_at, no_need.get(row.client_id, row.begun_at))
    return [
        row.id
        for row in rows
        if row.talk in WISHES and not (row.client_id in no_need and no_need[row.client_id] >= row.begun_at)
    ]
