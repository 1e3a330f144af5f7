"""A tablet asks what it has to show, and holds on to its place in doing so."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.actions.pair_tablet import SECRET_BYTES
from kiosk.domain.pairing import Credential, Standing, Verdict, judge, moves_on
from kiosk.keys import hash_of
from kiosk.storage import tablets
from kiosk.storage.db import reading, writing
from kiosk.storage.tablet_tables import Tablet

HEARD_EVERY = timedelta(seconds=30)
"""How often it is written down that a tablet was heard: it asks far more often."""
LONGEST_NAME = 64


@dataclass(frozen=True)
class Held:
    """What a device shows of itself: which tablet it says it is, and the credential that it holds."""

    tablet: int
    secret: str


class Refusal(StrEnum):
    """Why a device is no tablet of ours (any more)."""

    UNKNOWN = "unknown"
    SWITCHED_OFF = "switched-off"
    SHUT_OUT = "shut-out"


@dataclass(frozen=True)
class Heard:
    """It is the tablet; `secret` is its credential from now on, where that has moved on."""

    tablet: Tablet
    secret: str = ""


def read_tablet(held: Held) -> Tablet | Refusal:
    """The tablet that a device says it is. Writes nothing."""
    tablet = tablets.by_id(reading(), held.tablet)
    if tablet is None:
        return Refusal.UNKNOWN
    if tablet.switched_off_at is not None:
        return Refusal.SWITCHED_OFF
    return Refusal.SHUT_OUT if _credential(tablet, held) is Credential.SPENT else tablet


def hear_tablet(held: Held, page: str, now: datetime, *, keeps_cookies: bool) -> Heard | Refusal:
    """A page of a tablet has asked; `page` is the name it gave itself.

    The credential stays as it is while the device could not keep a new one: where its clock is wrong, a cookie
    would run out the moment the clock is set.
    """
    found = read_tablet(held)
    if found in {Refusal.UNKNOWN, Refusal.SWITCHED_OFF}:
        return Refusal(str(found))
    if isinstance(found, Tablet) and _is_quiet(found, held, page[:LONGEST_NAME], now):
        return Heard(found)
    with writing() as session:
        tablet = tablets.by_id(session, held.tablet)
        if tablet is None:
            return Refusal.UNKNOWN
        return _hear(tablet, held, page[:LONGEST_NAME], now, keeps_cookies=keeps_cookies)


def _hear(tablet: Tablet, held: Held, page: str, now: datetime, *, keeps_cookies: bool) -> Heard | Refusal:
    credential, standing = _credential(tablet, held), _standing(tablet)
    verdict = judge(standing, page, credential, now)
    match verdict:
        case Verdict.SHUT_OUT:
            tablet.shut_out_at = now
            if credential is Credential.FORMER:
                tablet.former_hash = None  # or the copy would be taken in again at its next page
            return Refusal.SHUT_OUT
        case Verdict.CONTENDS:
            tablet.contender, tablet.contested_at, tablet.met = page, now, False
        case Verdict.TAKES_OVER:
            tablet.in_charge, tablet.contender, tablet.contested_at, tablet.met = page, "", None, False
            tablet.last_heard_at = now
        case Verdict.GOES_ON:
            tablet.met = bool(tablet.contender)
            tablet.last_heard_at = now
        case Verdict.BESIDE | Verdict.WAITS:
            pass
    if not keeps_cookies or not moves_on(standing, verdict, credential, now):
        return Heard(tablet)
    new = secrets.token_urlsafe(SECRET_BYTES)
    tablet.former_hash, tablet.credential_hash, tablet.renewed_at = hash_of(held.secret), hash_of(new), now
    return Heard(tablet, new)


def _is_quiet(tablet: Tablet, held: Held, page: str, now: datetime) -> bool:
    """Whether there is nothing to write down."""
    credential, standing = _credential(tablet, held), _standing(tablet)
    verdict = judge(standing, page, credential, now)
    if verdict in {Verdict.BESIDE, Verdict.WAITS}:
        return True
    fresh = tablet.last_heard_at is not None and timedelta() <= now - tablet.last_heard_at < HEARD_EVERY
    return verdict is Verdict.GOES_ON and fresh and not moves_on(standing, verdict, credential, now)


def _credential(tablet: Tablet, held: Held) -> Credential:
    presented = hash_of(held.secret)
    if presented == tablet.credential_hash:
        return Credential.CURRENT
    return Credential.FORMER if presented == tablet.former_hash else Credential.SPENT


def _standing(tablet: Tablet) -> Standing:
    return Standing(
        tablet.in_charge, tablet.last_heard_at, tablet.renewed_at, tablet.contender, tablet.contested_at, tablet.met
    )
