"""Answers that were entered and not sent: what there is of that client and time already."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from kiosk import zones
from kiosk.domain.actors import Therapist
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.parts import Part
from kiosk.storage.scope import own_visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Response


def is_there(session: ReadSession, client: Client, measure: str, at: datetime) -> bool:
    """Return whether this client's answer by that form at that very time is stored: sent twice, it is one."""
    query = (
        select(Response.id)
        .join(Response.check_in)
        .where(CheckIn.client_id == client.id, Response.measure == measure, Response.received_at == at, CheckIn.counts)
    )
    return session.scalars(query.limit(1)).first() is not None


def unanswered(  # noqa: PLR0913, PLR0917 -- whose, by which form, and on which day of which clock
    session: ReadSession, client: Client, therapist: Therapist, measure: str, time_zone: str, at: datetime
) -> CheckIn | None:
    """The latest check-in of that day with that form which is there without an answer; None without one."""
    begins = at.astimezone(zones.zone(time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    query = own_visits(select(CheckIn).join(CheckIn.visit), therapist).where(
        CheckIn.client_id == client.id,
        CheckIn.measure == measure,
        CheckIn.state.in_([*OPEN, State.EXPIRED]),
        CheckIn.begun_at >= begins,
        CheckIn.begun_at < begins + timedelta(days=1),
        ~select(Response.id).where(Response.check_in_id == CheckIn.id).exists(),
    )
    latest = query.order_by(CheckIn.id.desc()).limit(1).options(contains_eager(CheckIn.visit))
    return session.scalars(latest).one_or_none()


def has_later(session: ReadSession, check_in: CheckIn, at: datetime) -> bool:
    """Return whether an answer about a later session of the same client is there and counts."""
    query = (
        select(Response.id)
        .join(Response.check_in)
        .where(
            CheckIn.client_id == check_in.client_id,
            CheckIn.counts,
            CheckIn.part == Part.CLOSING,
            Response.received_at > at,
        )
    )
    return session.scalars(query.limit(1)).first() is not None
