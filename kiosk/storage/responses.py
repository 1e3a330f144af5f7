"""Responses, and what earlier ones say about today's."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
)

from kiosk.domain.actors import Therapist
from kiosk.domain.parts import Part
from kiosk.storage import chain
from kiosk.storage.scope import own_clients
from kiosk.storage.sealed import opened_by, part_of, still_sealed
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Response, Sign, new_salt, table_of
from kiosk.storage.tables.answers import IN_ANSWER, IN_TOLD
from kiosk.storage.types import UTCDateTime

HISTORY = 104
"""The most earlier responses that are read: two years of weekly sessions. Ours."""


@dataclass(frozen=True)
class Earlier:
    """The part of an earlier check-in that a later one needs: no words, which would have to be unsealed."""

    marks: Mapping[str, int]
    declined: bool
    lead: str | None
    """The rule that led, as corrections left it; None but of the latest, as nobody asks what led before."""
    sorted_out: str | None
    """Whether the strain was sorted out, in the client's word; None but of the latest."""
    received_at: datetime
    noticed: Collection[str]
    """The kinds of the signs that the therapist noted at it, in no order."""


_STORE = insert(table_of(Response))
NOT_ENTERED: Final = {"entered_by_id": None, "entered_at": None}
"""Lines beside an answer that the client sent."""


def store(session: WriteSession, check_in: CheckIn, parts: Mapping[str, Any]) -> None:
    """Store the one response of a check-in, of which `parts` has every column and every part of its documents."""
    values = in_columns({"check_in_id": check_in.id, "salt": new_salt(), **NOT_ENTERED, **parts})
    stored = chain.store(session, Response.__tablename__, _STORE, values, check_in.client.public_id)
    chain.note(session, stored)
    session.expire(check_in, ["response"])


