"""Reading everything once more: every link of the chains against the rows, and every value against its type.

On a connection past the app, value by value as it is stored, so that one that cannot be read stops nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    String,
    Table,
    Text,
    cast,
    column,
    func,
    select,
    table,
)
from sqlalchemy.types import TypeEngine

from kiosk.domain.removals import Removal
from kiosk.keys import Keys, Unopened
from kiosk.storage import chain, data_keys
from kiosk.storage.chain import BY_TABLE, Head, Stored
from kiosk.storage.ring import Ring
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables import Base, ChainLink, ErasedRow, Instance, Practice, Ticket, table_of
from kiosk.storage.types import JSONDocument, UTCDateTime

BATCH: Final = 500
PLAIN: Final = ((Boolean, bool), (Integer, int), (String, str))
"""The type that values of plain columns have."""
_LINKS = table_of(ChainLink).c
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Broken:
    """The first thing in a practice's chain that is not as it was stored."""

    practice: str
    where: str
    """Such as `responses, row 17 (link 43)`."""
    why: str


@dataclass(frozen=True)
class Unread:
    """A value of a row that cannot be read."""

    table: str
    row: str
    """Its public id, or its number where it has none."""
    column: str


@dataclass(frozen=True)
class Chains:
    """Findings: the last link of each practice's chain, the number of links, and what is broken."""

    heads: Sequence[Head]
    links: int
    broken: Sequence[Broken]


def check_chains(connection: Connection, keys: Keys) -> Chains:
    """Check every chain from its first link to its last. Of each, what is broken first is named."""
    try:
        key = chain.opened(keys, connection.scalars(select(Instance.chain_key)).one_or_none())
    except Unopened:
        if not (count := connection.scalar(select(func.count()).select_from(ChainLink)) or 0):
            return Chains([], 0, [])
        return Chains([], count, [Broken("", "the key of the chains", "it is missing, or does not open")])
    practices = connection.execute(select(Practice.id, Practice.name).order_by(Practice.id)).all()
    checked = [_Chain(connection, keys, key, number, str(name)) for number, name in practices]
    broken = [found for one in checked if (found := one.check()) is not None]
    return Chains([one.head for one in checked if one.head], sum(one.count for one in checked), broken)


class _Chain:
    """The chain of one practice, as far as it was followed."""

    def __init__(self, connection: Connection, keys: Keys, key: bytes, practice: int, name: str) -> None:
        self._connection, self._key, self._practice, self._name = connection, key, practice, name
        self._ring = _ring(connection, keys)
        self.head: Head | None = None
        self.count = 0
        self._gone = self._removed()

    def check(self) -> Broken | None:
        """Follow the links; then look for rows that have none."""
        place, mac = 0, b""
        for links in self._batches():
            rows = self._rows_of(links)
            for link in links:
                where = f"{link.about}, row {link.row_id} (link {link.place})"
                stored = Stored(self._practice, link.about, link.row_id, bytes(link.digest))
                expected = chain.mac_of(self._key, mac, place + 1, stored)
                if link.place != place + 1 or bytes(link.mac) != expected:
                    return Broken(self._name, where, "the link does not follow the one before it")
                if why := self._fault(link, rows, stored):
                    return Broken(self._name, where, why)
                place, mac = link.place, expected
                self.count += 1
        self.head = Head(self._practice, place, mac) if place else None
        return self._unlinked()

    def _fault(self, link: Any, rows: Mapping[tuple[str, int], Values], stored: Stored) -> str:  # noqa: ANN401 -- a row
        """Say why the row is not what the link says; nothing where a later link is about it, or it may be gone."""
        if not link.is_latest:
            return ""
        row = rows.get((link.about, link.row_id))
        if row is None:
            may_go = self._gone.get((link.about, link.row_id)) or any(
                about == link.about and first <= link.row_id <= last for about, first, last in self._ranges
            )
            return "" if may_go else "the row was taken away, and no ticket says so"
        try:
            values = {name: value_of(link.about, name, row, self._ring) for name in (*chain.TOLD[link.about], "salt")}
            is_same = chain.digest_of(link.about, values) == stored.digest
        except (ValueError, TypeError, KeyError, AttributeError):
            return "the row holds a value that cannot be read"
        return "" if is_same else "the row is not as it was stored"

    def _removed(self) -> Mapping[tuple[str, int], bool]:
        """The rows that erasures took away, and in `_ranges` those for which retention had a ticket."""
        tickets = table_of(Ticket).c
        found = self._connection.execute(
            select(tickets.about, tickets.first_id, tickets.last_id).where(
                tickets.practice_id == self._practice, tickets.reason == Removal.RETENTION
            )
        )
        self._ranges = [(about, first, last) for about, first, last in found]
        erased = table_of(ErasedRow).c
        gone = select(erased.about, erased.number).where(erased.practice_id == self._practice, erased.part == "row")
        return dict.fromkeys(self._connection.execute(gone), True)

    def _batches(self) -> Iterator[Sequence[Any]]:
        later = table_of(ChainLink).alias()
        same = (later.c.about == _LINKS.about, later.c.row_id == _LINKS.row_id, later.c.id > _LINKS.id)
        is_latest = ~select(later.c.id).where(*same).exists()
        after = 0
        query = select(*_LINKS, is_latest.label("is_latest")).where(_LINKS.practice_id == self._practice)
        while links := self._connection.execute(
            query.where(_LINKS.place > after).order_by(_LINKS.place).limit(BATCH)
        ).all():
            yield links
            after = links[-1].place

    def _rows_of(self, links: Sequence[Any]) -> Mapping[tuple[str, int], Values]:
        found: dict[tuple[str, int], Values] = {}
        for about in {link.about for link in links} & BY_TABLE.keys():
            numbers = [link.row_id for link in links if link.about == about]
            for row in self._connection.execute(_raw(Base.metadata.tables[about]).where(column("id").in_(numbers))):
                found[about, row.id] = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's own name for it
        return found

    def _unlinked(self) -> Broken | None:
        for about in sorted(BY_TABLE):
            kept = Base.metadata.tables[about].c
            linked = select(_LINKS.id).where(_LINKS.about == about, _LINKS.row_id == kept.id).exists()
            none = select(kept.id).where(kept.practice_id == self._practice, ~linked).order_by(kept.id).limit(1)
            if (number := self._connection.scalar(none)) is not None:
                return Broken(
                    self._name, f"{about}, row {number}", "the row has no link: it was put there past the program"
                )
        return None


