"""Clients whose therapist can no longer log in, and what has come from them since."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, literal, select

from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import clients_in
from kiosk.storage.sealed import part_of
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Person, Response


@dataclass(frozen=True)
class LeftClient:
    """One of them: whose they were, and nothing of what they said."""

    id: PublicId
    code: str
    therapist: str
    answers: int
    """The number of answers since then."""
    last_at: datetime | None
    calls: int
    """The number of those answers that ask for help."""

    @property
    def asked_for_help(self) -> bool:
        """True if one of them asks for help."""
        return self.calls > 0


def count_of(session: ReadSession, person_id: int) -> int:
    """Count this person's clients."""
    return session.scalars(select(func.count()).select_from(Client).where(Client.therapist_id == person_id)).one()


def of_practice(session: ReadSession, practice_id: int) -> Sequence[LeftClient]:
    """All of them; those who asked for help first, then those who answered."""
    since = and_(Response.check_in_id == CheckIn.id, Response.received_at >= Person.disabled_at)
    columns = select(
        Client.public_id,
        Client.code,
        Person.name,
        func.count(Response.id),
        func.max(Response.received_at),
        literal(0),
    )
    rows = session.execute(
        clients_in(columns, practice_id)
        .join(Person, Person.id == Client.therapist_id)
        .outerjoin(CheckIn, and_(CheckIn.client_id == Client.id, CheckIn.counts))
        .outerjoin(Response, since)
        .where(Person.disabled_at.is_not(None), Client.merged_into_id.is_(None))
        .group_by(Client.id, Person.id)
        .order_by(Person.name)
    )
    found = [LeftClient(*row) for row in rows]
    if any(one.answers for one in found):
        calls = _calls(session, practice_id)
        found = [replace(one, calls=calls[one.id]) for one in found]
    return sorted(found, key=lambda one: (not one.asked_for_help, not one.answers, one.therapist, one.code))


def _calls(session: ReadSession, practice_id: int) -> Counter[PublicId]:
    """Count the answers that ask for help, by client: that is sealed, so each answer since then is opened."""
    told = clients_in(select(Client.public_id, Response.told), practice_id)
    rows = session.execute(
        told.join(Person, Person.id == Client.therapist_id)
        .join(CheckIn, and_(CheckIn.client_id == Client.id, CheckIn.counts))
        .join(Response, and_(Response.check_in_id == CheckIn.id, Response.received_at >= Person.disabled_at))
        .where(Person.disabled_at.is_not(None), Client.merged_into_id.is_(None))
    )
    return Counter(client for client, told in rows if part_of(told, "safety") is True)
