"""Requests that programs sent with a key."""

from datetime import datetime

from sqlalchemy import delete, select

from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import SentRequest


def by_key(session: ReadSession, key_hash: bytes, not_before: datetime) -> SentRequest | None:
    """The request with that key, if it was sent late enough."""
    found = select(SentRequest).where(SentRequest.key_hash == key_hash, SentRequest.sent_at >= not_before)
    return session.scalars(found).one_or_none()


def keep(session: WriteSession, request: SentRequest) -> None:
    """Keep a request in place of one with the same key whose day is over."""
    session.execute(delete(SentRequest).where(SentRequest.key_hash == request.key_hash))
    session.add(request)