def in_columns(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Give the columns of a response, of which some parts are sealed together."""
    values = {name: value for name, value in parts.items() if name not in {*IN_ANSWER, *IN_TOLD, "lead"}}
    return values | {
        "has_total": parts["total"] is not None,
        "answer": {name: parts[name] for name in IN_ANSWER},
        "told": {name: parts[name] for name in IN_TOLD},
        "led": {"by": parts["lead"]},
    }


# Put together once: each answer asks them, inside its transaction. By columns of the tables, because SQLAlchemy's
# handling of objects is a fifth of what a long history costs.
_KEPT, _ASKED, _NOTED = table_of(Response).c, table_of(CheckIn).c, table_of(Sign).c
_BEFORE = bindparam("before", type_=UTCDateTime)
_OF_CLIENT = (
    _ASKED.client_id == bindparam("client", type_=Integer),
    _ASKED.set_aside_at.is_(None),
    _KEPT.therapist_id == bindparam("therapist", type_=Integer),
    (_KEPT.received_at < _BEFORE)
    | ((_KEPT.received_at == _BEFORE) & (_KEPT.id < bindparam("before_id", type_=BigInteger))),
)
_LED, _RETOLD = still_sealed(_KEPT.led).label("led"), still_sealed(_ASKED.retold).label("retold")
_LATEST_FIRST = (_KEPT.received_at.desc(), _KEPT.id.desc())
"""By the time at which they came: answers that a correction brought together have their row numbers mixed."""
_NOW = _OF_CLIENT[:2]
"""The owner of an answer now, and that it counts."""


def _earlier_of(*theirs: ColumnElement[bool]) -> Select[Any, Any, Any, Any, Any, Any]:
    """Ask for the latest responses; chosen by number first, so that only their documents are read and sorted."""
    latest = (
        select(_KEPT.id)
        .join_from(table_of(Response), table_of(CheckIn), _ASKED.id == _KEPT.check_in_id)
        .where(
            *theirs,
            *_OF_CLIENT[2:],
            _KEPT.measure == bindparam("measure", type_=String),
            _KEPT.measure_version.in_(bindparam("versions", expanding=True)),
            (_KEPT.marked == bindparam("marked", type_=String)) | _KEPT.declined,
        )
        .order_by(*_LATEST_FIRST)
        .limit(HISTORY)
        .subquery()
    )
    return (
        select(
            _KEPT.check_in_id,
            _KEPT.answer,
            _KEPT.declined,
            _LED,
            _RETOLD,
            _KEPT.received_at,
            exists().where(_NOTED.check_in_id == _KEPT.check_in_id).label("is_noted"),
        )
        .join_from(latest, table_of(Response), _KEPT.id == latest.c.id)
        .join(table_of(CheckIn), _ASKED.id == _KEPT.check_in_id)
        .order_by(*_LATEST_FIRST)
    )


def _in_part_of(*theirs: ColumnElement[bool]) -> Select[bool]:
    """Ask whether each earlier response in the same part of a visit was declined."""
    return (
        select(_KEPT.declined)
        .join_from(table_of(Response), table_of(CheckIn), _ASKED.id == _KEPT.check_in_id)
        .where(*theirs, *_OF_CLIENT[2:], _ASKED.part == bindparam("part", type_=String))
    )


def _any_of(*theirs: ColumnElement[bool]) -> Select[bool]:
    return select(_in_part_of(*theirs).where(~_KEPT.declined).exists())


def _declined_of(*theirs: ColumnElement[bool]) -> Select[bool]:
    return _in_part_of(*theirs).order_by(*_LATEST_FIRST).limit(bindparam("most", type_=Integer))


_EARLIER, _ANY, _DECLINED = _earlier_of(*_NOW), _any_of(*_NOW), _declined_of(*_NOW)
_SIGNS = select(_NOTED.check_in_id, _NOTED.kind).where(_NOTED.check_in_id.in_(bindparam("noted", expanding=True)))
_EVER = datetime.max.replace(tzinfo=UTC), 2**63 - 1


@dataclass(frozen=True)
class Standpoint:
    """From where a history is looked at: now, or as something was that a correction has changed since."""

    until: datetime | None = None
    """The time of an answer that is being entered, which has later ones already."""
    was: Mapping[int, int | None] = field(default_factory=dict)
    """Check-ins, each with the client whose it was then; None for one that did not count."""

    def theirs(self, client: int) -> Sequence[ColumnElement[bool]]:
        """Give the conditions by which an answer was this client's, and counted."""
        if not self.was:
            return _NOW
        came = [check_in for check_in, whose in self.was.items() if whose == client]
        return [and_(*_NOW, _ASKED.id.not_in(list(self.was))) | _ASKED.id.in_(came)]


HERE: Final = Standpoint()


def earlier(
    session: ReadSession, check_in: CheckIn, versions: Collection[int], *, marked: str, seen_from: Standpoint = HERE
) -> Sequence[Earlier]:
    """This client's earlier responses to the same therapist and measure, in these versions of it, oldest first.

    Only those marked in the same way, because ways are never mixed in one baseline; declined ones have no marks and
    come too.
    """
    asked = {"measure": check_in.measure, "versions": list(versions), "marked": marked}
    of = _of_client(check_in, seen_from)
    query = _earlier_of(*seen_from.theirs(of["client"])) if seen_from.was else _EARLIER
    rows = session.execute(query, of | asked).all()[::-1]
    noticed = _noticed(session, [row.check_in_id for row in rows if row.is_noted])
    return [_earlier(row, noticed.get(row.check_in_id, ()), is_latest=row is rows[-1]) for row in rows]


def _earlier(row: Any, noticed: Collection[str], *, is_latest: bool) -> Earlier:  # noqa: ANN401 -- a row
    """A damaged document gives damaged parts, which are found when the record is held against its types."""
    lead, sorted_out = (_lead(row), part_of(row.answer, "sorted_out")) if is_latest else (None, None)
    return Earlier(part_of(row.answer, "marks"), row.declined, lead, sorted_out, row.received_at, noticed)


def _lead(row: Any) -> Any:  # noqa: ANN401 -- of a row, and perhaps damaged
    if row.retold is not None:
        return part_of(opened_by(_ASKED.retold, row.retold), "lead")
    return part_of(opened_by(_KEPT.led, row.led), "by")


def _noticed(session: ReadSession, check_ins: Collection[int]) -> Mapping[int, Collection[str]]:
    found: dict[int, list[str]] = {}
    if check_ins:
        for check_in, kind in session.execute(_SIGNS, {"noted": list(check_ins)}):
            found.setdefault(check_in, []).append(kind)
    return found


def answered_before(session: ReadSession, check_in: CheckIn, seen_from: Standpoint = HERE) -> bool:
    """Return whether this client answered this therapist before in this part of a visit, whatever the form."""
    of = _of_client(check_in, seen_from)
    query = _any_of(*seen_from.theirs(of["client"])) if seen_from.was else _ANY
    return session.scalars(query, of | {"part": check_in.part}).one()


def declined_lately(session: ReadSession, check_in: CheckIn, most: int, seen_from: Standpoint = HERE) -> Sequence[bool]:
    """Return whether each of their latest responses in this part of a visit was declined, oldest first."""
    of = _of_client(check_in, seen_from)
    query = _declined_of(*seen_from.theirs(of["client"])) if seen_from.was else _DECLINED
    return session.scalars(query, of | {"part": check_in.part, "most": most}).all()[::-1]


def _of_client(check_in: CheckIn, seen_from: Standpoint) -> dict[str, Any]:
    """Name the client and therapist, and what came in before this check-in's own response: all while it has none."""
    response, until = check_in.response, seen_from.until
    before, before_id = (response.received_at, response.id) if response else (until, 0) if until else _EVER
    return {
        "client": seen_from.was.get(check_in.id, check_in.client_id),
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
            Response.has_total,
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
