"""The client whom a row is about, by name: the key of that client seals what the row says."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.util import identity_key

from kiosk.domain.public_ids import NOBODY, PublicId
from kiosk.storage.tables.clients import Client
from kiosk.storage.tables.visits import CheckIn


def client_of(row: Any, by: str) -> PublicId:  # noqa: ANN401 -- any object
    """The public id of the client whom this row is about, as its column `by` says; of nobody where that is empty."""
    if by == "id":
        return PublicId(row.public_id)
    session, number = object_session(row), getattr(row, by)
    if session is None or number is None:
        return NOBODY
    return whose(session, number) if by == "check_in_id" else named(session, number)


def whose(session: Session, check_in: int) -> PublicId:
    """The public id of the client whose check-in this is now; without a statement where it is loaded."""
    loaded = session.identity_map.get(identity_key(CheckIn, check_in))
    if loaded is not None and "client_id" in loaded.__dict__:
        return named(session, loaded.client_id)
    found = select(Client.public_id).join(CheckIn, CheckIn.client_id == Client.id).where(CheckIn.id == check_in)
    return session.connection().scalar(found) or NOBODY


def named(session: Session, client: int) -> PublicId:
    """The public id of a client, likewise."""
    loaded = session.identity_map.get(identity_key(Client, client))
    if loaded is not None and "public_id" in loaded.__dict__:
        return PublicId(loaded.public_id)
    return session.connection().scalar(select(Client.public_id).where(Client.id == client)) or NOBODY
