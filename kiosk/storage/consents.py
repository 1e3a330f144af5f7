"""Records of consent: when a client was told what is kept, by whom, and when they withdrew."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kiosk.domain.public_ids import PublicId
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Client, Consent


def of_client(session: ReadSession, client: Client) -> Sequence[Consent]:
    """Every record of a client, oldest first."""
    found = select(Consent).where(Consent.client_id == client.id).order_by(Consent.told_on, Consent.id)
    return session.scalars(found.options(joinedload(Consent.person))).all()


def consent_of(session: ReadSession, client: Client, consent: PublicId) -> Consent | None:
    """One record of this client, or None."""
    found = select(Consent).where(Consent.client_id == client.id, Consent.public_id == consent)
    return session.scalars(found).one_or_none()
