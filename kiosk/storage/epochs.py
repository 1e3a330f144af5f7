"""Epochs of the database: another one begins when an older copy was put back."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

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
    RecoveryCode,
    Webhook,
)

EPOCH_BYTES = 8
BLOCK: Final = 1 << 12
BLOCKS: Final = 1 << 18
"""The numbers of links and short codes lie in one of so many blocks, of so many numbers each: all fit into 32 bits."""


def present(session: ReadSession) -> str:
    """The epoch, 16 random lower-case hex digits; it goes before the numbers of events."""
    return session.scalars(select(Instance.epoch)).one()


def next_number(session: WriteSession, number: int) -> int:
    """The number of the next link or short code of a check-in, after this one.

    A copy that was put back does not know which were given since, so each epoch has a block of its own: two get the
    same once in 262,144 times. After all of a block they begin anew.
    """
    first = _first(session)
    return number + 1 if first <= number < first + BLOCK - 1 else first


def numbers_before(session: ReadSession, number: int) -> Iterable[int]:
    """The numbers that links of a check-in had in this epoch before this one."""
    first = _first(session)
    if first <= number < first + BLOCK:
        return (1, *range(first, number))
    return range(1, number) if number < BLOCK else ()


def _first(session: ReadSession) -> int:
    """The first number of this epoch's block; block 0 is left to those that were never renewed."""
    return BLOCK * (1 + int(present(session), 16) % BLOCKS)


def begin(session: WriteSession, now: datetime) -> None:
    """Begin another epoch. Every login, link, code, token, webhook and pairing ends: a copy may bring ended ones.

    Recovery codes of apps too: one that was used since would let somebody in once more.

    No record system is sent anything until it is switched on anew. A form that is open already can still be sent, as
    after the end of any link.
    """
    session.scalars(select(Instance)).one().epoch = secrets.token_hex(EPOCH_BYTES)
    for table in (Login, HalfLogin, OneTimeLink, Challenge, Pairing, RecoveryCode, ApiToken, Delivery, Webhook):
        session.execute(delete(table))
    onward.switch_off_all(session, now)
    session.execute(update(CheckIn).values(short_code_hash=None))
    session.execute(update(CheckIn).where(CheckIn.link_ends_at > now).values(link_ends_at=now))