def has_link(connection: Connection, head: Head) -> bool:
    """Return whether this link, which was the last one once, is still in its place."""
    at = _LINKS.practice_id == head.practice_id, _LINKS.place == head.place
    return connection.scalar(select(_LINKS.mac).where(*at)) == head.mac


def heads(connection: Connection) -> Sequence[Head]:
    """The last link of each practice's chain."""
    last = select(func.max(_LINKS.id)).group_by(_LINKS.practice_id)
    found = connection.execute(select(_LINKS.practice_id, _LINKS.place, _LINKS.mac).where(_LINKS.id.in_(last)))
    return [Head(practice, place, bytes(mac)) for practice, place, mac in found]


def unread(connection: Connection, keys: Keys) -> Iterator[Unread]:
    """Every value of every table that is not what its column holds, or is sealed and does not open."""
    opener = _ring(connection, keys)
    for each in Base.metadata.sorted_tables:
        query = _raw(each).order_by(column("id")).execution_options(yield_per=BATCH)
        for row in connection.execute(query):
            values = dict(row._mapping)  # noqa: SLF001 -- as above
            for one in each.columns:
                if not _is_sound(one, values, opener):
                    yield Unread(each.name, str(values.get("public_id") or values.get("id")), one.name)


def _ring(connection: Connection, keys: Keys) -> Ring:
    return data_keys.new_ring(lambda: nullcontext(connection), keys)


def value_of(about: str, name: str, row: Values, opener: Ring) -> Any:  # noqa: ANN401 -- of any column
    """Return a value of a row as the app reads it. Raises ValueError where it cannot be read."""
    kind = Base.metadata.tables[about].c[name].type
    return None if row[name] is None else _read(kind, row[name], row, opener)


def _is_sound(one: Column[Any], row: Values, opener: Ring) -> bool:
    if (stored := row[one.name]) is None:
        return bool(one.nullable)
    try:
        value = _read(one.type, stored, row, opener)
        if isinstance(value, str):
            value.encode()  # raises where it was no UTF-8
    except (ValueError, TypeError, AttributeError):
        return False
    wanted = next((type_ for kind, type_ in PLAIN if isinstance(one.type, kind)), object)
    return isinstance(value, wanted)


def _read(kind: TypeEngine[Any], stored: Any, row: Values, opener: Ring) -> Any:  # noqa: ANN401 -- the same
    match kind:
        case Sealed():
            return kind.opened(opener.server, bytes(stored), row[kind.by], opener)
        case UTCDateTime():
            found = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
            return found.replace(tzinfo=UTC)
        case JSONDocument():
            return _document(kind, stored)
        case Boolean():
            return {0: False, 1: True}.get(stored, stored)
        case Date():
            return stored if isinstance(stored, date) else date.fromisoformat(stored)
        case _:
            return bytes(stored) if isinstance(stored, memoryview | bytearray) else stored


def _document(kind: JSONDocument, stored: str) -> Any:  # noqa: ANN401 -- an object or a list
    found = json.loads(stored)
    if found is not None and not isinstance(found, kind.kind):
        raise ValueError("This is another kind of document.")
    return found


def _raw(each: Table) -> Any:  # noqa: ANN401 -- SQLAlchemy's expressions
    """Every column as it is stored, without a type that would read it."""
    columns = [_stored(one.name, is_document=isinstance(one.type, JSONDocument)) for one in each.columns]
    return select(*columns).select_from(table(each.name))


def _stored(name: str, *, is_document: bool) -> Any:  # noqa: ANN401 -- the same
    return cast(column(name), Text).label(name) if is_document else column(name)
