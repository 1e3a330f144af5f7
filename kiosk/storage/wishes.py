"""Clients' wishes to talk, of which nobody has recorded anything since."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager

from kiosk.domain.actors import Therapist
from kiosk.domain.answers import Talk
from kiosk.domain.parts import Part
from kiosk.storage.scope import own_clients
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Repair, Response, VisitRepair


def open_wishes(
    session: ReadSession, clients: Sequence[int], therapist: Therapist, since: datetime
) -> Sequence[Response]:
    """Answers from then on in which these clients wanted to talk, now or next time, the oldest first.

    Settled by an outcome recorded of the same or a later session, alone or together, and by the client's own later
    *no need*. An answer that is held neither counts nor settles anything: it is told of nowhere.
    """
    wished = _wished(session, clients, therapist, since)
    # Asked of these few alone: within one statement it would be asked of every session of theirs.
    ended = select(CheckIn.id).where(CheckIn.id.in_([one.check_in_id for one in wished]), _is_settled())
    over = set(session.scalars(ended)) if wished else set()
    return [one for one in wished if one.check_in_id not in over]


def _wished(session: ReadSession, clients: Sequence[int], therapist: Therapist, since: datetime) -> Sequence[Response]:
    return session.scalars(
        own_clients(select(Response).join(Response.check_in).join(CheckIn.visit).join(CheckIn.client), therapist)
        .where(
            CheckIn.client_id.in_(clients),
            CheckIn.counts,
            Response.talk.in_((Talk.NOW, Talk.NEXT)),
            Response.received_at > since,
            CheckIn.is_revealed,
        )
        .order_by(Response.id)
        .options(
            contains_eager(Response.check_in).contains_eager(CheckIn.visit),
            contains_eager(Response.check_in).contains_eager(CheckIn.client),
        )
    ).all()


def _is_settled() -> ColumnElement[bool]:
    """The condition that a check-in's wish was settled by itself or later."""
    later, answer = aliased(CheckIn), aliased(Response)
    return (
        exists()
        .where(
            later.client_id == CheckIn.client_id,
            later.part == Part.CLOSING,
            later.counts,
            later.begun_at >= CheckIn.begun_at,
            or_(
                select(Repair.id).where(Repair.check_in_id == later.id).exists(),
                select(VisitRepair.id).where(VisitRepair.visit_id == later.visit_id).exists(),
                select(answer.id)
                .where(answer.check_in_id == later.id, answer.talk == Talk.NO, later.is_revealed)
                .exists(),
            ),
        )
        .correlate(CheckIn)
    )
