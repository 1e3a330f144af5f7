"""Tablets, by who asks for them: the device itself, its practice, or the check-in that it shows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session, joinedload

from kiosk.storage.tables import CheckIn, Visit
from kiosk.storage.tablet_tables import Pairing, Tablet

_WITH_PRACTICE = select(Tablet).options(
    joinedload(Tablet.practice), joinedload(Tablet.check_in).joinedload(CheckIn.visit).joinedload(Visit.therapist)
)


_SHOWING_ID = select(Tablet.id).where(Tablet.check_in_id == bindparam("check_in"), Tablet.switched_off_at.is_(None))


def by_id(session: Session, tablet_id: int) -> Tablet | None:
    """The tablet of that number, whosever it is."""
    return session.scalars(_WITH_PRACTICE.where(Tablet.id == tablet_id)).one_or_none()


def by_credential(session: Session, credential_hash: bytes) -> Tablet | None:
    """The tablet that holds this credential now."""
    return session.scalars(_WITH_PRACTICE.where(Tablet.credential_hash == credential_hash)).one_or_none()


def of_practice(session: Session, practice_id: int) -> Sequence[Tablet]:
    """The practice's tablets by room, those switched off last."""
    found = session.scalars(_WITH_PRACTICE.where(Tablet.practice_id == practice_id)).all()
    return sorted(found, key=lambda one: (one.switched_off_at is not None, one.room.casefold(), one.name, one.id))


def one_of(session: Session, practice_id: int, tablet_id: int) -> Tablet | None:
    """A tablet of this practice, unless it is switched off."""
    found = session.scalars(_WITH_PRACTICE.where(Tablet.id == tablet_id, Tablet.practice_id == practice_id))
    tablet = found.one_or_none()
    return tablet if tablet and tablet.switched_off_at is None else None


def showing_id(session: Session, check_in_id: int) -> int | None:
    """The number alone of the tablet to which this check-in was sent: every event asks for it."""
    return session.scalars(_SHOWING_ID, {"check_in": check_in_id}).first()


def showing(session: Session, check_in_id: int) -> Tablet | None:
    """The tablet to which this check-in was sent, and nothing since."""
    holds = Tablet.check_in_id == check_in_id, Tablet.switched_off_at.is_(None)
    return session.scalars(_WITH_PRACTICE.where(*holds).order_by(Tablet.id).limit(1)).one_or_none()


def waiting_by_code(session: Session, code_hash: bytes) -> Pairing | None:
    """The device that shows this code."""
    return session.scalars(select(Pairing).where(Pairing.code_hash == code_hash)).one_or_none()


def waiting_by_secret(session: Session, secret_hash: bytes) -> Pairing | None:
    """The device itself, by what it alone holds."""
    return session.scalars(select(Pairing).where(Pairing.secret_hash == secret_hash)).one_or_none()


def forget_waiting(session: Session, begun_before: datetime) -> None:
    """Devices whose code ran out."""
    session.execute(delete(Pairing).where(Pairing.begun_at < begun_before))
