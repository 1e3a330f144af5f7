"""Sealing anew: every sealed value of the database with another key, some hundred rows at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask import current_app
from sqlalchemy import LargeBinary, Table, column, delete, func, select, table, update

from kiosk.domain.removals import Removal
from kiosk.keys import Keys
from kiosk.storage import chain
from kiosk.storage.sealed import Indexed, Sealed
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import Base, Correction, Instance, OfPractice, Passkey, Practice, Response, SafetyRecord
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

    The number is 0 after the last batch. What is sealed with the new key already stays as it is, and so does what
    neither of them opens.
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
    if not rows:
        return 0, 0
    _allow(work, Base.metadata.tables[place.table], rows[0][0], rows[-1][0])
    unopened = 0
    for number, sealed, about in rows:
        if not sealed or sealed[1 : 1 + len(new.key_id)] == new.key_id:
            continue
        try:
            text = place.kind.opened(old, sealed, about)
        except ValueError:
            unopened += 1
            continue
        again = {place.column: place.kind.sealed(new, text, about)}
        again |= {name: kind.digest(new, text) for name, kind in indexes.items()}
        work.session.execute(update(values).where(values.c.id == number).values(again))
    return rows[-1][0], unopened


def _indexes(place: SealedColumn) -> Mapping[str, Indexed]:
    """Return the columns by which rows are found that have this value."""
    there = Base.metadata.tables[place.table].columns
    return {one.name: one.type for one in there if isinstance(one.type, Indexed) and one.type.of == place.column}


def _allow(work: Work, kept: Table, first: int, last: int) -> None:
    for kind in PROTECTED:
        if Base.metadata.tables[kind.__tablename__] is kept:  # type: ignore[attr-defined]  # every table has a name
            for practice in work.session.scalars(select(Practice.id)).all():
                work.allow(Removal.ROTATION, kind, practice, first, last)


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
