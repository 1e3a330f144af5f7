"""The therapist's own records of a check-in: a sealed guess, and signs seen in the room."""

from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import Therapist
from kiosk.storage.scope import own_guesses
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Guess, Response, Sign

# Put together once, both: each part of a session's page asks them.
_GUESS = select(Guess).where(Guess.check_in_id == bindparam("check_in", type_=Integer))
_SIGNS = select(Sign).where(Sign.check_in_id == bindparam("check_in", type_=Integer)).order_by(Sign.id)


def guess_of(session: ReadSession, check_in_id: int) -> Guess | None:
    """The guess on this check-in."""
    return session.scalars(_GUESS, {"check_in": check_in_id}).one_or_none()


def compared(
    session: ReadSession, therapist: Therapist, most: int, client: Client | None = None
) -> Sequence[tuple[Guess, Response]]:
    """This person's guesses whose answer may be shown and was not declined, each with the answer, the latest first.

    Of one `client` alone, where one is named.
    """
    found = own_guesses(select(Guess, Response).join(Response, Response.check_in_id == Guess.check_in_id), therapist)
    rows = session.execute(
        (found.where(Response.client_id == client.id) if client else found)
        .join(Response.check_in)
        .where(~Response.declined, CheckIn.is_revealed, CheckIn.counts)
        .options(
            joinedload(Response.check_in).options(joinedload(CheckIn.visit), joinedload(CheckIn.client)),
        )
        .order_by(Response.id.desc())
        .limit(most)
    )
    return [(guess, response) for guess, response in rows]


def signs_of(session: ReadSession, check_in_id: int) -> Sequence[Sign]:
    """The signs noted at this check-in, the first noted first."""
    return session.scalars(_SIGNS, {"check_in": check_in_id}).all()
