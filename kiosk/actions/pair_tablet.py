"""A tablet becomes the practice's: it shows a code, an administrator types it, and it goes on by itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.manage_tablets import fault_in_place
from kiosk.domain.pairing import CODE_LENGTH, CODE_WORKS, code_works, tidy_code
from kiosk.domain.phrases import Phrase, phrase
from kiosk.keys import SHORT_ALPHABET, hash_of, keys
from kiosk.storage import tablets
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Person
from kiosk.storage.tablet_tables import Pairing, Tablet

SECRET_BYTES = 32
NO_SUCH_CODE = phrase(
    "No tablet shows this code now. Look at it once more: it changes every ten minutes, and holds no vowels."
)


@dataclass(frozen=True)
class Shown:
    """The code that a device shows, and the secret that it alone holds."""

    code: str
    secret: str


@dataclass(frozen=True)
class NotPaired:
    """Nothing was paired: the field it is about, and why."""

    field: str
    problem: Phrase


@dataclass(frozen=True)
class Paired:
    """The tablet is one of the practice's, and goes on by itself."""

    tablet: int


def begin_pairing(now: datetime) -> Shown:
    """A code that no other device shows, for the next ten minutes."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing() as session:
        tablets.forget_waiting(session, now - CODE_WORKS)
        code = _new_code()
        while tablets.waiting_by_code(session, _hash(code)):
            code = _new_code()
        session.add(Pairing(code_hash=_hash(code), secret_hash=hash_of(secret), begun_at=now))
    return Shown(code, secret)


def paired_with(secret: str) -> int | None:
    """The tablet that a waiting device has become, or None."""
    tablet = tablets.by_credential(reading(), hash_of(secret))
    return tablet.id if tablet and tablet.switched_off_at is None else None


def still_waits(secret: str, now: datetime) -> bool:
    """Whether the code that this device shows can still be typed."""
    waiting = tablets.waiting_by_secret(reading(), hash_of(secret))
    return waiting is not None and code_works(waiting.begun_at, now)


def pair_tablet(administrator: Person, typed: str, room: str, name: str, now: datetime) -> Paired | NotPaired:
    """Take the device that shows this code into the practice. A code works once."""
    code = tidy_code(typed)
    with writing() as session:
        if fault := fault_in_place(session, administrator.practice_id, room, name):
            return NotPaired("room", fault)
        waiting = tablets.waiting_by_code(session, _hash(code)) if len(code) == CODE_LENGTH else None
        if waiting is None or not code_works(waiting.begun_at, now):
            return NotPaired("code", NO_SUCH_CODE)
        tablet = Tablet(
            practice_id=administrator.practice_id,
            room=" ".join(room.split()),
            name=" ".join(name.split()),
            credential_hash=waiting.secret_hash,
            paired_at=now,
        )
        session.add(tablet)
        session.delete(waiting)
        session.flush()
        return Paired(tablet.id)


def make_tablet(practice_id: int, room: str, now: datetime) -> str:
    """A tablet that waits for its device; gives the secret of the link by which one takes the place, once."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing() as session:
        session.add(Tablet(practice_id=practice_id, room=room, credential_hash=hash_of(secret), paired_at=now))
    return secret


def is_free_place(secret: str) -> bool:
    """Whether that link still leads to a place that no device has taken."""
    tablet = tablets.by_credential(reading(), hash_of(secret))
    return tablet is not None and tablet.renewed_at is None and tablet.switched_off_at is None


def take_place(link: str, now: datetime) -> tuple[int, str] | None:
    """This device is the tablet from here on: its number and its credential. None when the link was used."""
    with writing() as session:
        tablet = tablets.by_credential(session, hash_of(link))
        if tablet is None or tablet.renewed_at is not None or tablet.switched_off_at is not None:
            return None
        new = secrets.token_urlsafe(SECRET_BYTES)
        tablet.credential_hash, tablet.renewed_at, tablet.last_heard_at = hash_of(new), now, now
        return tablet.id, new


def _new_code() -> str:
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(CODE_LENGTH))


def _hash(code: str) -> bytes:
    """What is kept of a code: keyed, because six letters alone could be tried out."""
    return keys().short_code_hash(f"pairing {code}")
