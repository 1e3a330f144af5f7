"""Responses, and what earlier ones say about today's."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.storage.tables import CheckIn, Response

HISTORY = 200
"""How many earlier responses are read at most: years of weekly sessions."""


def earlier(session: Session, check_in: CheckIn, therapist_id: int, *, marked: str | None) -> Sequence[Response]:
    """This client's earlier responses to the same therapist and version of the measure, oldest first.

    `marked` keeps to one way of marking, which are never mixed in one baseline; declined ones have none and come too.
    """
    query = select(Response).where(
        Response.client_id == check_in.client_id,
        Response.therapist_id == therapist_id,
        Response.measure == check_in.measure,
        Response.measure_version == check_in.measure_version,
        Response.check_in_id != check_in.id,
    )
    if marked is not None:
        query = query.where((Response.marked == marked) | Response.declined)
    if check_in.response is not None:
        query = query.where(Response.id < check_in.response.id)
    return session.scalars(query.order_by(Response.id.desc()).limit(HISTORY)).all()[::-1]


def count_earlier(session: Session, check_in: CheckIn, therapist_id: int) -> int:
    """How often this client has answered this therapist before, whatever the form."""
    return session.scalars(
        select(func.count())
        .select_from(Response)
        .where(
            Response.client_id == check_in.client_id,
            Response.therapist_id == therapist_id,
            Response.check_in_id != check_in.id,
            ~Response.declined,
        )
    ).one()


def totals(session: Session, client_ids: Iterable[int], most: int) -> Mapping[int, Sequence[Response]]:
    """For each client, the latest complete responses to the measure they answered last, oldest first."""
    ranked = (
        select(
            Response.id,
            func.row_number().over(partition_by=Response.client_id, order_by=Response.id.desc()).label("place"),
        )
        .where(Response.client_id.in_(list(client_ids)), Response.total.is_not(None))
        .subquery()
    )
    rows = session.scalars(
        select(Response).join(ranked, Response.id == ranked.c.id).where(ranked.c.place <= most).order_by(Response.id)
    )
    by_client: dict[int, list[Response]] = {}
    for row in rows:
        by_client.setdefault(row.client_id, []).append(row)
    return {client: _of_one_kind(found) for client, found in by_client.items()}


def _of_one_kind(found: Sequence[Response]) -> Sequence[Response]:
    last = found[-1]
    kind = (last.measure, last.measure_version, last.marked)
    return [one for one in found if (one.measure, one.measure_version, one.marked) == kind]
