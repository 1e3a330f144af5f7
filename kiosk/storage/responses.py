"""Responses, and what earlier ones say about today's."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Integer, String, bindparam, case, func, insert, select

from kiosk.domain.actors import Therapist
from kiosk.domain.parts import Part
from kiosk.storage import chain
from kiosk.storage.scope import own_clients
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Response, Sign, new_salt, table_of
from kiosk.storage.types import Moment

HISTORY = 200
"""The most earlier responses that are read: years of weekly sessions."""


@dataclass(frozen=True)
class Earlier:
    """The part of an earlier check-in that a later one needs: no words, which would have to be unsealed."""

    marks: Mapping[str, int]
    declined: bool
    lead: str | None
    sorted_out: str | None
    received_at: datetime
    noticed: str | None
    """The kinds of the signs that the therapist noted at it, between blanks, in no order; None without any."""


_STORE = insert(table_of(Response))
NOT_ENTERED: Final = {"entered_by_id": None, "entered_at": None}
"""What stands with an answer that the client sent."""


def store(session: WriteSession, check_in: CheckIn, columns: Mapping[str, Any]) -> None:
    """Store the one response of a check-in."""
    values = {"check_in_id": check_in.id, "salt": new_salt(), **NOT_ENTERED, **columns}
    chain.note(session, chain.store(session, Response.__tablename__, _STORE, values))
    session.expire(check_in, ["response"])


# Put together once: each answer asks them, inside its transaction. By columns of the tables, because SQLAlchemy's
# handling of objects is a fifth of what a long history costs.
_KEPT, _ASKED, _NOTED = table_of(Response).c, table_of(CheckIn).c, table_of(Sign).c
_BEFORE = bindparam("before", type_=Moment)
_OF_CLIENT = (
    _ASKED.client_id == bindparam("client", type_=Integer),
    _ASKED.set_aside_at.is_(None),
    _KEPT.therapist_id == bindparam("therapist", type_=Integer),
    (_KEPT.received_at < _BEFORE)
    | ((_KEPT.received_at == _BEFORE) & (_KEPT.id < bindparam("before_id", type_=BigInteger))),
)
_LATEST_FIRST = (_KEPT.received_at.desc(), _KEPT.id.desc())
"""By the time at which they came: answers that a correction brought together have their row numbers mixed."""
_EARLIER = (
    select(
        _KEPT.marks,
        _KEPT.declined,
        case((_ASKED.retold.is_(None), _KEPT.lead), else_=_ASKED.retold["lead"].as_string()),
        _KEPT.sorted_out,
        _KEPT.received_at,
        select(func.aggregate_strings(_NOTED.kind, " "))
        .where(_NOTED.check_in_id == _KEPT.check_in_id)
        .scalar_subquery(),
    )
    .join_from(table_of(Response), table_of(CheckIn), _ASKED.id == _KEPT.check_in_id)
    .where(
        *_OF_CLIENT,
        _KEPT.measure == bindparam("measure", type_=String),
        _KEPT.measure_version.in_(bindparam("versions", expanding=True)),
        (_KEPT.marked == bindparam("marked", type_=String)) | _KEPT.declined,
    )
    .order_by(*_LATEST_FIRST)
    .limit(HISTORY)
)
_IN_PART = CheckIn.part == bindparam("part", type_=String)
_COUNT = (
    select(func.count()).select_from(Response).join(Response.check_in).where(*_OF_CLIENT, _IN_PART, ~Response.declined)
)
_DECLINED = select(Response.declined).join(Response.check_in).where(*_OF_CLIENT, _IN_PART).order_by(*_LATEST_FIRST)
_EVER = datetime.max.replace(tzinfo=UTC), 2**63 - 1


def earlier(
    session: ReadSession, check_in: CheckIn, versions: Collection[int], *, marked: str, until: datetime | None = None
) -> Sequence[Earlier]:
    """This client's earlier responses to the same therapist and measure, in these versions of it, oldest first.

    Only those marked in the same way, because ways are never mixed in one baseline; declined ones have no marks and
    come too. `until` is the time of an answer that is being entered: later ones are there already.
    """
    asked = {"measure": check_in.measure, "versions": list(versions), "marked": marked}
    rows = session.execute(_EARLIER, _of_client(check_in, until) | asked)
    return [Earlier(*row) for row in rows][::-1]


def count_earlier(session: ReadSession, check_in: CheckIn, until: datetime | None = None) -> int:
    """Count the times this client has answered this therapist before in this part of a visit, whatever the form."""
    return session.scalars(_COUNT, _of_client(check_in, until) | {"part": check_in.part}).one()


def declined_lately(
    session: ReadSession, check_in: CheckIn, most: int, until: datetime | None = None
) -> Sequence[bool]:
    """Return whether each of their latest responses in this part of a visit was declined, oldest first."""
    asked = _of_client(check_in, until) | {"part": check_in.part}
    return session.scalars(_DECLINED.limit(most), asked).all()[::-1]


def _of_client(check_in: CheckIn, until: datetime | None) -> dict[str, object]:
    """Name the client and therapist, and what came in before this check-in's own response: all while it has none."""
    response = check_in.response
    before, before_id = (response.received_at, response.id) if response else (until, 0) if until else _EVER
    return {
        "client": check_in.client_id,
        "therapist": check_in.therapist_id,
        "before": before,
        "before_id": before_id,
    }


@dataclass(frozen=True)
class Total:
    """A complete total, in tenths, and what it was made from."""

    client_id: int
    measure: str
    measure_version: int
    marked: str
    total: int


def totals(
    session: ReadSession,
    client_ids: Iterable[int],
    therapist: Therapist,
    most: int,
    history: Callable[[Total], Hashable],
) -> Mapping[int, Sequence[Total]]:
    """For each of these clients of the therapist, the latest complete totals of the `history` answered in last.

    Oldest first. No totals of an opening check-in, nor of results that wait to be asked for, are among them.
    """
    place = func.row_number().over(partition_by=CheckIn.client_id, order_by=_LATEST_FIRST).label("place")
    ranked = (
        own_clients(select(Response.id, place).join(Response.check_in).join(CheckIn.client), therapist)
        .where(
            CheckIn.client_id.in_(list(client_ids)),
            Response.total.is_not(None),
            CheckIn.is_revealed,
            CheckIn.counts,
            CheckIn.part == Part.CLOSING,
        )
        .subquery()
    )
    rows = session.execute(
        select(CheckIn.client_id, Response.measure, Response.measure_version, Response.marked, Response.total)
        .join(Response.check_in)
        .join(ranked, Response.id == ranked.c.id)
        .where(ranked.c.place <= most)
        .order_by(Response.received_at, Response.id)
    )
    by_client: dict[int, list[Total]] = {}
    for client_id, measure, version, marked, total in rows:
        if isinstance(total, int):
            by_client.setdefault(client_id, []).append(Total(client_id, measure, version, marked, total))
    return {
        client: [total for total in found if history(total) == history(found[-1])]
        for client, found in by_client.items()
    }
