"""Supervision: agreements, and what they open of a therapist's check-ins: words of a shared client alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import Role, Staff
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import supervisions_of
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import (
    CheckIn,
    Client,
    GivenRole,
    Person,
    Response,
    SharedWords,
    Supervision,
    Visit,
)

MOST_WORDS: Final = 100
_BOTH = joinedload(Supervision.therapist), joinedload(Supervision.supervisor)


def of_person(session: ReadSession, person: Staff) -> Sequence[Supervision]:
    """The agreements of a person that hold now, whichever of the two they are, by the therapist's name."""
    found = supervisions_of(select(Supervision), person).where(Supervision.ended_at.is_(None))
    named = found.join(Supervision.therapist).order_by(Person.name, Supervision.id)
    return session.scalars(named.options(*_BOTH)).all()


def one_of(session: ReadSession, agreement: PublicId, person: Staff) -> Supervision | None:
    """One agreement of this person, whether or not it holds."""
    found = supervisions_of(select(Supervision), person).where(Supervision.public_id == agreement)
    return session.scalars(found.options(*_BOTH)).one_or_none()


def held_by(session: ReadSession, person_id: int, *, as_supervisor_only: bool = False) -> Sequence[Supervision]:
    """The agreements of a person that hold now, for whoever manages people."""
    mine = Supervision.supervisor_id == person_id
    either = mine if as_supervisor_only else or_(mine, Supervision.therapist_id == person_id)
    return session.scalars(select(Supervision).where(either, Supervision.ended_at.is_(None))).all()


def supervisors(session: ReadSession, practice_id: int) -> Sequence[Person]:
    """The supervisors of a practice who can log in, by name."""
    found = select(Person).join(GivenRole, GivenRole.person_id == Person.id)
    here = found.where(
        Person.practice_id == practice_id, Person.disabled_at.is_(None), GivenRole.role == Role.SUPERVISOR
    )
    return session.scalars(here.order_by(Person.name, Person.id)).all()


def shares_of_client(session: ReadSession, client: Client) -> Sequence[tuple[SharedWords, Supervision]]:
    """Every share of a client's words there was, oldest first, each with its agreement."""
    rows = session.execute(
        select(SharedWords, Supervision)
        .join(Supervision, Supervision.id == SharedWords.supervision_id)
        .where(SharedWords.client_id == client.id)
        .order_by(SharedWords.id)
        .options(joinedload(Supervision.supervisor))
    )
    return [(share, agreement) for share, agreement in rows]


def shares_of(session: ReadSession, agreement: Supervision) -> Sequence[tuple[SharedWords, Client]]:
    """The clients whose words are shared by an agreement now, by code: as long as they are this therapist's."""
    rows = session.execute(
        select(SharedWords, Client)
        .join(Client, Client.id == SharedWords.client_id)
        .where(
            SharedWords.supervision_id == agreement.id,
            SharedWords.ended_at.is_(None),
            Client.therapist_id == agreement.therapist_id,
        )
        .order_by(SharedWords.id)
    )
    return sorted(((share, client) for share, client in rows), key=lambda pair: pair[1].code)


def share_of(session: ReadSession, agreement: Supervision, share: PublicId) -> SharedWords | None:
    """One share of an agreement, or None."""
    found = select(SharedWords).where(SharedWords.supervision_id == agreement.id, SharedWords.public_id == share)
    return session.scalars(found).one_or_none()


def open_shares(session: ReadSession, condition: ColumnElement[bool]) -> Sequence[SharedWords]:
    """The shares that nobody has ended, of an agreement or a client."""
    return session.scalars(select(SharedWords).where(condition, SharedWords.ended_at.is_(None))).all()


def shared_words(session: ReadSession, agreement: Supervision) -> Mapping[int, Sequence[tuple[datetime, str]]]:
    """The words of each shared client by the number of the share, the latest first, with the times of their check-ins.

    Of forms that were shown after they were shared, since these said so; none that waits to be asked for, and none
    that was set aside.
    """
    is_open = SharedWords.supervision_id == agreement.id, SharedWords.ended_at.is_(None)
    rows = session.execute(
        select(SharedWords.id, CheckIn.begun_at, Response.words)
        .join(SharedWords, SharedWords.client_id == CheckIn.client_id)
        .join(CheckIn.response)
        .where(*is_open, CheckIn.id.in_(_latest_shared(agreement, is_open)))
        .order_by(CheckIn.id.desc())
    )
    found: dict[int, list[tuple[datetime, str]]] = {}
    for share, at, words in rows:
        if words:
            found.setdefault(share, []).append((at, words))
    return found


def _latest_shared(agreement: Supervision, is_open: Collection[ColumnElement[bool]]) -> Select[int]:
    """Select the latest check-ins of each open share whose words are shared."""
    latest_first = func.row_number().over(partition_by=SharedWords.id, order_by=CheckIn.id.desc())
    ranked = (
        select(CheckIn.id, latest_first.label("place"))
        .join(CheckIn.visit)
        .join(CheckIn.response)
        .join(SharedWords, SharedWords.client_id == CheckIn.client_id)
        .where(
            *is_open,
            Visit.therapist_id == agreement.therapist_id,
            Response.shown_at >= SharedWords.shared_at,
            CheckIn.is_revealed,
            CheckIn.counts,
        )
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.place <= MOST_WORDS)
