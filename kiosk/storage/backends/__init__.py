"""The database systems: everything in which one differs from another, behind one small protocol."""

from sqlalchemy import URL
from sqlalchemy.engine import make_url

from kiosk.storage.backends.postgresql import PostgreSQL
from kiosk.storage.backends.protocol import TICKET, Backend, But, Claim, DatabaseUnreadable, NoDriver, has_ticket
from kiosk.storage.backends.sqlite import Sqlite

__all__ = [
    "NUMBERS_NEVER_RETURN",
    "TICKET",
    "Backend",
    "But",
    "Claim",
    "DatabaseUnreadable",
    "NoDriver",
    "backend_for",
    "has_ticket",
]

NUMBERS_NEVER_RETURN = {"sqlite_autoincrement": True}
"""Options of a table in which the number of a deleted row is never given to another."""


def backend_for(address: str | URL) -> Backend:
    """The backend of the database at that address. Raises ValueError where there is none for its kind.

    Raises NoDriver where its driver is not installed.
    """
    url = make_url(address)
    match url.get_backend_name():
        case "sqlite":
            return Sqlite(url)
        case "postgresql":
            return PostgreSQL(url)
        case other:
            raise ValueError(f"There is no backend for {other}.")
