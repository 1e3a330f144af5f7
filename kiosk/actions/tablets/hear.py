"""Answering a tablet that asks what it has to show, and telling it from a copy of its credential."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from kiosk.domain.actors import ByTablet, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.pairing import (
    LATEST_BY,
    PROOFS,
    Credential,
    Evidence,
    PairingOutcome,
    PairingState,
    ShownCredential,
    TabletVerdict,
    hear,
    judge,
)
from kiosk.domain.public_ids import PublicId
from kiosk.keys import hash_of
from kiosk.queries.readable import whole
from kiosk.storage import tablets
from kiosk.storage.db import reading
from kiosk.storage.tables import Tablet, TabletCopy
from kiosk.storage.work import Work, unit_of_work

HEARD_EVERY = timedelta(seconds=30)
"""The shortest time between two records that a tablet was heard: it asks far more often."""
LONGEST_NAME = 64
SECRET_BYTES = 32
PAIRING_BYTES = 16


@dataclass(frozen=True)
class Held:
    """A device as its cookie describes it, signed by this server: its tablet, and the credential that it holds."""

    tablet: PublicId
    secret: str
    pairing: str = ""
    """The pairing of that tablet; empty in a credential from before these were numbered."""
    number: int = 0
    made_s: int = 0
    """The time when it was made, in seconds since 1970."""


class NoTablet(StrEnum):
    """The reason a device is no tablet of ours (any more), or not yet again."""

    UNKNOWN = "unknown"
    SWITCHED_OFF = "switched-off"
    SHUT_OUT = "shut-out"
    TOO_OLD = "too-old"
    """Its credential is from a backup, or from before the tablet was paired again."""
    COMES_BACK = "comes-back"
    """It was away, and whether it is the only one will show in a moment."""


@dataclass(frozen=True)
class Heard:
    """It is the tablet; `renewed` is its credential from now on, where that has moved on."""

    tablet: ByTablet
    renewed: Held | None = None
    is_sure: bool = True
    """Otherwise it stays as it is for the moment: whether it is the only one is not known yet."""


def begin_pairing_of(tablet: Tablet, credential_hash: bytes) -> None:
    """Begin a new pairing of this tablet: nothing that was made for an earlier one counts any more."""
    tablet.pairing = secrets.token_urlsafe(PAIRING_BYTES)
    tablet.credential_hash, tablet.former_hash, tablet.renewed_at = credential_hash, None, None
    _write(tablet, PairingState(issued=1))
    tablet.taken_from, tablet.shut_out_at = 0, None


def end_pairing_of(tablet: Tablet) -> None:
    """End the pairing: no device is this tablet until one is paired again, and none is called a copy.

    The tablet keeps its room and name.
    """
    begin_pairing_of(tablet, hash_of(secrets.token_urlsafe(SECRET_BYTES)))


def first_of(tablet: Tablet, secret: str, now: datetime) -> Held:
    """The first credential of the tablet's present pairing, as its device is given it."""
    return Held(tablet.public_id, secret, tablet.pairing, tablet.issued, int(now.timestamp()))


def identify_tablet(held: Held, now: datetime) -> ByTablet | NoTablet:
    """Give the tablet that a device says it is as an actor, or why it is none. Writes nothing.

    Raises Unreadable where its row cannot be read.
    """
    found = whole(lambda: _read(held, now))
    return _actor(found) if isinstance(found, Tablet) else found


def _actor(tablet: Tablet) -> ByTablet:
    return ByTablet(tablet.id, tablet.practice_id)


def _read(held: Held, now: datetime) -> Tablet | NoTablet:
    tablet = tablets.by_id(reading(), held.tablet)
    if tablet is None:
        return NoTablet.UNKNOWN
    if tablet.switched_off_at is not None:
        return NoTablet.SWITCHED_OFF
    shown = _shown(tablet, held)
    match shown.credential:
        case Credential.SPENT:
            return NoTablet.SHUT_OUT
        case Credential.TOO_OLD:
            return NoTablet.TOO_OLD
        case Credential.EARLIER if judge(_state(tablet), "", shown, now) not in {
            TabletVerdict.TAKES_OVER,
            TabletVerdict.GOES_ON,
        }:
            return NoTablet.COMES_BACK
        case _:
            return tablet


def hear_tablet(actor: Visitor, held: Held, page: str, now: datetime, *, keeps_cookies: bool) -> Heard | NoTablet:
    """A page of a tablet has asked; `page` is the name it gave itself.

    The credential stays as it is while the device could not keep a new one: where its clock is wrong, a cookie
    would run out the moment the clock is set. Raises Unreadable where the tablet's row cannot be read.
    """
    page = page[:LONGEST_NAME]
    found = whole(lambda: _read(held, now))
    if isinstance(found, NoTablet) and found is not NoTablet.COMES_BACK:
        return found
    if isinstance(found, Tablet) and whole(lambda: _is_quiet(found, held, page, now, keeps_cookies=keeps_cookies)):
        return Heard(_actor(found))
    with unit_of_work(actor, now, tablets.practice_of(held.tablet)) as work:
        tablet = tablets.by_id(work.session, held.tablet)
        if tablet is None:
            return NoTablet.UNKNOWN
        shown = _shown(tablet, held)
        if shown.credential in {Credential.SPENT, Credential.TOO_OLD}:
            return NoTablet.SHUT_OUT if shown.credential is Credential.SPENT else NoTablet.TOO_OLD
        outcome = hear(_state(tablet), page, shown, now, keeps_cookies=keeps_cookies)
        return _follow(work, tablet, held, shown, outcome)


