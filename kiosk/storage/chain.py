"""The chain: for each row of certain tables a link, closed at the commit, that shows later whether the row changed.

A link holds the salted digest of what the row says and is tied, by a key that is not in the clear in the database, to
the link before it. The digest is over values as they are read, not as they are sealed: sealing them anew with another
key changes none. Each practice has a chain of its own. A row that is changed in an allowed way gets a further link; the
latest one is the row's.
"""

import hmac
import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from flask import current_app
from sqlalchemy import Insert, bindparam, event, insert, inspect, select, update
from sqlalchemy.orm import object_session

from kiosk.domain.public_ids import PublicId
from kiosk.keys import Keys, Unopened, keys
from kiosk.storage.binding import bound
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import (
    AuditEntry,
    ChainLink,
    Correction,
    ErasedRow,
    Instance,
    IsChained,
    Response,
    Ticket,
    new_salt,
    table_of,
)

CHAINED: Final = (Response, Correction, AuditEntry, Ticket, ErasedRow)
BY_TABLE: Final = {kind.__tablename__: kind for kind in CHAINED}
NOT_TOLD: Final = {"id", "salt", "is_open"}
"""Columns that are not part of what a row says; the number stands in the link."""
TOLD: Final = {
    kind.__tablename__: sorted(column.name for column in table_of(kind).columns if column.name not in NOT_TOLD)
    for kind in CHAINED
}
"""The columns of each chained table that its digest covers."""
EXTENSION: Final = "kiosk-chain-key"
KEY_BYTES: Final = 32
PENDING: Final = "to-chain"
_ADD = insert(table_of(ChainLink))
_LINKS = table_of(ChainLink).c
_LARGEST: Final = 2**31 - 1
"""The last place that the column has on PostgreSQL: to SQLite, a place that is no number is more than any number."""
_HEAD = (
    select(_LINKS.place, _LINKS.mac)
    .where(_LINKS.practice_id == bindparam("practice"), _LINKS.place <= _LARGEST)
    .order_by(_LINKS.place.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Stored:
    """A row that a link is made for: its practice, table and number, and its digest."""

    practice_id: int
    about: str
    row_id: int
    digest: bytes


@dataclass(frozen=True)
class Head:
    """The last link of a practice's chain, which tells whether any of those before it changed."""

    practice_id: int
    place: int
    mac: bytes


def digest_of(about: str, values: Mapping[str, Any]) -> bytes:
    """Return the digest of a row by its columns, `salt` among them; values as the app reads them."""
    told = [[name, values[name]] for name in TOLD[about]]
    return sha256(values["salt"] + json.dumps(told, sort_keys=True, default=_plain).encode()).digest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"A {type(value).__name__} has no place in the chain.")


def store(
    session: WriteSession,
    about: str,
    statement: Insert,
    values: Mapping[str, Any],
    client: PublicId | None = None,
) -> Stored:
    """Store a row past the objects, and give what its link says: see `note`. A row about one client names them."""
    row = bound(BY_TABLE[about], values, client)
    (number,) = session.connection().execute(statement, row).inserted_primary_key or (0,)
    return Stored(values["practice_id"], about, number, digest_of(about, values))


def note(session: WriteSession, stored: Stored) -> None:
    """Have a link made for a row that was stored past the objects; those of objects are made by themselves."""
    session.info.setdefault(PENDING, []).append(stored)


def _note_object(_mapper: object, _connection: object, row: IsChained) -> None:
    session = object_session(row)
    if session is not None and not (inspect(row).persistent and not session.is_modified(row)):
        session.info.setdefault(PENDING, []).append(row)


def _salt_anew(_mapper: object, _connection: object, row: Response) -> None:
    """Nobody can try out which words there were, by the link from before an erasure, when the salt is another."""
    if inspect(row).attrs.words.history.has_changes():
        row.salt = new_salt()


event.listen(Response, "before_update", _salt_anew)
for kind in CHAINED:
    event.listen(kind, "after_insert", _note_object)
    event.listen(kind, "after_update", _note_object)


def pending(session: WriteSession) -> Sequence[Stored]:
    """Take what was stored in this transaction and has no link yet, in the order in which it was stored."""
    waiting = session.info.pop(PENDING, [])
    return list(dict.fromkeys(one if isinstance(one, Stored) else _of_object(one) for one in waiting))


def _of_object(row: Any) -> Stored:  # noqa: ANN401 -- a row of a chained table
    about = row.__tablename__
    values = {name: getattr(row, name) for name in (*TOLD[about], "salt")}
    return Stored(row.practice_id, about, row.id, digest_of(about, values))


def close(session: WriteSession, practice_id: int, rows: Collection[Stored]) -> None:
    """Add the links of these rows to their practice's chain, at the end of the transaction that stores them.

    Nobody else may add any from before this to the commit: see `Backend.order`.
    """
    key, found = _key(session), head(session, practice_id)
    place, mac = (found.place, found.mac) if found else (0, b"")
    links = []
    for place, row in enumerate(rows, start=place + 1):  # noqa: B020 -- goes on from there
        mac = mac_of(key, mac, place, row)
        links.append(
            {
                "practice_id": practice_id,
                "place": place,
                "about": row.about,
                "row_id": row.row_id,
                "digest": row.digest,
                "mac": mac,
            }
        )
    session.execute(_ADD, links)


def mac_of(key: bytes, before: bytes, place: int, row: Stored) -> bytes:
    """Tie a link to the one before it, whose MAC that is; the first has none before it."""
    told = json.dumps([row.practice_id, place, row.about, row.row_id, row.digest.hex()])
    return hmac.digest(key, before + told.encode(), sha256)


def head(session: ReadSession, practice_id: int) -> Head | None:
    """Return the last link of a practice's chain, one with a damaged place passed over; None before the first."""
    row = session.execute(_HEAD, {"practice": practice_id}).one_or_none()
    return Head(practice_id, *row) if row else None


def _key(session: WriteSession) -> bytes:
    """Return the key of the chains, which is made for the first link of all."""
    found = current_app.extensions.get(EXTENSION)
    if isinstance(found, bytes):
        return found
    made = keys().seal("chain", "instance.chain_key", secrets.token_bytes(KEY_BYTES))
    session.execute(update(Instance).where(Instance.chain_key.is_(None)).values(chain_key=made))
    key = opened(keys(), session.scalars(select(Instance.chain_key)).one())
    current_app.extensions[EXTENSION] = key
    return key


def opened(with_keys: Keys, sealed: bytes | None) -> bytes:
    """Open the key of the chains. Raises Unopened where it is not there, or was sealed by another server key."""
    if not sealed:
        raise Unopened
    return with_keys.open("chain", "instance.chain_key", sealed)


def unlinked(session: ReadSession, kind: type[Response]) -> Iterator[Stored]:
    """The rows of a table for which there is no link, such as those of the unreleased version."""
    linked = select(ChainLink.id).where(ChainLink.about == kind.__tablename__, ChainLink.row_id == kind.id)
    for row in session.scalars(select(kind).where(~linked.exists()).order_by(kind.id)):
        yield _of_object(row)
