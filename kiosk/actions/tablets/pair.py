"""Pairing a tablet: it shows a code, an administrator types it, and it goes on by itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.tablets.hear import SECRET_BYTES, Held, begin_pairing_of, first_of
from kiosk.actions.tablets.manage import TAKEN, fault_in_place, in_place
from kiosk.domain.actors import CommandLine, Staff, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.pairing import CODE_LENGTH, code_works, tidy_code
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.keys import SHORT_ALPHABET, hash_of, keys
from kiosk.storage import people, tablets
from kiosk.storage.db import reading
from kiosk.storage.tables import Pairing, Tablet
from kiosk.storage.work import unit_of_work

NO_SUCH_CODE = phrase(
    "No tablet shows this code now. Look at it once more: it changes every ten minutes, and holds no vowels."
)


@dataclass(frozen=True)
class PairingCode:
    """The code that a device shows, and the secret that it alone holds."""

    code: str
    secret: str


@dataclass(frozen=True)
class Paired:
    """The tablet is one of the practice's, and goes on by itself."""

    tablet: PublicId


def begin_pairing(actor: Visitor, now: datetime) -> PairingCode:
    """Make a code that no other device shows, for the next ten minutes."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with unit_of_work(actor, now) as work:
        code = _new_code()
        while tablets.waiting_by_code(work.session, _hash(code)):
            code = _new_code()
        work.session.add(Pairing(code_hash=_hash(code), secret_hash=hash_of(secret), begun_at=now))
    return PairingCode(code, secret)


def paired_with(secret: str, now: datetime) -> Held | None:
    """The credential of a waiting device that has become a tablet, or None."""
    tablet = tablets.by_credential(reading(), hash_of(secret))
    return first_of(tablet, secret, now) if tablet and tablet.switched_off_at is None else None


def practice_language() -> str:
    """The language of this server's practice, in which a device reads how it is paired; empty: none was chosen."""
    practice = people.only_practice(reading())
    return practice.language if practice else ""


def still_waits(secret: str, now: datetime) -> bool:
    """Return whether the code that this device shows can still be typed."""
    waiting = tablets.waiting_by_secret(reading(), hash_of(secret))
    return waiting is not None and code_works(waiting.begun_at, now)


def pair_tablet(  # noqa: PLR0913 -- what the form asks for
    actor: Staff, typed: str, room: str, name: str, now: datetime, *, again: bool = False
) -> Paired:
    """Take the device that shows this code into the practice. A code works once.

    With `again` it is the tablet that stands there already: it keeps its place, and what it held before opens nothing.
    Raises Invalid with the field at fault.
    """
    require(actor, Permission.MANAGE_TABLETS)
    code = tidy_code(typed)
    with unit_of_work(actor, now) as work:
        fault = fault_in_place(work.session, actor.practice_id, room, name)
        if fault and not (again and fault is TAKEN):
            raise Invalid(fault, "again" if fault is TAKEN else "room")
        waiting = tablets.waiting_by_code(work.session, _hash(code)) if len(code) == CODE_LENGTH else None
        if waiting is None or not code_works(waiting.begun_at, now):
            raise Invalid(NO_SUCH_CODE, "code")
        tablet = in_place(work.session, actor.practice_id, room, name) if fault else None
        if tablet is None:
            tablet = Tablet(practice_id=actor.practice_id, room=" ".join(room.split()))
            tablet.name = " ".join(name.split())
        begin_pairing_of(tablet, waiting.secret_hash)
        tablet.paired_at = now
        work.session.add(tablet)
        work.session.delete(waiting)
        work.audit(Audited.TABLET_PAIRED, tablet)
        work.session.flush()
        return Paired(tablet.public_id)


def make_tablet(actor: CommandLine, practice_id: int, room: str, now: datetime) -> str:
    """A tablet that waits for its device; gives the secret of the link by which one takes the place, once."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with unit_of_work(actor, now) as work:
        work.session.add(Tablet(practice_id=practice_id, room=room, credential_hash=hash_of(secret), paired_at=now))
    return secret


def is_free_place(secret: str) -> bool:
    """Return whether that link still leads to a place that no device has taken."""
    tablet = tablets.by_credential(reading(), hash_of(secret))
    return tablet is not None and tablet.renewed_at is None and tablet.switched_off_at is None


def take_place(actor: Visitor, link: str, now: datetime) -> Held:
    """Make this device the tablet from here on: gives its credential. Raises NotFound when the link was used."""
    with unit_of_work(actor, now) as work:
        tablet = tablets.by_credential(work.session, hash_of(link))
        if tablet is None or tablet.renewed_at is not None or tablet.switched_off_at is not None:
            raise NotFound
        new = secrets.token_urlsafe(SECRET_BYTES)
        begin_pairing_of(tablet, hash_of(new))
        tablet.renewed_at = tablet.last_heard_at = now
        work.audit(Audited.TABLET_PAIRED, tablet)
        return first_of(tablet, new, now)


def _new_code() -> str:
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(CODE_LENGTH))


def _hash(code: str) -> bytes:
    """Return the hash of a pairing code, keyed because all codes of six letters could be tried out."""
    return keys().short_code_hash(f"pairing {code}")
