"""Tablets, by who asks for them: the device itself, its practice, or the check-in that it shows."""

from collections.abc import Sequence

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import ByTablet
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import tablets_of
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Pairing, Tablet, TabletCopy, Visit

_WITH_PRACTICE = select(Tablet).options(
    joinedload(Tablet.practice), joinedload(Tablet.check_in).joinedload(CheckIn.visit).joinedload(Visit.therapist)
)

_OF_PRACTICE = tablets_of(_WITH_PRACTICE, bindparam("practice", type_=Integer))
_SHOWING_ID = select(Tablet.id).where(Tablet.check_in_id == bindparam("check_in"), Tablet.switched_off_at.is_(None))


def by_id(session: ReadSession, tablet_id: PublicId) -> Tablet | None:
    """The tablet of that id, whosever it is: for a device that has to show that it is that one."""
    return session.scalars(select(Tablet).where(Tablet.public_id == tablet_id)).one_or_none()


def of_actor(session: ReadSession, actor: ByTablet) -> Tablet | None:
    """The tablet that asks."""
    return session.scalars(_WITH_PRACTICE.where(Tablet.id == actor.tablet_id)).one_or_none()


def by_credential(session: ReadSession, credential_hash: bytes) -> Tablet | None:
    """The tablet that holds this credential now."""
    return session.scalars(_WITH_PRACTICE.where(Tablet.credential_hash == credential_hash)).one_or_none()


def of_practice(session: ReadSession, practice_id: int) -> Sequence[Tablet]:
    """The practice's tablets by room, those switched off last."""
    found = session.scalars(_OF_PRACTICE, {"practice": practice_id}).all()
    return sorted(found, key=lambda one: (one.switched_off_at is not None, one.room.casefold(), one.name, one.id))


def every(session: ReadSession) -> Sequence[Tablet]:
    """Every tablet of this server."""
    return session.scalars(select(Tablet).order_by(Tablet.id)).all()


def proofs_of(session: ReadSession, practice_id: int) -> Sequence[TabletCopy]:
    """Proofs that a credential was copied, the oldest first."""
    found = tablets_of(select(TabletCopy).join(Tablet, Tablet.id == TabletCopy.tablet_id), practice_id).order_by(
        TabletCopy.id
    )
    return session.scalars(found).all()


def one_of(session: ReadSession, practice_id: int, tablet_id: PublicId) -> Tablet | None:
    """A tablet of this practice, unless it is switched off."""
    found = session.scalars(tablets_of(_WITH_PRACTICE, practice_id).where(Tablet.public_id == tablet_id))
    tablet = found.one_or_none()
    return tablet if tablet and tablet.switched_off_at is None else None


def practice_of(tablet_id: PublicId) -> Select[int]:
    """A query for the practice of a tablet."""
    return select(Tablet.practice_id).where(Tablet.public_id == tablet_id)


def showing_id(session: ReadSession, check_in_id: int) -> int | None:
    """The number alone of the tablet to which this check-in was sent: every event asks for it."""
    return session.scalars(_SHOWING_ID, {"check_in": check_in_id}).first()


def showing(session: ReadSession, check_in_id: int) -> Tablet | None:
    """The tablet to which this check-in was sent, and nothing since."""
    holds = Tablet.check_in_id == check_in_id, Tablet.switched_off_at.is_(None)
    return session.scalars(_WITH_PRACTICE.where(*holds).order_by(Tablet.id).limit(1)).one_or_none()


def waiting_by_code(session: WriteSession, code_hash: bytes) -> Pairing | None:
    """The device that shows this code; nobody else takes it meanwhile."""
    return session.scalars(select(Pairing).where(Pairing.code_hash == code_hash).with_for_update()).one_or_none()


def waiting_by_secret(session: ReadSession, secret_hash: bytes) -> Pairing | None:
    """The device itself, by what it alone holds."""
    return session.scalars(select(Pairing).where(Pairing.secret_hash == secret_hash)).one_or_none()
