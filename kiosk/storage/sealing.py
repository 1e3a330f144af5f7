"""Sealing anew: with another server key, some hundred rows at a time, or with the key of the client whose it is now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask import current_app
from sqlalchemy import LargeBinary, TableClause, column, delete, func, or_, select, table, update

from kiosk.domain.removals import Removal
from kiosk.keys import ClientKey, Keys, keys, named_in
from kiosk.storage import chain
from kiosk.storage.ring import ring
from kiosk.storage.sealed import Indexed, Sealed
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import (
    Base,
    CheckIn,
    Client,
    Correction,
    Instance,
    OfPractice,
    Passkey,
    Practice,
    Response,
    SafetyRecord,
)
from kiosk.storage.work import Work

BATCH: Final = 500
PROTECTED: Final[tuple[type[OfPractice], ...]] = (Response, SafetyRecord, Correction)


@dataclass(frozen=True)
class SealedColumn:
    """A sealed column."""

    table: str
    column: str
    kind: Sealed


def places() -> Iterator[SealedColumn]:
    """Every sealed column there is."""
    for each in Base.metadata.sorted_tables:
        for one in each.columns:
            if isinstance(one.type, Sealed):
                yield SealedColumn(each.name, one.name, one.type)


def seal_batch(work: Work, place: SealedColumn, after: int, old: Keys, new: Keys) -> tuple[int, int]:
    """Seal the next rows of a column anew; gives the number of the last one, and how many could not be opened.

    The number is 0 after the last batch. What is sealed with the new key already, or with that of a client, stays as it
    is, and so does what neither of the two opens.
    """
    indexes = _indexes(place)
    others = (column(name, LargeBinary) for name in indexes)
    values = table(place.table, column("id"), column(place.column, LargeBinary), column(place.kind.by), *others)
    stored = values.c[place.column]
    found = work.session.execute(
        select(values.c.id, stored, values.c[place.kind.by])
        .where(values.c.id > after)
        .order_by(values.c.id)
        .limit(BATCH)
    )
    rows = [(number, bytes(sealed or b""), about) for number, sealed, about in found]
    anew, unopened = dict[int, dict[str, object]](), 0
    for number, sealed, about in rows:
        if not sealed or named_in(sealed) or sealed[1 : 1 + len(new.key_id)] == new.key_id:
            continue
        try:
            text = place.kind.opened(old, sealed, about)
        except ValueError:
            unopened += 1
            continue
        anew[number] = {place.column: place.kind.sealed(new, text, about)}
        anew[number] |= {name: kind.digest(new, text) for name, kind in indexes.items()}
    _store(work, values, anew)
    return rows[-1][0] if rows else 0, unopened


def _indexes(place: SealedColumn) -> Mapping[str, Indexed]:
    """Return the columns by which rows are found that have this value."""
    there = Base.metadata.tables[place.table].columns
    return {one.name: one.type for one in there if isinstance(one.type, Indexed) and one.type.of == place.column}


def _store(work: Work, into: TableClause, anew: Mapping[int, Mapping[str, object]]) -> None:
    """Store sealed values of some rows in place of those that are there, with a ticket where the rows are protected."""
    for kind in PROTECTED if anew else ():
        if kind.__tablename__ == into.name:  # type: ignore[attr-defined]  # every table has a name
            for practice in work.session.scalars(select(Practice.id)).all():
                work.allow(Removal.ROTATION, kind, practice, min(anew), max(anew))
    for number, values in anew.items():
        work.session.execute(update(into).where(into.c.id == number).values(values))


def seal_for(work: Work, client: Client) -> None:
    """Seal with a client's own key what is theirs and has another: that of who had it before, or one of the server's.

    Whichever of the two is erased later, nothing of the other's goes with that key, and nothing stays that it opens.
    """
    work.session.flush()
    own = ring().key(client.public_id)
    for each in Base.metadata.sorted_tables if own else ():
        kinds = {one.name: one.type for one in each.columns if isinstance(one.type, Sealed) and one.type.of}
        if own and kinds:
            _seal_for(work, client.id, own, each.name, kinds)


def _seal_for(work: Work, client: int, own: ClientKey, name: str, kinds: Mapping[str, Sealed]) -> None:
    of, by = next((kind.of, kind.by) for kind in kinds.values())
    named = {"id", of, by} - kinds.keys()
    into = table(name, *map(column, named), *(column(one, LargeBinary) for one in kinds))
    theirs = into.c[of] == client
    if of == "check_in_id":
        theirs = into.c[of].in_(select(CheckIn.id).where(CheckIn.client_id == client))
    stored = [into.c[one] for one in kinds]
    others = [
        (func.length(one) > 0) & (func.substr(one, 1, len(own.head), type_=LargeBinary) != own.head) for one in stored
    ]
    anew = dict[int, dict[str, object]]()
    for row in work.session.execute(select(into).where(theirs, or_(*others)).order_by(into.c.id)).mappings():
        for one, kind in kinds.items():
            try:
                value = kind.opened(keys(), bytes(row[one] or b""), row[by], ring())
            except (ValueError, TypeError):
                continue  # it stays as it is, and says that it cannot be shown
            anew.setdefault(row["id"], {})[one] = kind.sealed(keys(), value, row[by], own)
    _store(work, into, anew)


def settle(session: WriteSession, old: Keys, new: Keys, key_check: bytes) -> None:
    """Let the database know the new key: the key of the chains is sealed with it, and passkeys know the old one."""
    instance = session.scalars(select(Instance)).one()
    instance.key_check = key_check
    if instance.chain_key:
        opened = chain.opened(old, instance.chain_key)
        current_app.extensions[chain.EXTENSION] = opened  # this transaction is linked with it, by the keys of before
        instance.chain_key = new.seal("chain", "instance.chain_key", opened)
    session.execute(delete(Passkey))


def knows(session: WriteSession, key_check: bytes) -> bool:
    """Return whether the database notes this key as its own."""
    return bool(session.scalar(select(func.count()).select_from(Instance).where(Instance.key_check == key_check)))
