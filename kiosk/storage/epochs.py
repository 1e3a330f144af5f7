"""Epochs of the database: another one begins when an older copy was put back."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select, update

from kiosk.storage import onward
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import (
    ApiToken,
    Challenge,
    CheckIn,
    Delivery,
    HalfLogin,
    Instance,
    Login,
    OneTimeLink,
    Pairing,
    Webhook,
)

EPOCH_BYTES = 8


def present(session: ReadSession) -> str:
    """The epoch, 16 random lower-case hex digits; it goes before the numbers of events."""
    return session.scalars(select(Instance.epoch)).one()


def begin(session: WriteSession, now: datetime) -> None:
    """Begin another epoch. Every login, link, code, token, webhook and pairing ends: a copy may bring ended ones.

    No record system is sent anything until it is switched on anew. A form that is open already can still be sent, as
    after the end of any link.
    """
    session.scalars(select(Instance)).one().epoch = secrets.token_hex(EPOCH_BYTES)
    for table in (Login, HalfLogin, OneTimeLink, Challenge, Pairing, ApiToken, Delivery, Webhook):
        session.execute(delete(table))
    onward.switch_off_all(session, now)
    session.execute(update(CheckIn).values(short_code_hash=None))
    session.execute(update(CheckIn).where(CheckIn.link_ends_at > now).values(link_ends_at=now))
