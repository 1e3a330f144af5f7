"""Everything that is stored about a client, for those who have a right to it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.orm import Session, joinedload, selectinload

from kiosk.storage.tables import Base, CheckIn, Client, Guess, Person, Sign, Visit


def clients_of(session: Session, practice_id: int, therapist: Person | None, code: str | None) -> Sequence[Client]:
    """The clients of a practice, of one therapist in it, or the one of that code; in the order in which they came."""
    query = select(Client).where(Client.practice_id == practice_id).order_by(Client.id)
    if therapist is not None:
        query = query.where(Client.therapist_id == therapist.id)
    return session.scalars(query if code is None else query.where(Client.code == code)).all()


def every_check_in(session: Session, client_id: int) -> Sequence[CheckIn]:
    """All check-ins there ever were, with whomever, oldest first."""
    return session.scalars(
        select(CheckIn)
        .where(CheckIn.client_id == client_id)
        .order_by(CheckIn.begun_at, CheckIn.id)
        .options(
            joinedload(CheckIn.visit).joinedload(Visit.therapist),
            joinedload(CheckIn.response),
            selectinload(CheckIn.repairs),
        )
    ).all()


def guesses_on(session: Session, client_id: int) -> Mapping[int, Guess]:
    """The therapists' guesses, by check-in."""
    found = session.scalars(select(Guess).join(CheckIn, Guess.check_in_id == CheckIn.id).where(_is_of(client_id)))
    return {guess.check_in_id: guess for guess in found}


def signs_at(session: Session, client_id: int) -> Mapping[int, Sequence[Sign]]:
    """The signs noted, by check-in."""
    found: dict[int, list[Sign]] = {}
    query = select(Sign).join(CheckIn, Sign.check_in_id == CheckIn.id).where(_is_of(client_id)).order_by(Sign.id)
    for sign in session.scalars(query):
        found.setdefault(sign.check_in_id, []).append(sign)
    return found


def columns(row: Base, without: Iterable[str] = ()) -> dict[str, Any]:
    """All that one row holds, by column, but for those that tell nothing of the client."""
    names = (attribute.key for attribute in inspect(row).mapper.column_attrs)
    return {name: getattr(row, name) for name in names if name not in set(without)}


def _is_of(client_id: int) -> ColumnElement[bool]:
    return CheckIn.client_id == client_id
