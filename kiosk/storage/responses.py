"""Responses, and what earlier ones say about today's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kiosk.storage.tables import CheckIn, Response

HISTORY = 200
"""How many earlier responses are read at most: years of weekly sessions."""


@dataclass(frozen=True)
class Earlier:
    """What a later check-in needs to know of an earlier one: no words, which would have to be unsealed."""

    marks: Mapping[str, int]
    declined: bool
    lead: str | None
    sorted_out: str | None


def earlier(session: Session, check_in: CheckIn, therapist_id: int, *, marked: str) -> Sequence[Earlier]:
    """This client's earlier responses to the same therapist and version of the measure, oldest first.

    Only those marked in the same way, because ways are never mixed in one baseline; declined ones have no marks and
    come too.
    """
    query = select(Response.marks, Response.declined, Response.lead, Response.sorted_out).where(
        Response.client_id == check_in.client_id,
        Response.therapist_id == therapist_id,
        Response.measure == check_in.measure,
        Response.measure_version == check_in.measure_version,
        (Response.marked == marked) | Response.declined,
    )
    query = query.where(_before(check_in))
    rows = session.execute(query.order_by(Response.id.desc()).limit(HISTORY))
    return [Earlier(*row) for row in rows][::-1]


def count_earlier(session: Session, check_in: CheckIn, therapist_id: int) -> int:
    """How often this client has answered this therapist before, whatever the form."""
    return session.scalars(
        select(func.count())
        .select_from(Response)
        .where(
            Response.client_id == check_in.client_id,
            Response.therapist_id == therapist_id,
            ~Response.declined,
            _before(check_in),
        )
    ).one()


def declined_lately(session: Session, check_in: CheckIn, therapist_id: int, most: int) -> Sequence[bool]:
    """Whether each of the latest responses of this client to this therapist was declined, oldest first."""
    query = select(Response.declined).where(
        Response.client_id == check_in.client_id, Response.therapist_id == therapist_id, _before(check_in)
    )
    return session.scalars(query.order_by(Response.id.desc()).limit(most)).all()[::-1]


def _before(check_in: CheckIn) -> ColumnElement[bool]:
    """What came in before this check-in's own response, or all else while it has none."""
    return Response.id < check_in.response.id if check_in.response else Response.check_in_id != check_in.id


@dataclass(frozen=True)
class Total:
    """A complete total, in tenths, and what it was made from."""

    client_id: int
    measure: str
    measure_version: int
    marked: str
    total: int


def totals(session: Session, client_ids: Iterable[int], most: int) -> Mapping[int, Sequence[Total]]:
    """For each client, the latest complete totals of the measure they answered last, oldest first."""
    place = func.row_number().over(partition_by=Response.client_id, order_by=Response.id.desc()).label("place")
    ranked = (
        select(Response.id, place)
        .where(Response.client_id.in_(list(client_ids)), Response.total.is_not(None))
        .subquery()
    )
    rows = session.execute(
        select(Response.client_id, Response.measure, Response.measure_version, Response.marked, Response.total)
        .join(ranked, Response.id == ranked.c.id)
        .where(ranked.c.place <= most)
        .order_by(Response.id)
    )
    by_client: dict[int, list[Total]] = {}
    for client_id, measure, version, marked, total in rows:
        if total is not None:
            by_client.setdefault(client_id, []).append(Total(client_id, measure, version, marked, total))
    return {client: _of_one_kind(found) for client, found in by_client.items()}


def _of_one_kind(found: Sequence[Total]) -> Sequence[Total]:
    last = found[-1]
    kind = (last.measure, last.measure_version, last.marked)
    return [one for one in found if (one.measure, one.measure_version, one.marked) == kind]
