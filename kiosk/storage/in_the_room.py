"""What the therapist brings to a check-in: a sealed guess, and signs seen in the room."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kiosk.storage.tables import CheckIn, Guess, Response, Sign


def guess_of(session: Session, check_in_id: int) -> Guess | None:
    """The guess on this check-in."""
    return session.scalars(select(Guess).where(Guess.check_in_id == check_in_id)).one_or_none()


def compared(session: Session, person_id: int, most: int) -> Sequence[tuple[Guess, Response]]:
    """This person's guesses whose answer is in and was not declined, each with the answer, the latest first."""
    rows = session.execute(
        select(Guess, Response)
        .join(Response, Response.check_in_id == Guess.check_in_id)
        .where(Guess.person_id == person_id, ~Response.declined)
        .options(joinedload(Response.check_in).joinedload(CheckIn.visit))
        .order_by(Response.id.desc())
        .limit(most)
    )
    return [(guess, response) for guess, response in rows]


def signs_of(session: Session, check_in_id: int) -> Sequence[Sign]:
    """The signs noted at this check-in, the first noted first."""
    return session.scalars(select(Sign).where(Sign.check_in_id == check_in_id).order_by(Sign.id)).all()
