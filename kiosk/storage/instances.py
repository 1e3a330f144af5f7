"""The one row about the database as a whole."""

from datetime import datetime

from sqlalchemy import select

from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import Instance


def note_backup(session: WriteSession, now: datetime) -> None:
    """Note that a backup was made and read again."""
    session.scalars(select(Instance)).one().backed_up_at = now
