"""Deletion of rows that nothing reads any more."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import (
    ApiToken,
    Challenge,
    CheckIn,
    Event,
    HalfLogin,
    Login,
    OneTimeLink,
    Pairing,
    SentRequest,
)

BATCH = 500
"""Events deleted in one transaction, so that answers do not wait long for their turn to write."""


def delete_logins(session: WriteSession, begun_before: datetime) -> None:
    """Delete logins that began before that moment."""
    session.execute(delete(Login).where(Login.begun_at < begun_before))


def delete_half_logins(session: WriteSession, begun_before: datetime) -> None:
    """Delete logins that began before that moment and whose code never came."""
    session.execute(delete(HalfLogin).where(HalfLogin.begun_at < begun_before))


def delete_challenges(session: WriteSession, begun_before: datetime) -> None:
    """Delete what a passkey was asked to sign before that moment."""
    session.execute(delete(Challenge).where(Challenge.begun_at < begun_before))


def delete_pairings(session: WriteSession, begun_before: datetime) -> None:
    """Delete devices that showed a code for pairing before that moment."""
    session.execute(delete(Pairing).where(Pairing.begun_at < begun_before))


def delete_links(session: WriteSession, ended_before: datetime) -> None:
    """One-time links whose day is over."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.ends_at < ended_before))


def delete_tokens(session: WriteSession, ended_before: datetime) -> None:
    """Tokens of programs that ended before that moment."""
    session.execute(delete(ApiToken).where(ApiToken.ends_at < ended_before))


def delete_sent_requests(session: WriteSession, sent_before: datetime) -> None:
    """Keys of requests that programs sent before that moment: the same key is a new request from then on."""
    session.execute(delete(SentRequest).where(SentRequest.sent_at < sent_before))


def forget_short_codes(session: WriteSession, ended_before: datetime) -> None:
    """Short codes that no longer work; the check-in stays, and its code is free for another."""
    ended = CheckIn.short_code_hash.is_not(None), CheckIn.short_code_ends_at < ended_before
    session.execute(update(CheckIn).where(*ended).values(short_code_hash=None))


def delete_events(session: WriteSession, before: datetime) -> int:
    """The oldest events from before that moment, as many as fit into a batch; gives how many.

    The newest one of each practice stays: an open page whose last event is not there heard that from another database.
    `before` must be long ago for every form whose link still works: its state is read from what it told last.
    """
    later = aliased(Event)
    newest = select(func.max(later.id)).where(later.practice_id == Event.practice_id).scalar_subquery()
    old = select(Event.id).where(Event.at < before, Event.id < newest).order_by(Event.id).limit(BATCH)
    found = session.scalars(old).all()
    session.execute(delete(Event).where(Event.id.in_(found)))
    return len(found)
