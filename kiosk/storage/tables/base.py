"""The common parts of all tables: names of constraints, and the practice that rows belong to."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.storage.types import JSONDocument, UTCDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can speak of it."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UTCDateTime,
            bytes: LargeBinary,
            dict[str, Any]: JSONDocument(dict),
            list[dict[str, Any]]: JSONDocument(list),
            list[int]: JSONDocument(list),
        },
    )


class OfPractice:
    """Belongs to exactly one practice."""

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"))


def new_public_id() -> PublicId:
    """Draw a public id."""
    return PublicId(secrets.token_hex(BYTES))


SALT_BYTES = 16


def new_salt() -> bytes:
    """Draw a salt."""
    return secrets.token_bytes(SALT_BYTES)


class IsChained:
    """Each row's content is told by a link of the practice's chain: `storage.chain`."""

    salt: Mapped[bytes] = mapped_column(default=new_salt)
    """Without it, nothing can be learnt of the content from its digest."""


class HasPublicId:
    """A thing that is named outside the database: by an id that no other row ever has, before or after."""

    public_id: Mapped[PublicId] = mapped_column(String(2 * BYTES), unique=True, default=new_public_id)


class IsTriedAgain:
    """Is sent to another server, and again after a failure."""

    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """The time of the next attempt; None once it was delivered, given up or has nothing to tell."""
    failures: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(default="")
    """Outcome of the last attempt: `status 503`, or a word of `outgoing.Fault`; empty before the first."""
    delivered_at: Mapped[datetime | None]


def table_of(kind: type[Base]) -> Table:
    """Return the table itself, for statements that are sent too often to go through objects."""
    return Base.metadata.tables[kind.__tablename__]
