"""What proves who somebody is, beside their password."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kiosk.keys import hash_of
from kiosk.storage.factor_tables import CodeApp, HalfLogin, RecoveryCode
from kiosk.storage.tables import Person


def code_app(session: Session, person_id: int) -> CodeApp | None:
    """Where this person's codes come from; None while they log in without any."""
    return session.scalars(select(CodeApp).where(CodeApp.person_id == person_id)).one_or_none()


def recovery_codes_left(session: Session, person_id: int) -> int:
    """How many of them still work."""
    left = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalars(left).one()


def recovery_code(session: Session, code_hash: bytes) -> RecoveryCode | None:
    """One that was not used yet."""
    found = select(RecoveryCode).where(RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None))
    return session.scalars(found).one_or_none()


def replace_recovery_codes(session: Session, person: Person, hashes: Sequence[bytes]) -> None:
    """These work from here on, and no others."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.add_all(
        RecoveryCode(practice_id=person.practice_id, person_id=person.id, code_hash=code_hash) for code_hash in hashes
    )


def forget_codes(session: Session, person_id: int) -> bool:
    """This person logs in without codes from here on; whether there were any before."""
    had_codes = code_app(session, person_id) is not None
    session.execute(delete(CodeApp).where(CodeApp.person_id == person_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    return had_codes


def begin_half(session: Session, person: Person, secret: str, now: datetime, keep_after: datetime) -> None:
    """One more that waits for its code; those from before `keep_after` are forgotten."""
    session.execute(delete(HalfLogin).where(HalfLogin.begun_at < keep_after))
    half = HalfLogin(practice_id=person.practice_id, person_id=person.id, secret_hash=hash_of(secret), begun_at=now)
    session.add(half)


def half_login(session: Session, secret: str, not_before: datetime) -> HalfLogin | None:
    """The one with that secret, if it began late enough."""
    found = select(HalfLogin).where(HalfLogin.secret_hash == hash_of(secret), HalfLogin.begun_at >= not_before)
    return session.scalars(found).one_or_none()