def _follow(
    work: Work, tablet: Tablet, held: Held, shown: ShownCredential, outcome: PairingOutcome
) -> Heard | NoTablet:
    verdict, came_at = outcome.verdict, tablet.contested_at
    _write(tablet, outcome.state)
    if verdict in PROOFS:
        work.session.add(_proof(tablet, held, verdict, came_at, work.now))
        work.audit(Audited.TABLET_COPY_FOUND, tablet)
        tablet.shut_out_at = work.now
    match verdict:
        case TabletVerdict.SHUT_OUT:
            tablet.taken_from = max(tablet.taken_from, shown.number + 1)
            tablet.former_hash = None
            return NoTablet.SHUT_OUT
        case TabletVerdict.NEITHER:
            tablet.issued = max(tablet.issued, shown.number) + 1
            tablet.taken_from, tablet.former_hash = tablet.issued + 1, None
            tablet.credential_hash = hash_of(secrets.token_urlsafe(SECRET_BYTES))
            return NoTablet.SHUT_OUT
        case TabletVerdict.RETURNS:
            tablet.taken_from = max(tablet.issued, shown.number) + 1
        case _:
            pass
    if outcome.renews:
        return Heard(_actor(tablet), _renewed(tablet, held, shown, verdict, work.now))
    if verdict in {TabletVerdict.GOES_ON, TabletVerdict.TAKES_OVER} and shown.credential is not Credential.CURRENT:
        tablet.credential_hash, tablet.former_hash = hash_of(held.secret), None  # all that this device can keep
    is_sure = verdict not in {TabletVerdict.CONTENDS, TabletVerdict.WAITS} or shown.credential is not Credential.EARLIER
    return Heard(_actor(tablet), is_sure=is_sure)


def _renewed(tablet: Tablet, held: Held, shown: ShownCredential, verdict: TabletVerdict, now: datetime) -> Held:
    new = secrets.token_urlsafe(SECRET_BYTES)
    former = None if verdict is TabletVerdict.RETURNS else hash_of(held.secret)
    tablet.former_hash, tablet.credential_hash, tablet.renewed_at = former, hash_of(new), now
    tablet.pairing = tablet.pairing or secrets.token_urlsafe(PAIRING_BYTES)
    tablet.issued = max(tablet.issued, shown.number) + 1
    return Held(tablet.public_id, new, tablet.pairing, tablet.issued, int(now.timestamp()))


def _proof(tablet: Tablet, held: Held, verdict: TabletVerdict, came_at: datetime | None, now: datetime) -> TabletCopy:
    return TabletCopy(
        practice_id=tablet.practice_id,
        tablet_id=tablet.id,
        found_at=now,
        verdict=verdict.name.lower(),
        came_at=came_at,
        made_at=datetime.fromtimestamp(held.made_s, UTC) if held.made_s else None,
    )


def _is_quiet(tablet: Tablet, held: Held, page: str, now: datetime, *, keeps_cookies: bool) -> bool:
    """Return whether there is nothing to write down."""
    shown, state = _shown(tablet, held), _state(tablet)
    outcome = hear(state, page, shown, now, keeps_cookies=keeps_cookies)
    if outcome.renews or shown.credential is Credential.EARLIER:
        return False
    if outcome.state == state:
        return True
    fresh = tablet.last_heard_at is not None and timedelta() <= now - tablet.last_heard_at < HEARD_EVERY
    is_moment_alone = replace(outcome.state, heard_at=state.heard_at) == state
    return outcome.verdict is TabletVerdict.GOES_ON and fresh and is_moment_alone


def _shown(tablet: Tablet, held: Held) -> ShownCredential:
    presented = hash_of(held.secret)
    is_current, is_former = presented == tablet.credential_hash, presented == tablet.former_hash
    number = held.number if held.pairing else tablet.issued
    if is_current:
        return ShownCredential(number, Credential.CURRENT)
    if number < tablet.taken_from and held.pairing in {"", tablet.pairing}:
        return ShownCredential(number, Credential.SPENT)
    if is_former:
        return ShownCredential(number, Credential.FORMER)
    is_known = held.pairing and held.pairing == tablet.pairing
    if is_known and number > tablet.issued:
        return ShownCredential(number, Credential.LATER)
    is_late = is_known and tablet.issued - number <= LATEST_BY
    return ShownCredential(number, Credential.EARLIER if is_late else Credential.TOO_OLD)


def _state(tablet: Tablet) -> PairingState:
    return PairingState(
        in_charge=tablet.in_charge,
        before=tablet.before,
        heard_at=tablet.last_heard_at,
        renewed_at=tablet.renewed_at,
        came_with=tablet.came_with,
        began_at=tablet.began_at,
        issued=tablet.issued,
        contender=tablet.contender,
        contested_at=tablet.contested_at,
        evidence=Evidence(tablet.stage),
    )


def _write(tablet: Tablet, state: PairingState) -> None:
    tablet.in_charge, tablet.before, tablet.last_heard_at = state.in_charge, state.before, state.heard_at
    tablet.came_with, tablet.began_at, tablet.issued = state.came_with, state.began_at, state.issued
    tablet.contender, tablet.contested_at, tablet.stage = state.contender, state.contested_at, int(state.evidence)
