"""Everything that is stored about a client, for those who have a right to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from kiosk.domain.actors import CommandLine, Therapist
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import clients_in, own_clients, own_guesses
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Guess, Sign, Visit

AT_ONCE: Final = 500


def clients_of(
    session: ReadSession, practice_id: int, therapist: Therapist | None, code: str | None
) -> Sequence[Client]:
    """The clients of a practice, of one therapist in it, or the one of that code; in the order in which they came."""
    query = clients_in(select(Client), practice_id).where(Client.merged_into_id.is_(None)).order_by(Client.id)
    if therapist is not None:
        query = own_clients(query, therapist)
    return session.scalars(query if code is None else query.where(Client.code_index == code)).all()


def clients_named(session: ReadSession, ids: Sequence[PublicId]) -> Iterator[Client]:
    """The clients of these public ids, some hundred at a time, in the order in which they came."""
    for place in range(0, len(ids), AT_ONCE):
        named = select(Client).where(Client.public_id.in_(ids[place : place + AT_ONCE]))
        yield from session.scalars(named.order_by(Client.id))


def every_check_in(session: ReadSession, client: Client) -> Sequence[CheckIn]:
    """All check-ins there ever were, with whomever, but those whose answer was set aside; oldest first."""
    return session.scalars(
        select(CheckIn)
        .where(CheckIn.client_id == client.id, CheckIn.counts)
        .order_by(CheckIn.begun_at, CheckIn.id)
        .options(
            joinedload(CheckIn.visit).joinedload(Visit.therapist),
            joinedload(CheckIn.client),
            joinedload(CheckIn.response),
            selectinload(CheckIn.repairs),
            selectinload(CheckIn.safety_records),
        )
    ).all()


def forms_of(session: ReadSession, ids: Sequence[PublicId]) -> Sequence[tuple[str, int]]:
    """The forms with which the clients of these public ids were ever asked, each with its version, in order."""
    found = set[tuple[str, int]]()
    for place in range(0, len(ids), AT_ONCE):
        asked = select(CheckIn.measure, CheckIn.measure_version).join(CheckIn.client).where(CheckIn.counts).distinct()
        for measure, version in session.execute(asked.where(Client.public_id.in_(ids[place : place + AT_ONCE]))):
            found.add((measure, version))
    return sorted(found, key=lambda one: (one[0], f"{one[1]:0>9}"))  # as text, whatever a damaged row has there


def guesses_on(session: ReadSession, client: Client, finder: Therapist | CommandLine | None) -> Mapping[int, Guess]:
    """The guesses on this client's answers, by check-in: a therapist finds their own, the command line everybody's.

    To anybody else, None here, there are none.
    """
    if finder is None:
        return {}
    query = select(Guess).join(CheckIn, Guess.check_in_id == CheckIn.id).where(CheckIn.client_id == client.id)
    found = session.scalars(query if isinstance(finder, CommandLine) else own_guesses(query, finder))
    return {guess.check_in_id: guess for guess in found}


def signs_at(session: ReadSession, client: Client) -> Mapping[int, Sequence[Sign]]:
    """The signs noted, by check-in."""
    found: dict[int, list[Sign]] = {}
    query = select(Sign).join(CheckIn, Sign.check_in_id == CheckIn.id).where(CheckIn.client_id == client.id)
    for sign in session.scalars(query.order_by(Sign.id)):
        found.setdefault(sign.check_in_id, []).append(sign)
    return found
