"""Factors that prove a person's identity beside their password."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from kiosk.domain.public_ids import PublicId
from kiosk.keys import hash_of
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Challenge, CodeApp, HalfLogin, Passkey, Person, RecoveryCode


def code_app(session: ReadSession, person_id: int) -> CodeApp | None:
    """Return the app that makes this person's codes; None while they log in without any."""
    return session.scalars(select(CodeApp).where(CodeApp.person_id == person_id)).one_or_none()


def recovery_codes_left(session: ReadSession, person_id: int) -> int:
    """Count this person's unused recovery codes."""
    left = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalars(left).one()


def recovery_code(session: ReadSession, code_hash: bytes) -> RecoveryCode | None:
    """One that was not used yet."""
    found = select(RecoveryCode).where(RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None))
    return session.scalars(found).one_or_none()


def replace_recovery_codes(session: WriteSession, person: Person, hashes: Sequence[bytes]) -> None:
    """These work from here on, and no others."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.add_all(
        RecoveryCode(practice_id=person.practice_id, person_id=person.id, code_hash=code_hash) for code_hash in hashes
    )


def forget_codes(session: WriteSession, person_id: int) -> bool:
    """This person logs in without codes from here on; whether there were any before."""
    had_codes = code_app(session, person_id) is not None
    session.execute(delete(CodeApp).where(CodeApp.person_id == person_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    return had_codes


def begin_half(session: WriteSession, person: Person, secret: str, now: datetime) -> None:
    """One more that waits for its code."""
    half = HalfLogin(practice_id=person.practice_id, person_id=person.id, secret_hash=hash_of(secret), begun_at=now)
    session.add(half)


def half_login(session: ReadSession, secret: str, not_before: datetime) -> HalfLogin | None:
    """The one with that secret, if it began late enough."""
    found = select(HalfLogin).where(HalfLogin.secret_hash == hash_of(secret), HalfLogin.begun_at >= not_before)
    return session.scalars(found).one_or_none()


def passkeys_of(session: ReadSession, person_id: int) -> Sequence[Passkey]:
    """All of this person's, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)).all()


def passkey(session: ReadSession, credential_id: bytes) -> Passkey | None:
    """The one that names itself so."""
    return session.scalars(select(Passkey).where(Passkey.credential_id == credential_id)).one_or_none()


def passkey_of(session: ReadSession, person_id: int, passkey_id: PublicId) -> Passkey | None:
    """One of this person's, and of nobody else's."""
    found = select(Passkey).where(Passkey.public_id == passkey_id, Passkey.person_id == person_id)
    return session.scalars(found).one_or_none()


def forget_passkeys(session: WriteSession, person_id: int) -> bool:
    """This person comes in by none of them any more; whether there were any."""
    had_passkeys = bool(passkeys_of(session, person_id))
    session.execute(delete(Passkey).where(Passkey.person_id == person_id))
    return had_passkeys


def add_challenge(session: WriteSession, challenge: str, person_id: int | None, now: datetime) -> None:
    """One more that may be answered."""
    session.add(Challenge(challenge_hash=hash_of(challenge), person_id=person_id, begun_at=now))


def use_challenge(session: WriteSession, challenge: str, person_id: int | None, not_before: datetime) -> bool:
    """Use it up, if it was made for that, late enough, and was not used yet."""
    found = session.scalars(
        select(Challenge).where(Challenge.challenge_hash == hash_of(challenge), Challenge.begun_at >= not_before)
    ).one_or_none()
    if found is None or found.person_id != person_id:
        return False
    session.delete(found)
    return True
