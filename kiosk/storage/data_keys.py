"""The keys of clients: made with each of them, read for the ring of the process, and gone with them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Connection, LargeBinary, column, delete, event, insert, select, table

from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotSaved
from kiosk.keys import ClientKey, Keys
from kiosk.storage.backends import DatabaseUnreadable
from kiosk.storage.binding import bound
from kiosk.storage.db import after_commit
from kiosk.storage.ring import Ring, ring
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import Client, DataKey, table_of

if TYPE_CHECKING:
    from kiosk.storage.sealed import Sealed

_ADD: Final = insert(table_of(DataKey))
_STORED: Final = table("data_keys", column("name"), column("practice_id"), column("key", LargeBinary)).c
_SEALED: Final = cast("Sealed", table_of(DataKey).c.key.type)


def new_ring(look: Callable[[], AbstractContextManager[Connection]], keys: Keys) -> Ring:
    """Make a ring that reads on connections of their own: a value is opened in the midst of another statement."""

    def read(name: str) -> Mapping[str, bytes]:
        theirs = select(_STORED.practice_id).where(_STORED.name == name)
        try:
            with look() as connection:
                found = connection.execute(select(_STORED.name, _STORED.key).where(_STORED.practice_id.in_(theirs)))
                return {name: bytes(key) for name, key in found if isinstance(key, bytes | memoryview)}
        except DatabaseUnreadable as fault:
            raise NotSaved(str(fault)) from fault

    return Ring(keys, read, _unwrap)


def _unwrap(keys: Keys, name: str, stored: bytes) -> ClientKey | None:
    try:
        return ClientKey(name, bytes.fromhex(_SEALED.opened(keys, stored, name)))
    except ValueError:
        return None


def make(connection: Connection, clients: Iterable[tuple[int, int, PublicId]]) -> None:
    """Make the keys of new clients, who are named by practice, number and public id, in their transaction."""
    rows = []
    for practice, number, name in clients:
        key = ClientKey.new(name)
        ring().add(key)
        row = {"practice_id": practice, "client_id": number, "name": name, "key": key.secret.hex()}
        rows.append(bound(DataKey, row))
    if rows:
        connection.execute(_ADD, rows)


def _make_for(_mapper: object, connection: Connection, client: Any) -> None:  # noqa: ANN401 -- a client
    make(connection, [(client.practice_id, client.id, client.public_id)])


event.listen(Client, "after_insert", _make_for)


def make_missing(session: WriteSession) -> None:
    """Make a key for every client who has none, such as those of the unreleased version."""
    has_one = select(DataKey.id).where(DataKey.client_id == Client.id).exists()
    found = session.execute(select(Client.practice_id, Client.id, Client.public_id).where(~has_one))
    make(session.connection(), found.all())


def erase(session: WriteSession, clients: Collection[int]) -> None:
    """Delete the keys of these clients, and forget them in this process once that is committed."""
    names = session.scalars(select(DataKey.name).where(DataKey.client_id.in_(clients))).all()
    statement = delete(DataKey).where(DataKey.client_id.in_(clients))
    session.execute(statement, execution_options={"synchronize_session": False})
    after_commit(session, partial(ring().drop, names))
